/** A place in a JSON text: names and numbers from its top. */
export type JsonPath = readonly (string | number)[]

/** What a JSON text holds where. */
interface JsonPlaces {
  /** Where the value at a path begins; where the nearest one around it does, if there is none. */
  readonly at: (path: JsonPath) => number
  /** Where the text is no JSON any more; null where all of it is. */
  readonly broken: number | null
}

/** A value of a text, and those in it. */
interface Place {
  readonly start: number
  readonly inner: Map<string | number, Place>
}

/** Thrown at the first token that does not belong. */
class Broken extends Error {
  readonly offset: number
  constructor(offset: number) {
    super()
    this.offset = offset
  }
}

/**
 * Finds where in a JSON text each value begins, up to where it is no JSON any more. A text whose values are nested as deep as the stack
 * allows is for `deeperThan` to refuse.
 *
 * @example
 * jsonPlaces('{"a": [1, x]}').broken // 10
 */
export function jsonPlaces(text: string): JsonPlaces {
  const top: Place = {start: 0, inner: new Map()}
  const broken = scan(text, top)
  return {
    broken,
    at(path) {
      let place = top.inner.get('') ?? top
      for (const part of path) {
        const inner = place.inner.get(part)
        if (inner === undefined) break
        place = inner
      }
      return place.start
    },
  }
}

/**
 * Where a JSON text opens more lists and objects within one another than so many; null where it nowhere does.
 *
 * @example
 * deeperThan('[1, [[2]]]', 2) // 5
 */
export function deeperThan(text: string, most: number): number | null {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') at = closed(text, at) - 1
    else if (letter === '}' || letter === ']') depth--
    else if ((letter === '{' || letter === '[') && ++depth > most) return at
  }
  return null
}

/** The number of the line at an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Where a text in quotes that begins at an offset has ended. */
function closed(text: string, offset: number): number {
  let at = offset + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}

interface Token {
  readonly word: string
  readonly offset: number
}

const tokens = /[{}[\],:"]|[^\s{}[\],:"]+/g

function* tokensOf(text: string): Generator<Token> {
  const token = new RegExp(tokens)
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const offset = match.index
    if (match[0] === '"') token.lastIndex = closed(text, offset)
    yield {word: text.slice(offset, token.lastIndex), offset}
  }
}

function scan(text: string, top: Place): number | null {
  const words = [...tokensOf(text)]
  let next = 0
  const end = {word: '', offset: text.trimEnd().length}
  const take = (...expected: readonly string[]): Token => {
    const token = words[next++] ?? end
    if (expected.length > 0 && !expected.includes(token.word)) throw new Broken(token.offset)
    return token
  }
  const value = (around: Place, name: string | number): void => {
    const {word, offset} = words[next] ?? end
    const place: Place = {start: offset, inner: new Map()}
    around.inner.set(name, place)
    if (word === '{') items('}', () => member(place))
    else if (word === '[') items(']', (at) => value(place, at))
    else plainOf(take())
  }
  const items = (close: string, item: (at: number) => void): void => {
    take()
    if (words[next]?.word === close) return void take()
    for (let at = 0; ; at++) {
      item(at)
      if (take(',', close).word === close) return
    }
  }
  const member = (place: Place): void => {
    const token = take()
    const name = plainOf(token)
    if (typeof name !== 'string') throw new Broken(token.offset)
    take(':')
    value(place, name)
  }
  try {
    value(top, '')
    return words[next]?.offset ?? null
  } catch (thrown) {
    if (thrown instanceof Broken) return thrown.offset
    throw thrown
  }
}

/** What a token without brackets spells. */
function plainOf({word, offset}: Token): unknown {
  try {
    return JSON.parse(word)
  } catch {
    throw new Broken(offset)
  }
}
