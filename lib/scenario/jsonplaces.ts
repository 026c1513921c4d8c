/** A place in a JSON text: names and numbers from its top. */
export type JsonPath = readonly (string | number)[]

/** What a JSON text holds where. */
interface JsonPlaces {
  /** Where the value at a path begins; where the nearest one around it does, if there is none. */
  readonly at: (path: JsonPath) => number
  /** Where the text is no JSON any more; null where all of it is. */
  readonly broken: number | null
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/gs
const scalar =
  /^(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/s

/** Thrown at the first token that does not belong. */
class Broken extends Error {
  readonly offset: number
  constructor(offset: number) {
    super()
    this.offset = offset
  }
}

/**
 * Finds where in a JSON text each value begins, up to where it is no JSON any more.
 *
 * @example
 * jsonPlaces('{"a": [1, x]}').broken // 10
 */
export function jsonPlaces(text: string): JsonPlaces {
  const starts = new Map<string, number>()
  const broken = scan(text, starts)
  return {
    broken,
    at(path) {
      for (let length = path.length; length > 0; length--) {
        const start = starts.get(JSON.stringify(path.slice(0, length)))
        if (start !== undefined) return start
      }
      return starts.get('[]') ?? 0
    },
  }
}

/** The number of the line at an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

function scan(text: string, starts: Map<string, number>): number | null {
  const tokens = [...text.matchAll(token)].map((match) => ({word: match[0], offset: match.index}))
  let next = 0
  const end = {word: '', offset: text.trimEnd().length}
  const take = (...expected: readonly string[]): string => {
    const {word, offset} = tokens[next++] ?? end
    if (expected.length > 0 && !expected.includes(word)) throw new Broken(offset)
    return word
  }
  const value = (path: JsonPath): void => {
    const {word, offset} = tokens[next] ?? end
    starts.set(JSON.stringify(path), offset)
    if (word === '{') items('}', (_at, word) => member(path, word))
    else if (word === '[') items(']', (at) => value([...path, at]))
    else if (scalar.test(take())) return
    else throw new Broken(offset)
  }
  const items = (close: string, item: (at: number, word: string) => void): void => {
    take()
    if (tokens[next]?.word === close) return void take()
    for (let at = 0; ; at++) {
      item(at, tokens[next]?.word ?? '')
      if (take(',', close) === close) return
    }
  }
  const member = (path: JsonPath, name: string): void => {
    const {offset} = tokens[next] ?? end
    if (!name.startsWith('"') || !scalar.test(name)) throw new Broken(offset)
    take()
    take(':')
    value([...path, keyOf(name, offset)])
  }
  try {
    value([])
    return tokens[next]?.offset ?? null
  } catch (thrown) {
    if (thrown instanceof Broken) return thrown.offset
    throw thrown
  }
}

/** What a name in quotes spells. */
function keyOf(name: string, offset: number): string {
  try {
    return String(JSON.parse(name))
  } catch {
    throw new Broken(offset)
  }
}
