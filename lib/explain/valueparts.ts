import type {Path} from '../log/index.ts'
import {bracketItems, pairs} from '../python/index.ts'
import {type Delta, withoutAddress} from '../words/index.ts'

/** The parts of a value by their names, as segments of a path. */
interface Parts {
  /** What holds them: equal for two values of which the parts can be compared. */
  readonly frame: string
  /** It is a tuple or a list. */
  readonly isNumbered: boolean
  readonly items: ReadonlyMap<string, string>
}

/** A part that two values do not share, of which one may not have it. */
interface OtherPart {
  /** Where it stands in them. */
  readonly path: Path
  readonly delta: Delta
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
function partsOf(text: string): Parts | null {
  const open = text.indexOf('(')
  if (text.startsWith('{')) return dictOf(text)
  const isCall = call.test(text)
  if (!isCall && !text.startsWith('(') && !text.startsWith('[')) return null
  const at = isCall ? open : 0
  const {items, next, closed} = bracketItems(text, at)
  if (!closed || next !== text.length || items.length > most) return null
  if (!isCall)
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
 * otherParts('Config(lr=0.1, layers=(8, 8))', 'Config(lr=0.1, layers=(8, 4))')
 * // [{path: ['layers', '[1]'], delta: {kind: 'value', now: '8', before: '4'}}]
 */
export function otherParts(now: string, before: string, path: Path = []): OtherPart[] {
  if (now === before) return []
  const whole = [{path, delta: textual(now, before)}]
  const [mine, theirs] = path.length < deepest ? [partsOf(now), partsOf(before)] : [null, null]
  if (mine === null || mine.frame !== theirs?.frame) return whole
  const found = [...new Set([...mine.items.keys(), ...theirs.items.keys()])].flatMap((name): OtherPart[] => {
    const [one, other, at] = [mine.items.get(name), theirs.items.get(name), [...path, name]]
    if (other === undefined) return one === undefined ? [] : [{path: at, delta: {kind: 'added', now: one}}]
    if (one === undefined) return [{path: at, delta: {kind: 'removed', before: other}}]
    return otherParts(one, other, at)
  })
  // Two dicts may hold the same in another order; what differs in each item is another tuple.
  const areItems = found.every((one) => one.path.length === path.length + 1)
  const isOther = mine.isNumbered && areItems && found.length === mine.items.size
  return found.length === 0 || isOther ? whole : found
}

/** How one text differs from another: another object where they are alike but for an address. */
export const textual = (now: string, before: string): Delta =>
  withoutAddress(now) === withoutAddress(before)
    ? {kind: 'identity', now, before}
    : {kind: 'value', now, before}

/**
 * The parts of a value that are objects by their texts, each as another one that reads alike.
 *
 * @example
 * objectsIn('Config(act=<function relu>, lr=0.1)') // [{path: ['act'], delta: {kind: 'identity', now: '<function relu>', before: '<function relu>'}}]
 */
export function objectsIn(text: string, path: Path = []): OtherPart[] {
  const parts = path.length < deepest ? partsOf(text) : null
  if (parts !== null) return [...parts.items].flatMap(([name, part]) => objectsIn(part, [...path, name]))
  return text.includes('<') ? [{path, delta: textual(text, text)}] : []
}

/** A value without what stands at a place in it, as a text that is equal for equal ones; as it is where there is no such place. */
export function withoutPart(text: string, [name, ...rest]: Path): string {
  const parts = partsOf(text)
  if (name === undefined || parts?.items.has(name) !== true) return text
  const left = [...parts.items].map(([one, value]) => {
    if (one !== name) return `${one} ${value}`
    return rest.length === 0 ? one : `${one} ${withoutPart(value, rest)}`
  })
  return [parts.frame, ...left].join('\u0000')
}
