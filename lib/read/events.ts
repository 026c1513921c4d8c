import type {TorchCall} from '../guards/index.ts'
import {type Event, type TracedFunction, noSeconds, type Owner, type Trace} from '../log/index.ts'
import {pmapped} from '../words/index.ts'
import {type PrintedLeaf, plainType} from './shorttype.ts'
import {leavesFit} from './candidates.ts'
import {type CompileDraft, outcome} from './draft.ts'
import {type Dropped, dropped} from './dropped.ts'
import {opensWith} from './era.ts'
import {withFields} from './misnamed.ts'
import {keys} from './keys.ts'
import {kindred, type Kindred} from './kindred.ts'
import type {MissRecord} from './miss.ts'
import {lanes} from './lanes.ts'
import type {Surety} from './restarts.ts'
import {scans} from './scans.ts'
import {torchEvents} from './torchevents.ts'
import {isFilterJit, ownerOf} from './whose.ts'
import type {RecordedCall, ToldDraft} from './recorded.ts'

/** What the log as a whole tells. */
interface Extent {
  /** JAX explains misses. */
  readonly explained: boolean
  /** JAX logs its compiles. */
  readonly timed: boolean
  /** The log tells traces. */
  readonly traces: boolean
  /** The log tells of lowering or compiling. */
  readonly compiles: boolean
  /** Names that misses tell of. */
  readonly own: ReadonlyMap<string, Owner>
  /** Calls of torch.compile, in the order of their lines. */
  readonly torch: readonly TorchCall[]
  /** When the first of what is told began, on the log's clock, be it an event or none; `NaN` without a clock. */
  readonly start: number
  /** The number of a line in the file. */
  readonly lineOf: (number: number) => number
  /** Whether several wrote under the name of a process, or threads of one. */
  readonly mixed: ReadonlyMap<string, Surety>
}

/** The calls of one function object. */
interface FunctionCalls {
  /** Its id in the log; empty where the log gives none. */
  readonly identity: string
  readonly calls: RecordedCall[]
  /** It was first called inside a gradient, where the log gives no site. */
  readonly grad: boolean
  /** Types that its calls are known to have had. */
  readonly types: Set<string>
  /** The lists of leaves that are among them. */
  readonly lists: Set<readonly PrintedLeaf[]>
  /** The types of all leaves of each call. */
  readonly shapes: Set<string>
  /** The log explains one of its calls. */
  isTold: boolean
  /** It was traced inside another function, for types that are not all told. */
  isOpen: boolean
  readonly content: ReturnType<ReturnType<typeof keys>>
}

/** What the events so far are of. */
interface Writing extends Extent {
  readonly trace: Trace
  /** Ids of functions by their definition, and the last one of each name. */
  readonly functions: Map<string, number>
  readonly latest: Map<string, number>
  readonly objects: Map<string, FunctionCalls[]>
  readonly identities: Set<string>
  /** Misses of functions whose entries were dropped. */
  readonly dropped: Dropped
  /** The lines at which jitted functions are defined, by file and name: calls may stand in these. */
  readonly jitted: Map<string, Set<number>>
  readonly kindred: ReadonlyMap<ToldDraft, Kindred>
  readonly scans: ReturnType<typeof scans>
  readonly isMixed: boolean
  readonly laneOf: ReturnType<typeof lanes>
  readonly keysOf: ReturnType<typeof keys>
}

const objectsKept = 16

/** Appends the drafts, in order, as events to a trace, their keys to be put together when they are looked at. */
export function append(trace: Trace, drafts: readonly ToldDraft[], extent: Extent): void {
  const told = withFields(drafts)
  const writing: Writing = {
    ...extent,
    trace,
    functions: new Map(),
    latest: new Map(),
    objects: new Map(),
    identities: new Set(),
    dropped: dropped(told.map(({made}) => made)),
    jitted: new Map(),
    kindred: kindred(told, extent),
    scans: scans(),
    laneOf: lanes(),
    keysOf: keys(),
    isMixed: new Set(told.map(({made}) => made.process)).size > 1,
  }
  for (const {made} of told)
    if (made.miss !== null && opensWith(made.miss.wording) === 'traced') define(writing, made.miss)
  const torch = torchEvents(trace, extent, extent.start)
  for (const one of told) {
    torch.until(one.made.line)
    trace.append(eventOf(writing, one))
    if (one.made.miss !== null) define(writing, one.made.miss)
  }
  torch.until(Infinity)
}

function define({jitted}: Writing, {file, name, line}: MissRecord): void {
  const called = `${file}:${name.split('.').at(-1)}`
  const lines = jitted.get(called)
  if (lines === undefined) jitted.set(called, new Set([line]))
  else lines.add(line)
}

function eventOf(writing: Writing, told: ToldDraft): Event {
  const {made} = told
  const {miss} = made
  const kin = writing.kindred.get(told) ?? null
  const fn = functionOf(writing, told, kin)
  const history = historyOf(writing, told, fn)
  const nth = kin?.nth ?? null
  const object = nth === null ? objectOf(writing, told, fn, history) : anew(writing, made, nth, fn)
  const key = keyOf(writing, object, told, fn)
  const seconds = {trace: made.trace, lower: made.lower, compile: made.compile}
  const within = withinOf(writing, object, told)
  remember(object, told)
  return {
    function: fn,
    key,
    outcome: outcome(made, {
      explained: writing.explained && isExplained(writing, made) && !isNumbered(object),
      traces: writing.traces,
      compiles: writing.compiles,
    }),
    evidence: miss === null && !made.orphan ? 'inferred' : 'observed',
    time: made.began - writing.start,
    seconds: seconds.trace + seconds.lower + seconds.compile > 0 ? seconds : noSeconds,
    layers: made.unheld ? unheld : [],
    line: Math.floor(writing.lineOf(made.line)),
    ...particulars(writing, made),
    ...(history > 0 && {mixed: history}),
    ...(within === null ? isAlone(made) && {alone: true} : {within}),
  }
}

const unheld = Object.freeze([Object.freeze({layer: 'persistent', result: 'miss', entry: -1} as const)])

/** Which of the histories of its function that are mixed without a mark a draft is of, from 1; 0 where none are. */
function historyOf({mixed, laneOf}: Writing, {made, leaves}: ToldDraft, fn: number): number {
  const evidence = mixed.get(made.process) ?? 'none'
  const shapes = leaves === null ? '' : shapeOf(leaves)
  return evidence === 'none' ? 0 : laneOf(`${made.process} ${fn}`, made.miss, shapes, evidence === 'sure')
}

/** What the lines of a draft tell beside its key and its cost. */
function particulars(
  writing: Writing,
  made: CompileDraft,
): Pick<Event, 'error' | 'site' | 'process' | 'blamed' | 'cleared'> {
  const {process, error} = made
  const told = made.miss ?? saidOfLoop(made)
  return {
    ...(error !== null && {error}),
    ...(told !== null && told.site !== '' && !isWrapper(told.site) && {site: told.site}),
    ...(writing.isMixed && process !== '' && {process}),
    ...clearedOf(writing, made),
    ...(told !== null && {blamed: saidOf(writing, told)}),
  }
}

/** What JAX says of a miss; that it saw another function on the line is no word of one where caches may have been cleared. */
const saidOf = ({dropped: {perhaps}}: Writing, miss: MissRecord): MissRecord['blamed'] =>
  perhaps.has(miss) ? {kind: 'function', places: []} : miss.blamed

/** That the entries of its function were dropped before it, where the log tells. */
const clearedOf = (
  {dropped: {surely}, mixed}: Writing,
  {miss, process}: CompileDraft,
): Pick<Event, 'cleared'> =>
  miss !== null && surely.has(miss) && mixed.get(process) === 'none' ? {cleared: true} : {}

/** Whether the log tells of another function by a miss alone, in words of a release that explains what a loop runs as well: one that tells a miss before its trace. */
const isAlone = ({miss, traced, lowered, compiled, begun}: CompileDraft): boolean =>
  miss?.blamed.redefined === true &&
  !(traced || lowered || compiled || begun > 0) &&
  opensWith(miss.wording) === 'miss'

/** The miss that says most of why a loop is traced: of a function that JAX never saw, and else the first. */
const saidOfLoop = ({runs}: CompileDraft): MissRecord | null =>
  runs.find(({neverSeen}) => neverSeen) ?? runs[0] ?? null

/** Whether this is the first call of an object that a number on its compile line tells from others: JAX has no trace of it. */
const isNumbered = ({identity, calls, isTold}: FunctionCalls): boolean =>
  identity !== '' && calls.length === 1 && !isTold

/** Whether JAX explains the traces of this function: not those that are its own, or of jax.pmap, or of which it told nothing. */
const isExplained = (writing: Writing, made: CompileDraft): boolean =>
  !made.mapped && ['program', 'library'].includes(ownerOf(made, writing))

/** The axis that jax.pmap maps a function over, empty where it has no name; null of any other function. */
const axisOf = ({mapped}: CompileDraft, kin: Kindred | null): string | null =>
  mapped ? '' : (kin?.axis ?? null)

const calledOf = (name: string, axis: string | null): string => (axis === null ? name : pmapped(name, axis))

/** The function that a draft is of: by its definition where the log gives it, else the last one of its name. */
function functionOf(writing: Writing, told: ToldDraft, kin: Kindred | null): number {
  const {trace, functions, latest} = writing
  const {made} = told
  const {name, process} = made
  const axis = axisOf(made, kin)
  const called = calledOf(name, axis)
  const lane = `${process}\u0000${called}`
  const goneOn = writing.scans.goneOn(told, lane)
  if (goneOn !== undefined) return goneOn
  const definition =
    kin === null || kin.group === name ? definedBy(made) : [lane, kin.group, String(kin.axis)].join('\u0000')
  const bodies = loopOf(made, false)
  // JAX saw what the loop runs before: another place calls a loop of the same functions.
  const again = made.runs.some(({neverSeen}) => neverSeen) ? undefined : functions.get(bodies ?? '')
  const known =
    definition === null ? (latest.get(lane) ?? latest.get(called)) : (functions.get(definition) ?? again)
  const fn = known ?? trace.addFunction(definitionOf(made, ownerOf(made, writing), kin, axis))
  for (const each of [definition, bodies]) if (each !== null) functions.set(each, fn)
  writing.scans.add(told, lane, fn)
  latest.set(called, fn)
  latest.set(lane, fn)
  return fn
}

/** What a loop runs, and from where unless that is left out; null for what is no loop. */
const loopOf = ({name, runs}: CompileDraft, isSited: boolean): string | null =>
  runs.length === 0
    ? null
    : [
        name,
        ...runs.flatMap(({site, name: of, file, line}) => [...(isSited ? [site] : []), of, file, line]),
      ].join('\u0000')

/** What tells one function from others of its name; a loop is told by what it runs, and from where. Null where the log has nothing of it. */
function definedBy(made: CompileDraft): string | null {
  const {name, miss} = made
  if (miss !== null && miss.file !== '') return [miss.name, miss.file, miss.line].join('\u0000')
  if (miss !== null) return miss.neverSeen ? [name, miss.site].join('\u0000') : null
  return loopOf(made, true)
}

/** Where a function is defined, as far as a miss tells it. */
const placeOf = ({name, file, line}: MissRecord): Pick<TracedFunction, 'name' | 'file' | 'line'> => ({
  name,
  ...(file !== '' && {file, ...(line > 0 && {line})}),
})

const definitionOf = (
  {name, miss, runs}: CompileDraft,
  owner: Owner,
  kin: Kindred | null,
  axis: string | null,
): Omit<TracedFunction, 'id'> => ({
  name: calledOf(name, axis),
  ...(axis !== null && {wrapper: 'jax.pmap'}),
  ...(kin?.group === null && {untold: true}),
  ...(owner !== 'program' && {owner}),
  ...(runs.length > 0 && {runs: runs.map(placeOf)}),
  ...(miss !== null && {...placeOf(miss), name}),
  ...(miss !== null && wrapperOf(miss)),
})

/** The function object of one of many calls of equal types, each of a new one; the first calls of all types may be of one. */
function anew(writing: Writing, {process}: CompileDraft, nth: number, fn: number): FunctionCalls {
  const lane = `${process}\u0000${fn}\u0000${nth}`
  const [known] = writing.objects.get(lane) ?? []
  if (known !== undefined) return known
  const made = newObject(writing, [], fn, lane, String(nth))
  writing.objects.set(lane, [made])
  return made
}

/** The function object that a draft is a call of: a new one where JAX never saw it. */
function objectOf(writing: Writing, {made, leaves}: ToldDraft, fn: number, history: number): FunctionCalls {
  const {process, miss, runs, object} = made
  const lane = `${process}\u0000${fn}${history > 1 ? `\u0000history ${history}` : ''}`
  const known = writing.objects.get(lane) ?? []
  const isNew =
    (miss?.neverSeen === true && !isOngoing(known.at(-1), miss)) ||
    runs.some(({neverSeen}) => neverSeen) ||
    isOther(known.at(-1), object, leaves)
  const found = isNew ? undefined : pick(known, miss, leaves)
  if (found !== undefined) return found
  const fresh = newObject(writing, miss === null ? runs : [miss], fn, lane, object)
  // An object that is never seen under the id of another one took its place, or lost its entries: JAX compares nothing with that any more.
  const others = known.filter(({identity}) => identity === '' || identity !== fresh.identity)
  writing.objects.set(lane, [...others, fresh].slice(-objectsKept))
  return fresh
}

/** JAX has not seen a function before its first trace ends: one that calls itself is told again, behind it or, until 0.8, before it. */
const isOngoing = (last: FunctionCalls | undefined, miss: MissRecord): boolean =>
  last?.identity === miss.object &&
  (callsItself(miss) || last.calls.every(({draft: {miss: one}}) => one !== null && callsItself(one)))

const callsItself = ({inside, name}: MissRecord): boolean => inside.split('.').at(-1) === name

/**
 * Whether a compile line tells of another object than the one before: by another number behind the name, and leaves that were
 * compiled for that one. Until 0.4.4 the number is that of a wrapper that JAX makes for each trace, so that it tells nothing else.
 */
const isOther = (last: FunctionCalls | undefined, object: string, leaves: ToldDraft['leaves']): boolean =>
  last !== undefined &&
  object !== '' &&
  last.identity !== '' &&
  last.identity !== object &&
  leaves !== null &&
  last.shapes.has(shapeOf(leaves))

function newObject(
  writing: Writing,
  misses: readonly MissRecord[],
  fn: number,
  lane: string,
  number: string,
): FunctionCalls {
  const {trace, identities, explained, traces, timed, keysOf} = writing
  const identity = misses.length === 0 ? number : misses.map(({object}) => object).join(' ')
  const label = `${lane}\u0000${identity}`
  const again =
    identity !== '' && identities.has(label) && !misses.some((one) => writing.dropped.surely.has(one))
  identities.add(label)
  const calls: RecordedCall[] = []
  const definition = definitionIn(trace, fn)
  return {
    identity,
    calls,
    grad: misses.length > 0 && misses.every(({site}) => site === ''),
    types: new Set(),
    lists: new Set(),
    shapes: new Set(),
    isTold: false,
    isOpen: false,
    content: keysOf(calls, {definition, identity, again, explained, traces, timed}),
  }
}

function definitionIn({functions}: Trace, id: number): string {
  const fn = functions[id]
  if (fn === undefined) throw new RangeError('an event is of a function that the trace does not hold')
  return (fn.runs ?? [fn]).map(definedAt).join(', ')
}

/** `step defined at train.py:7`. */
const definedAt = ({name, file, line}: Pick<TracedFunction, 'name' | 'file' | 'line'>): string =>
  file === undefined ? name : `${name} defined at ${file}${line === undefined ? '' : `:${line}`}`

/** So many calls of an object are looked through for the one that JAX compared with, the latest. */
const lookedThrough = 16

/**
 * The function object that a call without an id is of: the last one of the same kind of site that had a call of the types compared with.
 * One that was traced for the types of this call would have hit.
 */
function pick(
  objects: readonly FunctionCalls[],
  miss: MissRecord | null,
  leaves: ToldDraft['leaves'],
): FunctionCalls | undefined {
  const before = miss?.types[0]?.before
  if (objects.length < 2 || miss === null || before === undefined) return ofSite(objects, miss)
  const had = objects.filter(({types}) => types.has(bare(before)))
  const latest = ({calls}: FunctionCalls): readonly RecordedCall[] => calls.slice(-lookedThrough)
  const open = had.filter((one) => !miss.ranked || !latest(one).some((call) => isOfLeaves(call, leaves)))
  const fit = open.filter((one) => latest(one).some((call) => leavesFit(leaves, call.leaves, miss)))
  return ofSite(fit, miss) ?? ofSite(open, miss) ?? ofSite(had, miss) ?? objects.at(-1)
}

/** Whether a call is of these very leaves, weak types and shardings included. */
const isOfLeaves = (call: RecordedCall, leaves: ToldDraft['leaves']): boolean =>
  leaves !== null &&
  leaves.length === call.leaves?.length &&
  leaves.every(({type, sharding}, at) => {
    const other = call.leaves?.[at]
    return type === other?.type && sharding === other.sharding
  })

const ofSite = (objects: readonly FunctionCalls[], miss: MissRecord | null): FunctionCalls | undefined =>
  objects.findLast(({grad}) => grad === (miss?.site === '')) ?? objects.at(-1)

function keyOf(
  {trace}: Writing,
  {calls, content}: FunctionCalls,
  {made, leaves}: ToldDraft,
  fn: number,
): number {
  const at = calls.push({draft: made, leaves}) - 1
  return trace.addKey(() => ({function: fn, ...content(at)}))
}

/** Where a call stands, as far as the lines around it tell, or what its types or its site tell. */
function withinOf(
  {explained, timed, traces, jitted}: Writing,
  object: FunctionCalls,
  {made: {miss, traced, within}, leaves}: ToldDraft,
): Event['within'] | null {
  if (within !== null) return within === 'grad' && timed && !traces ? null : within
  if (miss === null && !traced && traces && explained && isDerived(object, leaves)) return 'grad'
  return !timed && miss !== null && isInJitted(jitted, miss) ? 'nested' : null
}

const local = '.<locals>.'
const siteParts = /^(?<file>.*):(?<line>\d+)$/

/** Whether a call stands in a jitted function, or in one that is defined in a jitted function, which runs while that is traced. */
function isInJitted(jitted: Writing['jitted'], {site, inside}: MissRecord): boolean {
  const found = siteParts.exec(site)?.groups
  const at = Number(found?.['line'])
  return inside.split(local).some((part) => {
    const name = part.split('.').at(-1) ?? ''
    const lines = jitted.get(`${found?.['file']}:${name}`) ?? []
    return [...lines].some((line) => (name === '<lambda>' ? line === at : line <= at))
  })
}

/** A compile without a trace, of types that no trace of the function had, is of what a gradient or a batch makes of it. */
function isDerived(
  {isTold, isOpen, shapes, types: traced}: FunctionCalls,
  types: readonly PrintedLeaf[] | null,
): boolean {
  if (types === null || !isTold || isOpen || shapes.has(shapeOf(types))) return false
  return !types.every(({type}) => traced.has(bare(type)))
}

/** Remembers which types the calls of a function object had. */
function remember(object: FunctionCalls, {made: {miss, lowered, compiled}, leaves}: ToldDraft): void {
  for (const {now, before} of miss?.types ?? []) object.types.add(bare(now)).add(bare(before))
  object.isTold ||= miss !== null
  object.isOpen ||= miss !== null && leaves === null && !lowered && !compiled
  if (leaves === null) return
  if (miss !== null && !object.lists.has(leaves)) {
    for (const {type} of leaves) object.types.add(bare(type))
    object.lists.add(leaves)
  }
  object.shapes.add(shapeOf(leaves))
}

const shapes = new WeakMap<readonly PrintedLeaf[], string>()

/** The types of leaves as one text. */
function shapeOf(leaves: readonly PrintedLeaf[]): string {
  const known = shapes.get(leaves) ?? leaves.map(({type}) => bare(type)).join('\n')
  shapes.set(leaves, known)
  return known
}

const meshes = /\(\{.*$/

const bare = (type: string): string => plainType(type).replace('{weak_type=True}', '').replace(meshes, '')

const flaxJit = /[\\/]flax[\\/]nnx[\\/](?:nnx[\\/])?transforms[\\/](?:compilation|transforms)\.py:/

/** nnx.jit calls through its own file, so that the site tells nothing of the user's program (semantics: the callsite is always flax's). */
const isWrapper = (site: string): boolean => flaxJit.test(site)

const wrapperOf = ({site}: MissRecord): Pick<TracedFunction, 'wrapper'> =>
  isWrapper(site) ? {wrapper: 'nnx.jit'} : isFilterJit(site) ? {wrapper: 'equinox.filter_jit'} : {}
