import {
  type Component,
  type Fact,
  factsOf,
  heldFacts,
  type HeldFacts,
  type Key,
  type Path,
  type Trace,
} from '../log/index.ts'
import {withoutPart} from '../python/index.ts'
import {type Finding, withoutAddress} from '../words/index.ts'
import {withoutMeshes} from './avaltext.ts'
import {ofOneKind} from './containertext.ts'
import {explain} from './explain.ts'
import type {Miss} from './explanation.ts'
import {isReady, isSparable, secondsOf} from './compile.ts'
import {grouped, kept} from './grouped.ts'
import {numberOfFlag} from './judge/static.ts'
import {KeySet, type Numbering, numbering} from './keyset.ts'
import {type Content, onMeshes, settled} from './settle.ts'
import {isArgument, isWithin, slotOf} from './slot.ts'

/** Where a change acts. */
export interface Site {
  /** The place in the keys; `*` stands for any segment, `[*]` for any subscript. */
  readonly path: Path
  /** The function's name; all functions where it is not given. */
  readonly function?: string
  /** Its id in `trace.functions`; all functions of the name where it is not given. */
  readonly id?: number
  /** How words tell of an array there, where the place is no name of the program. */
  readonly told?: {readonly place: string; readonly type: string | null}
}

/** The value at a path no longer changes the key: it is kept the same, or becomes data (a Variable, an array). */
export interface Hold extends Site {
  /** It is kept the same. */
  readonly change: 'hold'
  /** The part of the key that it is kept out of. */
  readonly component: Component
  /**
   * How it is kept: a number is data (of one dtype, where it came as an integer and as a float), what got longer has its full length from the
   * first call on, as have the arguments where one more came in each call; a flag that began as None is set before the first call, one that
   * came as the number that it equals is one or the other, as is a sequence that came as a list and as a tuple.
   */
  readonly as?: 'data' | 'one dtype' | 'whole' | 'arguments' | 'set' | 'type' | 'kind'
}

/** Sizes of an array are padded to multiples. */
export interface Pad extends Site {
  /** It is padded. */
  readonly change: 'pad'
  /** The axis that is padded, from 0; all where it is not given. */
  readonly dimension?: number
  /** Of what, at least 1. */
  readonly multiple: number
  /** That it is the largest size that occurs, so that all become that one. */
  readonly largest?: true
}

/** One object is used again wherever equal ones were made. */
export interface Reuse extends Site {
  /** It is used again. */
  readonly change: 'reuse'
  /** The part of the key that holds it. */
  readonly component: Component
}

/** Entries are kept in the caches: none of the function is cleared or evicted. */
export interface Retain extends Site {
  /** They are kept. */
  readonly change: 'retain'
}

/** A change to a program that keeps something out of its keys, or keys in its caches. */
export type Change = Hold | Pad | Reuse | Retain

/** What would go away. A prediction: the trace is replayed on changed keys, the program was not run. */
export interface Prediction {
  readonly predicted: true
  readonly changes: readonly Change[]
  /** Positions of the misses that would be hits. */
  readonly misses: readonly number[]
  /** Seconds that would be saved, and all that compiling cost. */
  readonly seconds: number
  readonly of: number
}

/**
 * Predicts which misses of a trace go away when something in its keys is held: replays the keys with the changes made and
 * counts the misses whose key was there already. Only what is avoidable or reducible goes away: what is necessary, or of which the log
 * hides the cause, stays.
 *
 * @example
 * whatIf(training, [{change: 'pad', path: ['tokens'], multiple: 8}]).seconds // 2.31…
 */
export function whatIf(trace: Trace, changes: readonly Change[]): Prediction {
  return predictor(trace).predict(changes)
}

/** Replays a trace on changed keys, as often as asked. */
interface Predictor {
  /** How many facts and gaps of how many misses a replay compares: what it costs. */
  readonly weight: number
  readonly predict: (changes: readonly Change[]) => Prediction
}

/** What replays a trace. */
export function predictor(trace: Trace): Predictor {
  const functions = byFunction(trace).map((all) => replayed(trace, all))
  return {
    get weight() {
      return functions.reduce((sum, {weight}) => sum + weight, 0)
    },
    predict(changes) {
      const told = functions.map(({predict}) => predict(changes))
      return {
        predicted: true,
        changes,
        misses: told.flatMap(({gone}) => gone).sort((a, b) => a - b),
        seconds: told.reduce((sum, one) => sum + one.seconds, 0),
        of: explain(trace).account.seconds,
      }
    },
  }
}

interface Outcome {
  /** Positions of the misses that go away. */
  readonly gone: readonly number[]
  readonly seconds: number
}

interface Varied {
  /** None of a call that JAX compares with and the trace does not hold. */
  readonly miss: Miss | null
  /** What its key holds that not every key of the function holds; null where nothing is known of it. */
  readonly held: HeldFacts | null
  readonly unknown: Key['unknown']
}

/** The misses of each function and process that has several, or one that JAX compares with a call that the trace does not hold: of any other, no earlier key can spare it. */
const byFunction = (trace: Trace): Miss[][] =>
  [...grouped(own(trace), ({functionId, index}) => `${functionId} ${trace.cachesAt(index)}`).values()].filter(
    (misses) => misses.length > 1 || misses.some((miss) => isComparedAside(trace, miss)),
  )

/** Whether JAX names all types that differ from those of a call which the trace does not hold. */
function isComparedAside(trace: Trace, {index, nearest, causes}: Miss): boolean {
  const said = trace.at(index).blamed
  return nearest < 0 && causes.length > 0 && said?.kind === 'types' && said.more === undefined
}

/** The key of that call; null where one of the types is none of this one's. */
function comparedAside(trace: Trace, miss: Miss, {facts, unknown}: Content): Content | null {
  const places = trace.at(miss.index).blamed?.places ?? []
  const before = new Map(places.map(({component, path, before: was}) => [slotOf(component, path), was]))
  const theirs = facts.map((fact) => {
    const was = before.get(slotOf(fact.component, fact.path))
    return was == null ? fact : {...fact, value: was}
  })
  return theirs.filter((fact, at) => fact !== facts[at]).length === places.length
    ? {facts: theirs, unknown}
    : null
}

/** A miss with its key, and one that JAX compares it with before it. */
type Keyed = readonly [miss: Miss | null, key: Content | null]

/**
 * The keys without what all have in common: no change tells that apart.
 *
 * @param isSettled whether the trees of all are kept the same, so that leaves can be told by their numbers
 */
function varying(trace: Trace, misses: readonly Miss[], numberOf: Numbering, isSettled: boolean): Varied[] {
  const whole = misses.map(({index}) => (trace.keyAt(index) === -1 ? null : trace.key(trace.keyAt(index))))
  const keys = (isSettled ? settled(whole) : whole).map((key) => (key === null ? null : onMeshes(key)))
  const all = misses.flatMap((miss, at): Keyed[] => {
    const key = keys[at] ?? null
    const aside = key !== null && isComparedAside(trace, miss) ? comparedAside(trace, miss, key) : null
    return aside === null
      ? [[miss, key]]
      : [
          [null, aside],
          [miss, key],
        ]
  })
  return apartFromAll(all, numberOf)
}

function apartFromAll(all: readonly Keyed[], numberOf: Numbering): Varied[] {
  const counts = new Map<number, number>()
  const told = all.flatMap(([, key]) => key ?? [])
  for (const {facts} of told)
    for (const number of new Set(facts.map(numberOf))) counts.set(number, (counts.get(number) ?? 0) + 1)
  const hold = heldFacts()
  return all.map(([miss, key]) =>
    key === null
      ? {miss, held: null, unknown: []}
      : {
          miss,
          held: hold(key.facts.filter((fact) => counts.get(numberOf(fact)) !== told.length)),
          unknown: key.unknown,
        },
  )
}

/** The misses of one function, to be replayed. */
interface Replayed {
  readonly weight: number
  readonly predict: (changes: readonly Change[]) => Outcome
}

/** Replays the misses of one function; the same changes to it again cost nothing. */
function replayed(trace: Trace, misses: readonly Miss[]): Replayed {
  const numberOf = numbering()
  const done = new Map<string, Outcome>()
  const made = new Map<boolean, readonly Varied[]>()
  const all = (isSettled: boolean): readonly Varied[] =>
    kept(made, isSettled, () => varying(trace, misses, numberOf, isSettled))
  const [first] = misses
  return {
    get weight() {
      return all(false).reduce(
        (sum, {held, unknown}) => sum + 1 + (held?.base.length ?? 0) + unknown.length,
        0,
      )
    },
    predict(changes) {
      const mine = changes.filter(
        ({function: name = first?.function, id = first?.functionId}) =>
          name === first?.function && id === first?.functionId,
      )
      if (mine.length === 0) return {gone: [], seconds: 0}
      return kept(done, JSON.stringify(mine), () => replay(all(isOfTree(mine)), mine, numberOf))
    },
  }
}

/** Whether a tree is kept the same: not where it gets longer, of which it is not known which leaves are its. */
const isOfTree = (changes: readonly Change[]): boolean =>
  !changes.some(isWhole) && changes.some((one) => one.change === 'hold' && one.component === 'tree')

function replay(all: readonly Varied[], changes: readonly Change[], numberOf: Numbering): Outcome {
  const earlier = new KeySet(numberOf)
  const optional = optionalIn(all, changes)
  const after = changed(changes, optional)
  const gone: Miss[] = []
  for (const {miss, held, unknown} of all) {
    if (held === null) continue
    const facts = factsOf(held)
    const key = {facts: passed(facts, optional).flatMap(after), unknown}
    if (miss !== null && isSparable(miss.verdict) && isMended(miss, changes)) {
      const left = unmended(miss, changes, facts)
      if (!(left.length > 0 && changes.some(isWhole)) && earlier.has(key, left)) gone.push(miss)
    }
    earlier.add(key)
  }
  return {gone: gone.map(({index}) => index), seconds: secondsOf(gone)}
}

/** Arguments that only some calls pass, by the changes that pass them in every call: what the first call that passes it has there. */
type Optional = ReadonlyMap<Change, readonly Fact[]>

function optionalIn(all: readonly Varied[], changes: readonly Change[]): Optional {
  const kept = changes.filter(
    (change) => change.change === 'hold' && change.component === 'tree' && change.as === undefined,
  )
  return new Map(
    kept.flatMap((change): [Change, readonly Fact[]][] => {
      const own = all.flatMap(({held}) => (held === null ? [] : [standing(factsOf(held), change)]))
      const first = own.find(isPassed)
      return first === undefined || own.every(isPassed) ? [] : [[change, first]]
    }),
  )
}

/** What stands at the place of a change. */
const standing = (facts: readonly Fact[], {path}: Change): readonly Fact[] =>
  facts.filter((fact) => isHeld(fact, 'tree') && matches(fact.path, path))

const isPassed = (facts: readonly Fact[]): boolean => facts.some(({component}) => component === 'aval')

/** A key in which every such argument is passed. */
function passed(facts: readonly Fact[], optional: Optional): readonly Fact[] {
  let all = facts
  for (const [change, first] of optional) {
    const own = standing(all, change)
    if (!isPassed(own)) all = [...all.filter((fact) => !own.includes(fact)), ...first]
  }
  return all
}

/**
 * Whether the changes can reach a miss at all: one that has no cause of its own misses whatever is changed, unless its entry was dropped
 * and is kept, and a new function object is new as long as it is not used again.
 */
function isMended({causes, findings}: Miss, changes: readonly Change[]): boolean {
  if (causes.length === 0) return findings.some(isDropped) && changes.some(({change}) => change === 'retain')
  const isReused = changes.some((change) => change.change === 'reuse' && change.component === 'function')
  return isReused || causes.every(({component}) => component !== 'function')
}

/** Where a miss differs and no change acts, of a cause of many places each of them: a key that does not tell what stands there is no equal one. */
const unmended = (
  {causes}: Miss,
  changes: readonly Change[],
  facts: readonly Fact[],
): {readonly component: Component; readonly path: Path}[] =>
  causes
    .filter(({component, segments}) => !changes.some((change) => acts(change, component, segments)))
    .flatMap(({component, segments, count}) =>
      count === undefined
        ? [{component, path: segments}]
        : facts.filter((fact) => fact.component === component && matches(fact.path, segments)),
    )

/** Whether an entry was cleared or evicted. */
export const isDropped = ({what}: Finding): boolean => what === 'entry dropped'

/** What made programs of functions of the program's own ready. */
export const own = (trace: Trace): Miss[] => explain(trace).misses.filter(isReady)

/** What is left of a fact after changes, worked out once: a list of one, or of none. */
function changed(changes: readonly Change[], optional: Optional): (fact: Fact) => readonly Fact[] {
  const known = new Map<Fact, readonly Fact[]>()
  return (fact) =>
    kept(known, fact, () => {
      const left = changes.reduce<Fact | null>(
        (one, change) => (one === null ? null : apply(one, change, optional.has(change))),
        fact,
      )
      return left === null ? [] : [left]
    })
}

/** Whether it is of what got longer. */
const isWhole = (change: Change): boolean =>
  change.change === 'hold' && (change.as === 'whole' || change.as === 'arguments')

/**
 * The fact after a change; null where it is no more in the key: of what got longer it is not known which leaves without a name are its.
 * What is passed in every call counts there as before.
 */
function apply(fact: Fact, change: Change, isOptional: boolean): Fact | null {
  if (fact.unplaced === true && isWhole(change)) return null
  if (settlesArguments(change) && isContainer(fact)) return null
  if (isPart(fact, change))
    return {...fact, value: withoutPart(fact.value, change.path.slice(fact.path.length))}
  if (isContainer({component: 'tree', path: change.path}) || !matches(fact.path, change.path)) return fact
  switch (change.change) {
    case 'hold':
      return keptSame(fact, change, isOptional)
    case 'pad':
      return fact.component === 'aval'
        ? {...fact, value: pad(fact.value, change.multiple, change.dimension)}
        : fact
    case 'reuse':
      return change.component === fact.component ? reused(fact) : fact
    case 'retain':
      return fact
  }
}

function keptSame(fact: Fact, {as, component}: Hold, isOptional: boolean): Fact | null {
  if (as === 'type') return fact.component === component ? {...fact, value: numberOfFlag(fact.value)} : fact
  if (as === 'kind') return fact.component === component ? {...fact, value: ofOneKind(fact.value)} : fact
  if (isHeld(fact, component)) return isOptional ? fact : null
  return component === 'placement' && fact.component === 'aval'
    ? {...fact, value: withoutMeshes(fact.value)}
    : fact
}

/** Whether a change acts on a part of a static value. */
const isPart = ({kind, component, path}: Fact, change: Change): boolean =>
  kind === 'static' &&
  change.change === 'hold' &&
  change.component === component &&
  path.length < change.path.length &&
  isWithin(change.path, path)

/** Whether a change acts on what stands at a place of a part of the key; to use a function again acts on the function alone. */
const acts = ({path, ...change}: Change, component: Component, segments: Path): boolean =>
  change.change === 'reuse' && change.component === 'function'
    ? component === 'function'
    : matches(segments, path)

/** To pass an argument always in one way settles how many there are. */
const settlesArguments = (change: Change): boolean =>
  change.change === 'hold' && change.component === 'tree' && change.as !== 'kind' && isArgument(change.path)

/** Whether a fact is kept the same with a part of the key; with the tree, what its leaves are. */
const isHeld = ({component}: Fact, part: Component): boolean =>
  component === part || (part === 'tree' && (component === 'aval' || component === 'placement'))

function reused({identity: _identity, ...rest}: Fact): Fact {
  return {...rest, value: withoutAddress(rest.value)}
}

/** The tuple of the positional arguments or the dict of those by keyword. */
const isContainer = ({component, path: [root, ...rest]}: Pick<Fact, 'component' | 'path'>): boolean =>
  component === 'tree' && rest.length === 0 && (root === 'args' || root === 'kwargs')

/** Whether a path is the changed one or beneath it; `*` stands for any segment, `[*]` for any subscript. */
function matches(path: Path, pattern: Path): boolean {
  if (!pattern.some(isWild)) return isWithin(path, pattern)
  return (
    pattern.length <= path.length &&
    pattern.every(
      (segment, at) =>
        segment === path[at] || (isWild(segment) && (segment === '*' || path[at]?.startsWith('[') === true)),
    )
  )
}

const isWild = (segment: string): boolean => segment === '*' || segment === '[*]'

const sizesOf = /\[([^\]]*)\]/
const digits = /\d+/

/** `f32[5,4]` with its first size padded to 8: `f32[8,4]`. */
const pad = (text: string, multiple: number, dimension: number | undefined): string =>
  text.replace(sizesOf, (_, inside: string) => {
    const sizes = inside
      .split(',')
      .map((size, at) => (dimension === undefined || at === dimension ? padSize(size, multiple) : size))
    return `[${sizes.join()}]`
  })

/** `5@data` padded to 8: `8@data`; what is no size stays. */
function padSize(text: string, multiple: number): string {
  const number = Number.parseInt(text, 10)
  return number > 0 ? text.replace(digits, String(Math.ceil(number / multiple) * multiple)) : text
}
