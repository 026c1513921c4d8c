import type {
  Component,
  Eager,
  Event,
  Evidence,
  FactKind,
  Outcome,
  Owner,
  Path,
  Remark,
  Seconds,
  TracedFunction,
  Unread,
} from '../log/index.ts'
import type {Delta, Figures, Finding, Gap, Releases, Told} from '../words/index.ts'

/** Why a call missed, one word (the jit form of the three C's, widened). */
export const taxonomies = [
  'compulsory',
  'structural',
  'static value',
  'guarded value',
  'identity',
  'type',
  'tree',
  'placement',
  'context',
  'capacity',
  'unknown',
] as const

/** Why a call missed, in a word. */
export type Taxonomy = (typeof taxonomies)[number]

/**
 * What can be done about a miss, from the most that can be spared to the least.
 *
 * - `avoidable`: equal by value but a new object, or a change that need not reach the key.
 * - `reducible`: an array that comes in several sizes, or a list that gets longer; fewer programs if they are padded or sorted into buckets.
 * - `necessary`: another program.
 * - `wrong hit`: another value, the same key.
 * - `unknown`: the cause is not told.
 */
export type Verdict = 'avoidable' | 'reducible' | 'necessary' | 'wrong hit' | 'unknown'

/** One place at which a miss differs from the nearest earlier key; `change`, `now`, `before` and `from` say its delta in words. */
export interface Cause extends Told {
  /** The part of the key. */
  readonly component: Component
  /** The path as text, `model.layers.1.mlp.drop.rate`; a star stands for segments that differ, where there is a count. */
  readonly path: string
  /** The path, segment by segment. */
  readonly segments: Path
  /** How it differs. */
  readonly delta: Delta
  /** How it is known. */
  readonly evidence: Evidence
  /** How many places it stands for, where many differ alike; how many functions, where a loop was given other ones. */
  readonly count?: number
  /** The path of each of them. */
  readonly paths?: readonly string[]
  /** The log tells of a leaf its number alone, not whose it is: the path names no place of the program. */
  readonly unplaced?: true
  /** What stands there; nothing for a thing that moved. */
  readonly kind?: FactKind
  /** It is, or stands in, a static argument that the log numbers among the static ones: which parameter it is, it does not tell. */
  readonly among?: 'statics'
  /** It is a part of a static value, which is given as a whole. */
  readonly part?: true
  /** Where a container is longer: whether what it holds more is of the types of what was there; `untold` where the log shows no type of it. */
  readonly items?: 'alike' | 'other' | 'untold'
}

/** One call that was no hit, explained. */
export interface Miss {
  /** Position of the event in the trace. */
  readonly index: number
  /** The function's name. */
  readonly function: string
  /** Where it is defined, `file:line`, where other functions of the trace have its name. */
  readonly defined?: string
  /** The function's id in `trace.functions`. */
  readonly functionId: number
  /** Which call of its function it is, from 1, as far as the trace holds the calls (a log holds only the misses); 0 where a thinned trace does not hold it. */
  readonly call: number
  /** What the call did to the caches. */
  readonly outcome: Outcome
  /** How the call is known. */
  readonly evidence: Evidence
  /** All that differs from the nearest earlier key. */
  readonly causes: readonly Cause[]
  /** Of a call of torch.compile, for each entry that it met the first guard that did not hold, the entry used last first; its causes are the nearest of them. */
  readonly tried?: readonly Cause[]
  /** What differs besides, of which JAX did not look: types beside a function that it never saw or beside another tree. */
  readonly besides?: readonly Cause[]
  /** Position of the event that made the nearest earlier key; -1 where there is none. */
  readonly nearest: number
  /** Why it missed, in a word. */
  readonly taxonomy: Taxonomy
  /** Whether it need have been. */
  readonly verdict: Verdict
  /** What it cost. */
  readonly seconds: Seconds
  /** What JAX itself said, where it said something. */
  readonly blamed: string | null
  /** Where JAX's sentence names another cause than the true one. */
  readonly misled: boolean
  /** Why there is no cause, where the log hides it. */
  readonly gap: Gap | null
  /** The same in words: what the log excludes. */
  readonly excluded: string | null
  /** What its causes amount to, that which decides first; one for all places that ask for the same. */
  readonly findings: readonly Finding[]
  /** One next step, specific to the path. */
  readonly advice: string
  /** The whole in one sentence: `step was traced again: model.drop.rate is 0.2, before 0.1.` */
  readonly sentence: string
  /** Who compiles the function; JAX where nothing is said. */
  readonly compiler?: TracedFunction['compiler']
  /** The limit at which torch compiled it no more. */
  readonly limit?: Event['limit']
  /** Who the function belongs to; the program where nothing is said. */
  readonly owner?: Owner
  /** Where it is no plain call: inside another function, a loop, a gradient; compiled ahead of time or read from a file. */
  readonly within?: Event['within']
  /** Where the call stands in the user's program, `file:line`. */
  readonly site?: string
  /** The line of the log that it starts at, from 1. */
  readonly line?: number
  /** The process that it is of, where the log holds several; each has a history of its own. */
  readonly process?: string
}

/** The misses of one cause, most expensive first. */
export interface Group {
  readonly function: string
  readonly taxonomy: Taxonomy
  readonly verdict: Verdict
  /** The paths that caused them, as text, the most frequent first. */
  readonly paths: readonly string[]
  /** Positions of the events. */
  readonly misses: readonly number[]
  /** Position of the dearest of them, of those that compiled where some did, the first of equals: paths, sentence and advice are of it. */
  readonly dearest: number
  readonly seconds: number
  readonly advice: string
  readonly sentence: string
}

/** What a function comes to. */
export interface Row {
  /** Its name. */
  readonly function: string
  /** Its id in `trace.functions`. */
  readonly functionId: number
  readonly calls: number
  readonly hits: number
  readonly misses: number
  /** Misses that compiled a program of its own. */
  readonly compiles: number
  /** What its misses cost. */
  readonly seconds: Seconds
}

/** What the functions of one name come to. */
export interface AccountRow {
  /** Who they belong to. */
  readonly owner: Owner
  /** Their name. */
  readonly function: string
  /** How often one of them was compiled; what came from the persistent cache was not. */
  readonly compiles: number
  /** Seconds of tracing, lowering and compiling. */
  readonly seconds: number
  /** How many of these were avoidable, or reducible. */
  readonly avoidable: number
}

/** All that a run spent on tracing, lowering and compiling, whoever caused it. */
export interface Account {
  /** The sum of the rows. */
  readonly seconds: number
  /** A row for the functions of one owner and name, the dearest first; of those that were only traced, one with 0 compiles. */
  readonly rows: readonly AccountRow[]
}

/** Everything that views show of a trace. */
export interface Explanation {
  /** One sentence with numbers. */
  readonly headline: string
  /** Its numbers. */
  readonly figures: Figures
  readonly misses: readonly Miss[]
  /** Causes: wrong hits, then compiles that could be spared, other compiles, first calls and the rest, each the dearest first. */
  readonly groups: readonly Group[]
  readonly functions: readonly Row[]
  /** All seconds of the run, a row a function. */
  readonly account: Account
  readonly eager: Eager
  readonly lines: number
  readonly unread: Unread
  /** The releases of JAX that the run is of; null where nothing tells. */
  readonly releases: Releases | null
  /** What the trace's producer says of itself, as the recorder of what it cost. */
  readonly notes: readonly string[]
  /** What the log tells beside its compiles, each in a sentence as well. */
  readonly remarks: readonly (Remark & {readonly sentence: string})[]
}
