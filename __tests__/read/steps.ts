/** A part of a regular expression. */
type Part =
  | {readonly kind: 'one'; readonly fits: (letter: string) => boolean}
  | {readonly kind: 'all'; readonly parts: readonly Part[]}
  | {readonly kind: 'any'; readonly choices: readonly Part[]}
  | {
      readonly kind: 'many'
      readonly part: Part
      readonly least: number
      readonly most: number
      readonly isLazy: boolean
    }
  | {readonly kind: 'look'; readonly part: Part; readonly isBehind: boolean; readonly isNot: boolean}
  | {readonly kind: 'edge'; readonly holds: (text: string, at: number) => boolean}

/** Steps that a search takes are counted up to this number. */
const enough = 100_000

interface Source {
  readonly text: string
  at: number
}

const isWordLetter = (letter: string | undefined): boolean => letter !== undefined && /\w/.test(letter)

const edges: Readonly<Record<string, Part>> = {
  '^': {kind: 'edge', holds: (_, at) => at === 0},
  $: {kind: 'edge', holds: (text, at) => at === text.length},
  '\\b': {kind: 'edge', holds: (text, at) => isWordLetter(text[at - 1]) !== isWordLetter(text[at])},
  '\\B': {kind: 'edge', holds: (text, at) => isWordLetter(text[at - 1]) === isWordLetter(text[at])},
}

function choices(source: Source): Part {
  const found = [sequence(source)]
  while (source.text[source.at] === '|') {
    source.at++
    found.push(sequence(source))
  }
  return {kind: 'any', choices: found}
}

function sequence(source: Source): Part {
  const parts: Part[] = []
  while (source.at < source.text.length && !'|)'.includes(source.text[source.at] ?? ''))
    parts.push(repeated(source, single(source)))
  return {kind: 'all', parts}
}

const opening = /\((?:\?(?:(?<look><?[=!])|:|<\w+>))?/y
const letter = /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/y
const count = /([*+?]|\{(?<least>\d+)(?<open>,)?(?<most>\d+)?\})(?<lazy>\?)?/y

function single(source: Source): Part {
  opening.lastIndex = source.at
  const group = opening.exec(source.text)
  if (group !== null) {
    source.at = opening.lastIndex
    const inside = choices(source)
    source.at++
    const look = group.groups?.['look']
    return look === undefined
      ? inside
      : {kind: 'look', part: inside, isBehind: look.startsWith('<'), isNot: look.endsWith('!')}
  }
  letter.lastIndex = source.at
  const [spelled = ''] = letter.exec(source.text) ?? []
  source.at += spelled.length
  const edge = edges[spelled]
  if (edge !== undefined) return edge
  const one = new RegExp(`^(?:${spelled})$`, 's')
  const known = new Map<string, boolean>()
  return {
    kind: 'one',
    fits(given) {
      const found = known.get(given) ?? one.test(given)
      known.set(given, found)
      return found
    },
  }
}

function repeated(source: Source, part: Part): Part {
  count.lastIndex = source.at
  const found = count.exec(source.text)
  if (found === null) return part
  source.at = count.lastIndex
  const {least, open, most, lazy} = found.groups ?? {}
  const [from, to] =
    least === undefined
      ? [found[1] === '+' ? 1 : 0, found[1] === '?' ? 1 : Infinity]
      : [Number(least), most !== undefined ? Number(most) : open === undefined ? Number(least) : Infinity]
  return {kind: 'many', part, least: from, most: to, isLazy: lazy !== undefined}
}

class Enough extends Error {}

/**
 * How many steps a backtracking search for an expression takes in a text from its first letter on: letters compared and ways tried.
 * Without regard to what an engine spares, and so never less than it takes.
 */
export function stepsOf({source, sticky}: RegExp, text: string): number {
  const whole = choices({text: source, at: 0})
  let steps = 0
  const match = (part: Part, at: number, next: (at: number) => boolean): boolean => {
    if (++steps > enough) throw new Enough()
    switch (part.kind) {
      case 'one': {
        const given = text[at]
        return given !== undefined && part.fits(given) && next(at + 1)
      }
      case 'edge':
        return part.holds(text, at) && next(at)
      case 'any':
        return part.choices.some((choice) => match(choice, at, next))
      case 'all': {
        const from = (i: number, here: number): boolean => {
          const one = part.parts[i]
          return one === undefined ? next(here) : match(one, here, (there) => from(i + 1, there))
        }
        return from(0, at)
      }
      case 'look': {
        const starts = part.isBehind ? Array.from({length: Math.min(at, 4) + 1}, (_, i) => at - i) : [at]
        const holds = starts.some((start) => match(part.part, start, (end) => !part.isBehind || end === at))
        return holds !== part.isNot && next(at)
      }
      case 'many': {
        const again = (times: number, here: number): boolean => {
          const more = (): boolean =>
            times < part.most &&
            match(part.part, here, (there) => (there > here || times < part.least) && again(times + 1, there))
          const stop = (): boolean => times >= part.least && next(here)
          return part.isLazy ? stop() || more() : more() || stop()
        }
        return again(0, at)
      }
    }
  }
  try {
    for (let at = 0; at <= text.length; at++) {
      if (match(whole, at, () => true) || sticky) break
    }
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown
  }
  return steps
}

/** Letters of which a class holds one. */
const samples = Array.from('a1 \n.-"\'\\[]{}(),:=/<>_|%*\u001b')

/** Letters that an expression speaks of, one of each class, and one that it does not. */
export function alphabet({source}: RegExp): string[] {
  const found = new Set<string>(['\u0000'])
  const bare = source.replace(/\(\?(?:<\w+>|<?[=!]|:)/g, '(')
  letter.lastIndex = 0
  for (let part = letter.exec(bare); part !== null; part = letter.exec(bare)) {
    const [spelled] = part
    if ('()|*+?^$'.includes(spelled)) continue
    const one = new RegExp(`^(?:${spelled})$`, 's')
    const fitting = samples.filter((each) => one.test(each))
    const [first = spelled] = [...fitting.filter((each) => found.has(each)), ...fitting]
    found.add(spelled.length === 1 ? spelled : first)
  }
  return [...found]
}
