import {type Evidence, type Explanation, type Miss, type Outcome, say, type Trace} from '../lib/index.ts'
import {chosen, missAt, unit} from './charts/index.ts'
import type {Scheme} from './theme.ts'

/** What a reader can do; an author may lock any of them. */
export const controls = ['position', 'play', 'zoom', 'select', 'open', 'scheme', 'download', 'link'] as const

/** One of `controls`. */
export type Control = (typeof controls)[number]

export const schemes: readonly Scheme[] = ['auto', 'light', 'dark']

/** The details that stand open where nobody closed them. */
const opened: readonly string[] = ['lineage', 'costs', 'waterfall', 'compare']

/** Everything that a link holds of what a reader sees. */
export interface State {
  /** Position in the trace, 0 to `length - 1`. */
  readonly position: number
  /** The id of the selected function; null for all of them. */
  readonly function: number | null
  /** The selected path as text. */
  readonly path: string | null
  /** Calls side by side, or where they stand in time; `auto`, in time where seconds are known of a run that was. */
  readonly by: 'auto' | 'calls' | 'time'
  /** The part of the timeline that is shown, in positions or seconds; null for the whole trace. */
  readonly zoom: readonly [number, number] | null
  readonly scheme: Scheme
  /** The fixes that are tried out: numbers of the explanation's groups. */
  readonly fixed: readonly number[]
  /** Names of the details that are open. */
  readonly open: readonly string[]
  readonly locked: readonly Control[]
}

/** What is shown at a state: a function of the trace, its explanation and the state alone. */
export interface View {
  /** -1 where the trace holds no event. */
  readonly position: number
  /** `call 3 of 12`; `miss 3 of 12` where a log holds only misses. */
  readonly place: string
  readonly function: string
  readonly functionId: number
  /** The id of the key, -1 where nothing is known of it. */
  readonly key: number
  readonly outcome: Outcome
  readonly evidence: Evidence
  readonly miss: Miss | null
  /** One sentence: what this call did and why. */
  readonly sentence: string
  /** Paths that the sentence and the charts mark. */
  readonly paths: readonly string[]
  /** Position of the call that made the key it is compared with, -1 for none. */
  readonly nearest: number
}

/** Where a reader starts: at the miss that the headline names, so that nobody needs to touch anything to see why. */
export function start(trace: Trace, explanation: Explanation): State {
  return {
    position: Math.min(chosen(trace, explanation), Math.max(0, trace.length - 1)),
    function: null,
    path: null,
    by: 'auto',
    zoom: null,
    scheme: 'auto',
    fixed: [],
    open: opened,
    locked: [],
  }
}

/** What is shown of a trace without a call. */
const nothing: View = {
  position: -1,
  place: 'no calls',
  function: '',
  functionId: -1,
  key: -1,
  outcome: 'hit',
  evidence: 'inferred',
  miss: null,
  sentence: say('no jitted call'),
  paths: [],
  nearest: -1,
}

/** What is shown of a trace at a state. */
export function view(trace: Trace, explanation: Explanation, state: State): View {
  if (trace.length === 0) return nothing
  const position = Math.min(Math.max(0, Math.trunc(state.position)), trace.length - 1)
  const event = trace.at(position)
  const {first} = index(trace, explanation)
  const miss = missAt(explanation, position) ?? null
  const name = trace.functions[event.function]?.name ?? 'a function'
  const maker = event.key < 0 ? -1 : (first[event.key] ?? -1)
  const shown = {
    position,
    place: `${unit(trace)} ${position + 1} of ${trace.length}`,
    function: name,
    functionId: event.function,
    key: event.key,
    outcome: event.outcome,
    miss,
  }
  if (miss === null)
    return {
      ...shown,
      evidence: event.evidence,
      sentence: quiet(name, maker, position),
      paths: [],
      nearest: maker === position ? -1 : maker,
    }
  const {causes, evidence, nearest, sentence} = miss
  return {...shown, evidence, sentence, paths: [...new Set(causes.map(({path}) => path))], nearest}
}

const quiet = (name: string, maker: number, position: number): string =>
  maker < 0 || maker === position ? say('plain call', {name}) : say('plain hit', {name, like: maker + 1})

interface Index {
  readonly length: number
  /** The position of the first call with each key. */
  readonly first: Int32Array
}

const indexes = new WeakMap<Explanation, Index>()

/** Remembered by the explanation, and made anew when the trace grew. */
function index(trace: Trace, explanation: Explanation): Index {
  const held = indexes.get(explanation)
  if (held?.length === trace.length) return held
  const first = new Int32Array(trace.keyCount).fill(-1)
  for (let position = trace.length - 1; position >= 0; position--) {
    const key = trace.keyAt(position)
    if (key >= 0) first[key] = position
  }
  const made = {length: trace.length, first}
  indexes.set(explanation, made)
  return made
}

/**
 * The state as the hash of a link, without `#`: only what differs from a fresh start. The inverse of `decodeState`.
 *
 * @example
 * encodeState({...state, position: 6, path: 'model.drop.rate'}) // 'call=7&path=model.drop.rate'
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

/** How the words of a link are written. */
const leading = /^#/
const separators = /[\s,]+/
const decimal = /^-?\d{1,15}(\.\d{1,6})?$/
const digits = /^\d{1,15}$/

/** Reads the hash of a link; what it does not say, or says wrongly, stays as it is in `state`. A link locks more controls, never fewer. */
export function decodeState(hash: string, state: State, trace: Trace): State {
  const words = new URLSearchParams(hash.replace(leading, ''))
  const call = whole(words.get('call'), 1, trace.length)
  const fn = whole(words.get('function'), 0, trace.functions.length - 1)
  const by = words.get('by')
  const [from, to] = (words.get('zoom') ?? '').split('..', 2).map(part)
  const scheme = schemes.find((name) => name === words.get('scheme'))
  const fix = words.get('fix')
  const open = words.get('open')
  const lock = words.get('lock')
  return {
    ...state,
    ...(call !== null && {position: call - 1}),
    ...(fn !== null && {function: fn}),
    ...(words.has('path') && {path: words.get('path')}),
    ...((by === 'calls' || by === 'time') && {by}),
    ...(from !== undefined && to !== undefined && from < to && {zoom: [from, to] as const}),
    ...(scheme !== undefined && {scheme}),
    ...(fix !== null && {fixed: numbers(fix)}),
    ...(open !== null && {open: list(open)}),
    ...(lock !== null && {locked: [...new Set([...state.locked, ...readControls(lock)])]}),
  }
}

/** The controls that a text names, parted by commas or spaces; `all` names every one. Other words are left out. */
export function readControls(text: string): readonly Control[] {
  const words = list(text)
  return words.includes('all') ? controls : controls.filter((control) => words.includes(control))
}

const list = (text: string): string[] => text.split(separators).filter((word) => word !== '')

/** Places in a list, from 0, of numbers that count from 1; other words are left out. */
const numbers = (text: string): number[] =>
  list(text)
    .flatMap((word) => whole(word, 1, 1e6) ?? [])
    .map((number) => number - 1)

const part = (word: string): number => (decimal.test(word) ? Number(word) : Number.NaN)

function whole(word: string | null | undefined, low: number, high: number): number | null {
  if (word == null || !digits.test(word)) return null
  const value = Number(word)
  return value >= low && value <= high ? value : null
}
