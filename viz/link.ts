import type {Trace} from '../lib/index.ts'
import {type Control, controls, opened, schemes, type State} from './view.ts'

/** What may stand in a link, `call=7`. */
interface Word {
  /** What it has to say, for those who wrote it. */
  readonly expected: (trace: Trace) => string
  /** What it makes of a state; null where it says nothing that can be followed. */
  readonly read: (text: string, trace: Trace, state: State) => Partial<State> | null
  /** The only words of a list. */
  readonly only?: readonly string[]
}

/** How words and numbers of a link are written. */
const leading = /^#/
const separators = /[\s,]+/
const decimal = /^-?\d{1,15}(\.\d{1,6})?$/
const digits = /^\d{1,15}$/

const list = (text: string): string[] => text.split(separators).filter((word) => word !== '')

const part = (word: string): number => (decimal.test(word) ? Number(word) : Number.NaN)

function whole(word: string, low: number, high: number): number | null {
  if (!digits.test(word)) return null
  const value = Number(word)
  return value >= low && value <= high ? value : null
}

/** Places in a list, from 0, of numbers that count from 1; other words are left out. */
const numbers = (text: string): number[] =>
  list(text)
    .flatMap((word) => whole(word, 1, 1e6) ?? [])
    .map((number) => number - 1)

/** The controls that a text names, parted by commas or spaces; `all` names every one. Other words are left out. */
export function readControls(text: string): readonly Control[] {
  const words = list(text)
  return words.includes('all') ? controls : controls.filter((control) => words.includes(control))
}

const anyOf = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`

const wholes = (low: number, high: number): string =>
  high < low ? 'none, for there is nothing to choose from' : `a whole number from ${low} to ${high}`

const words: Readonly<Record<string, Word>> = {
  call: {
    expected: ({length}) => wholes(1, length),
    read(text, {length}) {
      const call = whole(text, 1, length)
      return call === null ? null : {position: call - 1}
    },
  },
  function: {
    expected: ({functions}) => wholes(0, functions.length - 1),
    read(text, {functions}) {
      const id = whole(text, 0, functions.length - 1)
      return id === null ? null : {function: id}
    },
  },
  path: {expected: () => 'a path', read: (path) => ({path})},
  by: {
    expected: () => 'calls or time',
    read: (by) => (by === 'calls' || by === 'time' ? {by} : null),
  },
  zoom: {
    expected: () => 'two numbers, the smaller before the larger, 3..9',
    read(text) {
      const [from = Number.NaN, to = Number.NaN] = text.split('..', 2).map(part)
      return from < to ? {zoom: [from, to]} : null
    },
  },
  scheme: {
    expected: () => anyOf(schemes),
    read(text) {
      const scheme = schemes.find((name) => name === text)
      return scheme === undefined ? null : {scheme}
    },
  },
  fix: {expected: () => 'numbers of causes, 1,2', read: (text) => ({fixed: numbers(text)})},
  open: {expected: () => 'names of details', read: (text) => ({open: list(text)})},
  lock: {
    expected: () => anyOf([...controls, 'all']),
    read: (text, _trace, {locked}) => ({locked: [...new Set([...locked, ...readControls(text)])]}),
    only: [...controls, 'all'],
  },
}

/** The fields of a link, the first of each name. */
function fields(hash: string): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const [name, text] of new URLSearchParams(hash.replace(leading, '')))
    if (!all.has(name)) all.set(name, text)
  return all
}

/**
 * The state as the hash of a link, without `#`: only what differs from a fresh start. The inverse of `decodeState`.
 *
 * @example
 * encodeState({...start(trace, explanation), position: 6, path: 'model.drop.rate'}) // 'call=7&path=model.drop.rate'
 */
export function encodeState(state: State): string {
  const words = new URLSearchParams()
  words.set('call', String(state.position + 1))
  if (state.function !== null) words.set('function', String(state.function))
  if (state.path !== null) words.set('path', state.path)
  if (state.by !== 'auto') words.set('by', state.by)
  if (state.zoom !== null) words.set('zoom', state.zoom.map((end) => Number(end.toFixed(3))).join('..'))
  if (state.scheme !== 'auto') words.set('scheme', state.scheme)
  if (state.fixed.length > 0) words.set('fix', state.fixed.map((group) => group + 1).join(','))
  if (state.open.join() !== opened.join()) words.set('open', state.open.join(','))
  if (state.locked.length > 0) words.set('lock', state.locked.join(','))
  return words.toString()
}

/** Reads the hash of a link; what it does not say, or says wrongly, stays as it is in `state`. A link locks more controls, never fewer. */
export function decodeState(hash: string, state: State, trace: Trace): State {
  const given = fields(hash)
  return Object.entries(words).reduce((read, [name, word]) => {
    const text = given.get(name)
    return text === undefined ? read : {...read, ...word.read(text, trace, state)}
  }, state)
}

/**
 * What a text like the hash of a link says that cannot be followed, a sentence each.
 *
 * @param others names that the text may have beside those of a state
 * @example
 * misread('call=40&scheme=drak', start(trace, explanation), trace)
 * // ['call=40: expected a whole number from 1 to 2', 'scheme=drak: expected auto, light or dark']
 */
export function misread(hash: string, state: State, trace: Trace, others: readonly string[] = []): string[] {
  return [...fields(hash)].flatMap(([name, text]) => {
    const word = Object.hasOwn(words, name) ? words[name] : undefined
    if (word === undefined)
      return others.includes(name)
        ? []
        : `${name}: there is no such word; expected ${anyOf([...others, ...Object.keys(words)])}`
    const isRight =
      word.read(text, trace, state) !== null && list(text).every((one) => word.only?.includes(one) ?? true)
    return isRight ? [] : `${name}=${text}: expected ${word.expected(trace)}`
  })
}
