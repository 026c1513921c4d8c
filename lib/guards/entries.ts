import type {Guard, Outcome} from '../log/index.ts'
import type {CallDraft, TorchCall} from './torchcall.ts'
import type {CodeFrame} from './torchmessage.ts'

/** A call whose facts later messages may tell. */
interface Made {
  readonly call: {-readonly [K in keyof TorchCall]: TorchCall[K]}
  readonly doubt: TorchCall['error']
  /** Whether a later message that tells of all entries names its own. */
  isKept: boolean | null
}

/** The entries of the code of one frame, as messages tell them. */
interface Entries {
  readonly frame: CodeFrame
  /** The number of its last compile. */
  readonly at: number
  /** Those whose id is known. */
  readonly byId: Map<string, Made>
  /** How many there are. */
  count: number
  /** The last of them, and the words of the message that it came of. */
  last: Made | null
  said: readonly string[]
  /** The last call of it that a limit refused. */
  refused: Made | null
}

const ending = /\/(\d+)$/
const frameOf = (id: string): string => id.replace(ending, '')
const numberOf = (id: string): number => Number(ending.exec(id)?.[1])

/** The calls that messages tell, in order, and before each the entries that it met and that no message made. */
export function callsIn(drafts: readonly CallDraft[]): TorchCall[] {
  const frames = new Map<string, Entries>()
  const calls = drafts.flatMap((draft) => {
    const entries = entriesOf(frames, draft)
    name(entries, draft.guards)
    const implied = unmade(entries, draft).map((id) => impliedBy(draft, id))
    for (const one of implied) enter(entries, one)
    const made = madeOf(draft)
    const met = new Set(namedBy(draft.guards))
    judge(entries, draft.guards)
    seek(entries, draft, met)
    stop(entries, made, met)
    if (made.call.outcome === 'retrace') enter(entries, made)
    entries.said = draft.guards.map(({said}) => said)
    return [...implied, made]
  })
  for (const made of calls) if (made.isKept === false) fail(made)
  return calls.map(({call}) => call)
}

/** A compile that left no entry failed. */
function fail({call, doubt}: Made): void {
  call.outcome = 'error'
  call.error = doubt
}

/** The entries of a call's frame; none where its numbers begin anew or entries are gone, as in another run or after `torch._dynamo.reset()`. */
function entriesOf(frames: Map<string, Entries>, draft: CallDraft): Entries {
  const {process, compile, frame, guards} = draft
  const id = compile ?? guards.find(({entry}) => entry !== null)?.entry ?? null
  const of = id === null ? [frame.name, frame.file, frame.line] : [frameOf(id)]
  const key = [process, ...of].join('\0')
  const known = frames.get(key)
  const at = compile === null ? Number.NaN : numberOf(compile)
  const entries: Entries =
    known === undefined || begins(known, draft, at)
      ? {frame, at, byId: new Map(), count: 0, last: null, said: [], refused: null}
      : {...known, at}
  frames.set(key, entries)
  return entries
}

/** Whether a call is of other code than the entries of its number, or of another run. */
function begins(known: Entries, {compile, frame, guards}: CallDraft, at: number): boolean {
  if (known.frame.line !== frame.line || known.frame.file !== frame.file) return true
  if (compile !== null) return at <= known.at
  const met = guards.filter(({entry}) => entry !== null).length
  return met > 0 && met < known.byId.size
}

/** Tells the last compile its id, where its own message does not: that of the one entry which is new since. */
function name({byId, last}: Entries, guards: readonly Guard[]): void {
  const [id, ...others] = guards.flatMap(({entry}) => (entry === null || byId.has(entry) ? [] : [entry]))
  if (last?.call.compile !== null || id === undefined || others.length > 0) return
  last.call.compile = id
  byId.set(id, last)
}

function enter(entries: Entries, made: Made): void {
  const {compile} = made.call
  if (compile !== null) entries.byId.set(compile, made)
  entries.count++
  entries.last = made
}

/** Ids of the entries that a call met and no message made; null for one whose id is not told. */
function unmade({byId, count}: Entries, draft: CallDraft): (string | null)[] {
  const {guards, compile} = draft
  const all = countedBy(draft)
  const named = namedBy(guards)
  if (compile !== null && all > 0) return idsOf(compile, all).filter((id) => !byId.has(id))
  if (named.length > 0)
    return [...new Set(named)].filter((id) => !byId.has(id)).sort((a, b) => numberOf(a) - numberOf(b))
  const missing = Math.max(0, guards.length - count)
  const isAll = compile !== null && count === 0 && missing === numberOf(compile)
  return isAll ? idsOf(compile, missing) : Array.from({length: missing}, () => null)
}

/** The entries that guards name. */
const namedBy = (guards: readonly Guard[]): string[] => guards.flatMap(({entry}) => entry ?? [])

const idsOf = (compile: string, count: number): string[] =>
  Array.from({length: count}, (_, at) => `${frameOf(compile)}/${at}`)

/** How many entries a limit tells: as many as it allows, where no compile of the frame failed. */
const countedBy = ({limit, compile}: CallDraft): number =>
  limit !== null &&
  compile !== null &&
  !limit.name.startsWith('accumulated') &&
  limit.value === numberOf(compile)
    ? limit.value
    : 0

const impliedBy = ({frame, process, line}: CallDraft, compile: string | null): Made => ({
  call: {
    frame,
    process,
    compile,
    line,
    time: Number.NaN,
    outcome: 'retrace',
    evidence: 'inferred',
    guards: [],
    limit: null,
    error: null,
  },
  doubt: null,
  isKept: null,
})

const madeOf = ({doubt, ...told}: CallDraft): Made => ({
  call: {...told, outcome: outcomeOf(told), evidence: 'observed'},
  doubt,
  isKept: null,
})

const outcomeOf = ({error, limit}: Pick<CallDraft, 'error' | 'limit'>): Outcome =>
  error !== null ? 'error' : limit === null ? 'retrace' : 'eager'

/** What a message tells of earlier calls: what stood there when they compiled. */
function judge(entries: Entries, guards: readonly Guard[]): void {
  const {byId, last} = entries
  const isNamed = guards.some(({entry}) => entry !== null)
  for (const guard of isNamed ? guards : newest(entries, guards)) {
    const made = guard.entry === null ? last : byId.get(guard.entry)
    if (made != null) learn(made, guard)
  }
}

/** Looks for the entry of the last compile: a message of torch's names all that a call met, of which a limit tells one alone. */
function seek({byId, last}: Entries, {guards, limit}: CallDraft, met: ReadonlySet<string>): void {
  for (const id of met) {
    const made = byId.get(id)
    if (made !== undefined) made.isKept = true
  }
  const isWhole = limit === null || guards.length > 1
  if (last?.isKept === null && last.call.compile !== null && isWhole && sharesEntry(last.call, met))
    last.isKept = false
}

/** Whether a call met one of these entries: functions that are kept apart have entries of their own. */
const sharesEntry = ({guards}: Pick<TorchCall, 'guards'>, ids: ReadonlySet<string>): boolean =>
  namedBy(guards).some((id) => ids.has(id))

/** A frame that a limit stopped runs eagerly from then on: where torch tries it again, each refusal raised. */
function stop(entries: Entries, made: Made, met: ReadonlySet<string>): void {
  const {refused} = entries
  const isTriedAgain = refused !== null && sharesEntry(refused.call, met)
  if (isTriedAgain) refused.call.outcome = 'error'
  if (made.call.limit === null) return
  if (isTriedAgain) made.call.outcome = 'error'
  entries.refused = made
}

/** The reason of the entry that the last compile made, where torch names none: the only one that the message before did not give. */
function newest({said, last, at}: Entries, guards: readonly Guard[]): Guard[] {
  const isNext = last !== null && (last.call.compile === null || numberOf(last.call.compile) === at - 1)
  if (!isNext || guards.length !== said.length + 1) return []
  const before = [...said]
  const fresh = guards.filter((guard) => {
    const at = before.indexOf(guard.said)
    if (at >= 0) before.splice(at, 1)
    return at < 0
  })
  return fresh.length === 1 ? fresh : []
}

/** What an entry takes for granted stood there in the call that made it. */
function learn({call}: Made, guard: Guard): void {
  const {before} = guard
  if (before === null) return
  const place = placeOf(guard)
  call.guards = call.guards.map((one) =>
    one.now === null && one.before !== before && placeOf(one) === place ? {...one, now: before} : one,
  )
}

/** Equal for guards of one place, whatever entry they are of. */
const placeOf = ({kind, path, what, index}: Guard): string => [kind, what, index, ...path].join('\0')
