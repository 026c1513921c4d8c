import {bracketItems, pairs} from './literal.ts'

/** The parts of a value by their names, as segments of a path. */
interface Parts {
  /** What holds them: equal for two values of which the parts can be compared. */
  readonly frame: string
  /** It is a tuple or a list. */
  readonly isNumbered: boolean
  readonly items: ReadonlyMap<string, string>
}

/** A part that two values do not share; null in the one that does not have it. */
interface PartApart {
  /** Where it stands in them. */
  readonly path: readonly string[]
  readonly now: string | null
  readonly before: string | null
}

const call = /^[\w.]+\(/
const field = /^(\w+)=/

/** So deep, and in so many parts, a value is taken apart; one of more is told as a whole. */
const deepest = 16
const most = 512

/**
 * The parts of a value as Python prints it: the fields of a dataclass or a named tuple, items of a tuple or a list, values of a dict. Null
 * of one that shows none by name, and of one that breaks off.
 */
function partsOf(whole: string): Parts | null {
  const text = whole.startsWith(ofTree) && whole.endsWith(')') ? whole.slice(ofTree.length, -1) : whole
  if (text.startsWith(ofNode)) return nodeOf(text)
  if (text.startsWith('{')) return dictOf(text)
  if (call.test(text)) return itemsOf(text, text.indexOf('('))
  return text.startsWith('(') || text.startsWith('[') ? itemsOf(text, 0) : null
}

/** The items between the bracket that opens at `at` and the end; behind a name they are the arguments of a call. */
function itemsOf(text: string, at: number): Parts | null {
  const {items, next, closed} = bracketItems(text, at)
  if (!closed || next !== text.length || items.length > most) return null
  if (at === 0)
    return {frame: `${text[0]} ${items.length}`, isNumbered: true, items: new Map(items.map(numbered))}
  const [only = ''] = items
  if (items.length === 1 && only.startsWith('{')) return dictOf(only, text.slice(0, at))
  const named = items.flatMap((item): [string, string][] => {
    const [start, name] = field.exec(item) ?? []
    return start === undefined || name === undefined ? [] : [[name, item.slice(start.length)]]
  })
  return named.length === items.length
    ? {frame: text.slice(0, at), isNumbered: false, items: new Map(named)}
    : null
}

/** How JAX prints a tree without its leaves, and a node of it. */
const ofTree = 'PyTreeDef('
const ofNode = 'CustomNode('

/** The metadata and the children of a node, `CustomNode(Net[(8, True)], [*, *])`. */
function nodeOf(text: string): Parts | null {
  const {items, next, closed} = bracketItems(text, ofNode.length - 1)
  const [type = '', children = ''] = items
  const at = type.indexOf('[')
  const isWhole = closed && next === text.length && items.length === 2
  if (!isWhole || at < 0 || !type.endsWith(']') || !children.startsWith('[')) return null
  const nodes = bracketItems(children, 0).items
  if (nodes.length > most) return null
  return {
    frame: `${ofNode}${type.slice(0, at)} ${nodes.length}`,
    isNumbered: false,
    items: new Map([['metadata', type.slice(at + 1, -1)], ...nodes.map(numbered)]),
  }
}

/** Takes a value apart. */
type Take = (text: string) => Parts | null

/** So many values are kept that were taken apart. */
const takenKept = 256

/** Takes each value apart once, for what compares each with many. */
export function takenOnce(): Take {
  const taken = new Map<string, Parts>()
  return (text) => {
    const known = taken.get(text)
    if (known !== undefined) return known
    const parts = partsOf(text)
    if (parts === null) return null
    if (taken.size >= takenKept) taken.clear()
    taken.set(text, parts)
    return parts
  }
}

const numbered = (item: string, at: number): [string, string] => [`[${at}]`, item]

/** The values of a dict, or of a class that holds one; a set has none. */
function dictOf(text: string, of = ''): Parts | null {
  const {items, next, closed} = bracketItems(text, 0)
  const values = pairs(text)
  const isWhole = closed && next === text.length && values.length === items.length && items.length <= most
  return isWhole
    ? {frame: `${of}{`, isNumbered: false, items: new Map(values.map(([key, value]) => [`[${key}]`, value]))}
    : null
}

/**
 * Where two values differ, part by part and as deep as their texts show it; the values themselves where nothing in them can be compared,
 * or where every item of a tuple is another.
 *
 * @example
 * valuesApart('Config(lr=0.1, layers=(8, 8))', 'Config(lr=0.1, layers=(8, 4))') // [{path: ['layers', '[1]'], now: '8', before: '4'}]
 */
export function valuesApart(
  now: string,
  before: string,
  path: readonly string[] = [],
  take: Take = partsOf,
): PartApart[] {
  if (now === before) return []
  const whole = [{path, now, before}]
  const [mine, theirs] = path.length < deepest ? [take(now), take(before)] : [null, null]
  if (mine === null || mine.frame !== theirs?.frame) return whole
  const found = [...new Set([...mine.items.keys(), ...theirs.items.keys()])].flatMap((name): PartApart[] => {
    const [one, other] = [mine.items.get(name) ?? null, theirs.items.get(name) ?? null]
    const at = [...path, name]
    return one === null || other === null
      ? [{path: at, now: one, before: other}]
      : valuesApart(one, other, at, take)
  })
  // Two dicts may hold the same in another order; what differs in each item is another tuple.
  const areItems = found.every((one) => one.path.length === path.length + 1)
  const isOther = mine.isNumbered && areItems && found.length === mine.items.size
  return found.length === 0 || isOther ? whole : found
}

/** In how many parts two values differ: where their parts cannot be compared, in as many as the one has that has more. */
export const countApart = (now: string, before: string, take: Take = partsOf): number =>
  valuesApart(now, before, [], take).reduce(
    (sum, one) =>
      sum + Math.max(1, ...[one.now, one.before].map((text) => take(text ?? '')?.items.size ?? 1)),
    0,
  )

/** What stands innermost in a value, as deep as its text shows it: the value itself where it shows no parts. */
export function innermost(
  text: string,
  path: readonly string[] = [],
): {path: readonly string[]; text: string}[] {
  const parts = path.length < deepest ? partsOf(text) : null
  return parts === null
    ? [{path, text}]
    : [...parts.items].flatMap(([name, part]) => innermost(part, [...path, name]))
}

/** A value without what stands at a place in it, as a text that is equal for equal ones; as it is where there is no such place. */
export function withoutPart(text: string, [name, ...rest]: readonly string[]): string {
  const parts = partsOf(text)
  if (name === undefined || parts?.items.has(name) !== true) return text
  const left = [...parts.items].map(([one, value]) => {
    if (one !== name) return `${one} ${value}`
    return rest.length === 0 ? one : `${one} ${withoutPart(value, rest)}`
  })
  return [parts.frame, ...left].join('\u0000')
}
