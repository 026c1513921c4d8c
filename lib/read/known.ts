import type {Leaf} from './aval.ts'
import {plain} from './aval.ts'
import type {Draft} from './draft.ts'
import type {Difference, Miss} from './miss.ts'
import {type Slots, slots} from './slots.ts'
import type {Thing} from './thing.ts'

/** One call of a function as a log tells it. */
export interface Call {
  readonly draft: Draft
  /** The leaves that the compile line prints, those that the program uses; null where there is none. */
  readonly leaves: readonly Leaf[] | null
}

/** What a log tells, in all, of the calls of one function object. */
export interface Known {
  readonly calls: readonly Call[]
  /** Things by JAX's input path. */
  readonly trees: Slots<Thing>
  /** Whether a dict at a path has a key. */
  readonly members: Slots<boolean>
  readonly context: Slots<string>
  /** Types by the leaf's name. */
  readonly types: Slots<string>
  /** Whether the trees have the same leaves, though their metadata may differ (`shape`). */
  readonly shapes: Slots<true>
  /** Everything of the trees that no message names (`rest`). */
  readonly rest: Slots<true>
  /** The earlier call that JAX compared with, where there is just one that fits; else -1. */
  readonly compared: readonly number[]
}

const slotsKept = 400
const lookback = 400

/** A difference below which the rest of the two trees is not compared. */
export const hides = ({at, now, before}: Difference): boolean => !/\.states\[\d+\]$/.test(at) && (now.hides || (before?.hides ?? true))

/** A difference that changes which leaves there are: anything but metadata. */
const reshapes = ({now, before}: Difference): boolean => now.component === 'tree' || before?.component === 'tree' || now.leaves?.length !== before?.leaves?.length

/** A slot stands below a path that a message lists, so that the message does not compare it. */
export const below = (slot: string, path: string): boolean => slot.length > path.length && slot.startsWith(path) && /[[.]/.test(slot[path.length] ?? '')

/**
 * Puts together what the misses of one function object tell of each other. JAX prints every place at which the trees of
 * a call and of the key that it chose differ; a place that it does not print holds the same in both. It chooses the least
 * by severity, then by the number of differences (jax `partial_eval.py`, `diff_tracing_cache_keys`): a miss that blames
 * a tree therefore has the context of all earlier keys, one that blames types their trees as well.
 */
export function known(calls: readonly Call[], explained: boolean): Known {
  const count = calls.length
  const trees = slots<Thing>(count)
  const members = slots<boolean>(count)
  const context = slots<string>(count)
  const types = slots<string>(count)
  const shapes = slots<true>(count)
  const rest = slots<true>(count)
  const compared = new Array<number>(count).fill(-1)
  const found = {calls, trees, members, context, types, shapes, rest, compared}

  const places = new Set<string>()
  const named = new Set<string>()
  const settings = new Set<string>()
  for (const {draft} of calls) {
    const told = draft.miss
    if (told === null) continue
    for (const {at} of told.trees) if (places.size < slotsKept) places.add(at)
    for (const {name} of told.types) if (named.size < slotsKept) named.add(name)
    for (const {name} of told.context) if (settings.size < slotsKept) settings.add(name)
  }
  calls.forEach(({draft: {miss: told}}, c) => {
    if (told === null) return
    for (const {at, now, before} of told.trees) trees.tell(at, c, before !== null && looksAlike(now, before) ? another(now, before, told.name, c) : now)
    for (const {name, now} of told.context) context.tell(name, c, now)
    for (const {name, now} of told.types) types.tell(name, c, plain(now))
    for (const {name, now} of told.given) types.tell(name, c, plain(now))
  })

  const equate = (c: number, k: number): void => {
    const told = calls[c]?.draft.miss ?? null
    const severity = told?.severity ?? null
    const differences = told?.trees ?? []
    if (severity !== 'context') {
      for (const at of places) if (!differences.some((one) => one.at === at || below(at, one.at))) trees.same(at, c, k)
      if (!differences.some(hides)) rest.same('rest', c, k)
      if (!differences.some(reshapes)) shapes.same('shape', c, k)
    }
    for (const name of settings) if (!(told?.context ?? []).some((one) => one.name === name)) context.same(name, c, k)
    if (severity === 'types') for (const name of named) if (!(told?.types ?? []).some((one) => one.name === name)) types.same(name, c, k)
  }
  const adopt = (c: number, k: number, told: Miss): void => {
    compared[c] = k
    for (const {at, before} of told.trees) if (before !== null) trees.tell(at, k, before)
    for (const {name, before} of told.context) context.tell(name, k, before)
    for (const {name, before} of told.types) types.tell(name, k, plain(before))
    equate(c, k)
  }

  for (let pass = 0, changed = true; changed && pass < 4; pass++) {
    changed = false
    let level = 0
    let first = -1
    for (let c = 0; c < count; c++) {
      const call = calls[c]
      if (call === undefined) continue
      const told = call.draft.miss
      if (pass === 0 && told !== null && told.ranked && told.severity !== null && told.severity !== 'context' && first >= 0) {
        for (; level <= c; level++) for (const name of settings) context.same(name, level, first)
      }
      if (first < 0) first = c
      if (compared[c] !== -1) continue
      if (told === null) {
        const k = explained || !call.draft.traced ? reused(found, c) : -1
        if (k >= 0) {
          compared[c] = k
          equate(c, k)
          changed = true
        }
        continue
      }
      if (told.neverSeen || told.severity === null) continue
      const fits = candidates(found, c, told)
      const k = fits.length === 1 ? fits[0] : undefined
      if (k !== undefined) {
        adopt(c, k, told)
        changed = true
      } else if (fits.length > 1 && pass > 0) agree(found, c, told, fits, places)
    }
  }
  memberships(found)
  return found
}

/** The earlier calls that JAX may have compared with: those that hold what it printed as `before`. */
function candidates({calls, trees, context, types}: Known, c: number, told: Miss): number[] {
  const fits: number[] = []
  const named = told.types.map(({name, before}) => [name, plain(before)] as const)
  const placed = told.trees.map(({at, before}) => [at, before, Number(/^\[0\]\[(\d+)\]/.exec(at)?.[1] ?? -1)] as const)
  const own = calls[c]?.leaves ?? null
  for (let k = c - 1; k >= 0 && c - k <= lookback; k--) {
    const call = calls[k]
    if (call === undefined || (call.draft.miss === null && !call.draft.orphan)) continue
    if (fitsTypes(types, named, k) && fitsTrees(trees, placed, k) && told.context.every(({name, before}) => (context.get(name, k) ?? before) === before) && leavesFit(own, call.leaves, told)) fits.push(k)
  }
  return fits
}

function fitsTypes(types: Known['types'], named: readonly (readonly [string, string])[], k: number): boolean {
  for (const [name, before] of named) if ((types.get(name, k) ?? before) !== before) return false
  return true
}

function fitsTrees(trees: Known['trees'], placed: readonly (readonly [string, Thing | null, number])[], k: number): boolean {
  for (const [at, before, argument] of placed) {
    const held = trees.get(at, k)
    if (held !== undefined && before !== null && !alike(held, before)) return false
    if (argument >= 0 && argument >= Number(/^tuple of length (\d+)$/.exec(trees.get('[0]', k)?.words ?? '')?.[1] ?? Infinity)) return false
  }
  return true
}

/** Whether the leaves of two calls differ just as the message says. */
function leavesFit(now: readonly Leaf[] | null, before: readonly Leaf[] | null, told: Miss): boolean {
  if (now === null || before === null || told.severity !== 'types') return true
  if (now.length !== before.length) return true
  const differ = now.flatMap(({type}, i) => (type === before[i]?.type ? [] : [i]))
  if (differ.length > told.types.length) return false
  if (differ.length < told.types.length) return true
  return differ.every((at, i) => bare(before[at]?.type) === bare(told.types[i]?.before) && bare(now[at]?.type) === bare(told.types[i]?.now))
}

const bare = (type: string | undefined): string => plain(type ?? '').replace('{weak_type=True}', '')

/**
 * A thing that looks like another and yet differs from it: by a list slot left over, or by what no repr shows (another
 * class of the same name, an object without an address).
 */
function another(now: Thing, before: Thing, name: string, c: number): Thing {
  if (!sameFacts(now.spare, before.spare)) {
    const slots = now.spare.map(({path}) => path.join('.')).join(', ')
    return {...now, base: now, facts: [...now.facts, {kind: 'attribute', path: ['list slots left over'], value: slots === '' ? 'none' : slots}]}
  }
  const [first, ...facts] = now.facts
  return first === undefined ? now : {...now, base: now, facts: [{...first, identity: `another object of the same repr, in call ${c + 1} of ${name}`}, ...facts]}
}

/** Two things of the same text; a thing read twice is the same object while it is remembered. */
export const alike = (one: Thing, two: Thing): boolean => {
  const [a, b] = [one.base ?? one, two.base ?? two]
  return looksAlike(a, b) && sameFacts(a.spare, b.spare)
}

const looksAlike = (one: Thing, two: Thing): boolean => one === two || (one.words === two.words && sameFacts(one.facts, two.facts))

const sameFacts = (some: Thing['facts'], others: Thing['facts']): boolean =>
  some.length === others.length &&
  some.every((fact, i) => {
    const other = others[i]
    return (
      other !== undefined &&
      fact.value === other.value &&
      fact.identity === other.identity &&
      samePath(fact.path, other.path) &&
      samePath(fact.target ?? [], other.target ?? [])
    )
  })

const samePath = (one: readonly string[], two: readonly string[]): boolean => one.length === two.length && one.every((segment, i) => segment === two[i])

/** Where several earlier calls fit, the places at which they all hold the same are known nevertheless. */
function agree({trees, context, types, rest}: Known, c: number, told: Miss, fits: readonly number[], places: ReadonlySet<string>): void {
  const [first, ...others] = fits
  if (first === undefined) return
  for (const {at, before} of told.trees) if (before !== null && others.every((k) => trees.equal(at, first, k))) trees.tell(at, first, before)
  for (const {name, before} of told.types) if (others.every((k) => types.equal(name, first, k) || types.get(name, k) === types.get(name, first))) types.tell(name, first, plain(before))
  for (const {name, before} of told.context) if (others.every((k) => context.equal(name, first, k))) context.tell(name, first, before)
  if (told.severity === 'context') return
  for (const at of places)
    if (!told.trees.some((one) => one.at === at || below(at, one.at)) && others.every((k) => trees.equal(at, first, k))) trees.same(at, c, first)
  if (!told.trees.some(hides) && others.every((k) => rest.equal('rest', first, k))) rest.same('rest', c, first)
}

/** A compile without a trace reuses an earlier trace: the last one whose leaves are of the same types. */
function reused({calls}: Known, c: number): number {
  const types = (at: number): string | null => calls[at]?.leaves?.map(({type}) => type.replace(/\(\{.*\}\)/, '')).join() ?? null
  const own = types(c)
  for (let k = c - 1; k >= 0; k--) {
    const call = calls[k]
    if (call === undefined) continue
    if (own === null || types(k) === own) return k
  }
  return -1
}

/** Which keys the dicts have: JAX prints only those that one of two dicts has. */
function memberships({calls, members, compared, trees}: Known): void {
  const seen = new Map<string, Set<string>>()
  calls.forEach(({draft}, c) => {
    const k = compared[c] ?? -1
    for (const {at, now, before, keys} of draft.miss?.trees ?? []) {
      const more = children(now) - (before === null ? Number.NaN : children(before))
      const all = seen.get(at) ?? new Set()
      seen.set(at, all)
      for (const key of keys) {
        all.add(key)
        if (more === keys.length) members.tell(`${at}${key}`, c, true)
        if (k >= 0 && more === keys.length) members.tell(`${at}${key}`, k, false)
        if (-more === keys.length) members.tell(`${at}${key}`, c, false)
        if (k >= 0 && -more === keys.length) members.tell(`${at}${key}`, k, true)
      }
      if (children(now) === 0) for (const key of all) members.tell(`${at}${key}`, c, false)
    }
  })
  calls.forEach(({draft}, c) => {
    const k = compared[c] ?? -1
    if (k < 0) return
    for (const [at, keys] of seen) {
      const listed = draft.miss?.trees.find((one) => one.at === at)
      if (draft.miss?.trees.some((one) => below(at, one.at)) === true) continue
      if (listed !== undefined && listed.keys.length === 0) continue
      for (const key of keys) {
        const slot = `${at}${key}`
        if (listed?.keys.includes(key) !== true) members.same(slot, c, k)
        else {
          const [here, there] = [members.get(slot, c), members.get(slot, k)]
          if (here === undefined && there !== undefined) members.tell(slot, c, !there)
          else if (there === undefined && here !== undefined) members.tell(slot, k, !here)
        }
      }
    }
  })
  for (const [at, keys] of seen)
    calls.forEach((_, c) => {
      const held = trees.get(at, c)
      const open = [...keys].filter((key) => members.get(`${at}${key}`, c) === undefined)
      if (held === undefined || open.length === 0) return
      const has = [...keys].filter((key) => members.get(`${at}${key}`, c) === true).length
      if (children(held) === has) for (const key of open) members.tell(`${at}${key}`, c, false)
    })
}

/** The number of children that a container's words give; `NaN` where they give none. */
export const children = ({words}: Thing): number => Number(/ with (\d+) child/.exec(words)?.[1] ?? Number.NaN)
