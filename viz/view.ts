import {type Evidence, type Explanation, type Miss, type Outcome, say, type Trace} from '../lib/index.ts'
import {chosen, missAt, unit} from './charts/index.ts'
import type {Scheme} from './theme.ts'

/** What a reader can do; an author may lock any of them. */
export const controls = ['position', 'play', 'zoom', 'select', 'open', 'scheme', 'download', 'link'] as const

/** One of `controls`. */
export type Control = (typeof controls)[number]

export const schemes: readonly Scheme[] = ['auto', 'light', 'dark']

/** The details that stand open where nobody closed them. */
export const opened: readonly string[] = ['lineage', 'costs', 'waterfall', 'compare']

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
