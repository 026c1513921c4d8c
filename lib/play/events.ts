import {
  type Event,
  type Guard,
  type GuardKind,
  guardKinds,
  type Limit,
  noSeconds,
  type Outcome,
  Trace,
} from '../log/index.ts'
import {type Policy, type Reason, type Report, type Run, torchPolicies} from '../torch/index.ts'
import {saidOf} from './record.ts'

/** What a frame did, in the outcomes of a trace. */
const outcomes: Readonly<Record<Run['did'], Outcome>> = {
  hit: 'hit',
  traced: 'retrace',
  refused: 'eager',
  full: 'eager',
  skipped: 'eager',
  failed: 'eager',
}

/** What was done since the last call. */
interface Since {
  readonly edits: readonly string[]
  readonly isCleared: boolean
}

/** Writes the calls of compiled functions into a trace: an event for each frame that was traced or ran eagerly, or one hit for the call. */
export class TorchEvents {
  readonly trace: Trace
  readonly #policy: Policy['name']
  readonly #functions = new Map<object, Map<string, number>>()
  readonly #limits = new Map<Run['cache'], Limit>()

  constructor(title: string, policy: Policy['name'], notes: readonly string[] = []) {
    this.#policy = policy
    this.trace = new Trace({
      producer: 'jitlens',
      title,
      versions: {torch: torchPolicies[policy].release},
      ...(notes.length > 0 && {notes}),
    })
  }

  /** A call that is over. */
  add(report: Report, since: Since): void {
    const {runs, error, cache} = report
    const done = runs.filter(({did}) => did !== 'hit')
    const last = done.at(-1)
    const events = done.map((run) => this.#event(run, report, run === last ? error : null))
    if (!done.some((run) => run.cache === cache))
      events.unshift(
        this.#event({cache, did: 'hit', failures: []}, report, last === undefined ? error : null),
      )
    events.forEach((event, i) => this.trace.append(i === 0 ? {...event, ...changes(since)} : event))
  }

  #event({cache, did, id, failures}: Run, {limit}: Report, error: Report['error']): Event {
    if (did === 'refused' && limit !== null) this.#limits.set(cache, {name: limit.name, value: limit.value})
    const met = did === 'refused' || did === 'full' ? this.#limits.get(cache) : undefined
    return {
      function: this.#function(cache),
      key: -1,
      outcome: error === null ? outcomes[did] : 'error',
      evidence: 'simulated',
      time: NaN,
      seconds: noSeconds,
      layers: [],
      ...(error !== null && {error}),
      ...(failures.length > 0 && did !== 'hit' && {guards: failures.map(guardOf)}),
      ...(id !== undefined && {compile: id}),
      ...(met !== undefined && {limit: met}),
    }
  }

  #function(cache: Run['cache']): number {
    const {code, part} = cache.of
    const parts = this.#functions.get(code) ?? new Map<string, number>()
    this.#functions.set(code, parts)
    const known = parts.get(part)
    if (known !== undefined) return known
    const made = this.trace.addFunction({name: cache.name, compiler: 'torch', wrapper: this.#policy})
    parts.set(part, made)
    return made
  }
}

const changes = ({edits, isCleared}: Since): Pick<Event, 'edit' | 'cleared'> => ({
  ...(edits.length > 0 && {edit: edits.join('; ')}),
  ...(isCleared && {cleared: true}),
})

const kindOf = (name: string): GuardKind => guardKinds.find((kind) => kind === name) ?? 'UNREAD'

/** Why an entry did not serve, as a trace has it. */
function guardOf(reason: Reason): Guard {
  const {entry, kind, what, index, before = null, now = null, by, places} = reason
  const [first, ...others] = places
  const of = what ?? first?.what
  const at = index ?? first?.index
  return {
    entry,
    kind: kindOf(kind),
    path: first?.segments ?? [],
    ...(others.length > 0 && {others: others.map(({segments}) => segments)}),
    ...(of !== undefined && {what: of}),
    ...(at !== undefined && {index: at}),
    before,
    now,
    said: saidOf(reason),
    ...(by !== undefined && {by}),
  }
}
