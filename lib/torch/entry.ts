import {type Guard, guards} from './guard.ts'
import {isModule} from './module.ts'
import type {Policy} from './policy.ts'
import {type Names, isMissing, readStep} from './read.ts'
import {changedModes, type Modes, modes} from './state.ts'
import type {Source} from './source.ts'
import {pythonNumber, root, type Spot, spotPath, spotPlace, spotText, type Symbol} from './symbol.ts'
import {Tensor} from './tensor.ts'
import type {Tracer, Walked} from './tracer.ts'
import {type Check, type Failure, GuardNode, type Relational} from './tree.ts'
import {float, repr} from '../python/index.ts'

/** A guard on numbers, tried after all others. */
interface Lambda {
  readonly kind: 'SHAPE_ENV' | 'EQUALS_MATCH'
  readonly text: string
  readonly path: readonly unknown[]
  /** The numbers that it is about. */
  readonly spots: readonly Spot[]
  /** What the one number was, where it is one. */
  readonly before?: string
  readonly by?: Failure['by']
  readonly fails: (read: (spot: Spot) => number) => boolean
}

/** Who may use an entry: the same backend, the same `dynamic=`, and where caches are kept apart the same compiled function. */
export interface Owner {
  readonly backend: object
  readonly dynamic: boolean | null
  readonly alone: object | null
}

/** A compiled frame: what it takes for granted, and what it is good for. */
export class Entry {
  readonly id: string
  readonly owner: Owner
  /** Whether there is a graph in it. */
  readonly hasGraph: boolean
  /** The call at which the graph breaks, where it breaks at one. */
  readonly cut: number | null
  /** The guards as they were written. */
  readonly guards: readonly (Guard | Relational)[]
  readonly #modes: Readonly<Modes>
  readonly #policy: Policy
  readonly #tree: GuardNode
  readonly #lambdas: readonly Lambda[]

  constructor(id: string, owner: Owner, tracer: Tracer, at: Readonly<Modes>, cut: number | null) {
    this.id = id
    this.owner = owner
    this.hasGraph = tracer.ops > 0
    this.cut = cut
    this.#modes = at
    this.#policy = tracer.how.policy
    this.guards = sorted([...tracer.guards, ...tracer.inputs.finish()])
    this.#tree = treeOf(this.guards, tracer.walked)
    this.#lambdas = lambdasOf(tracer)
  }

  /** The first guard that a call does not meet; null where all hold. */
  check(names: Names): Failure | null {
    const check: Check = {names, met: new Set(), pairs: new Map()}
    return this.#state() ?? this.#tree.check(null, check) ?? this.#numbers(names)
  }

  /** The modules that it is good for alone, before torch 2.5. */
  get modules(): readonly object[] {
    return this.guards.flatMap((guard) => ('object' in guard && isModule(guard.object) ? [guard.object] : []))
  }

  /** Whether the modules among the names of a frame are those that it is good for: only such entries count for the limit, and are told. */
  isOf({locals}: Names): boolean {
    return this.guards.every(
      (guard) =>
        !('object' in guard) ||
        !isModule(guard.object) ||
        guard.source.step.by !== 'local' ||
        locals.get(guard.source.step.key) === guard.object,
    )
  }

  #state(): Failure | null {
    const now = modes()
    const changed = changedModes(this.#modes, now, this.#policy.guardsAutocast)
    if (changed.length > 0)
      return {
        kind: 'GLOBAL_STATE',
        text: `GLOBAL_STATE changed: ${changed.join(' ')}`,
        what: changed.join(' '),
        path: null,
        places: [],
      }
    if (now.devices.join() !== this.#modes.devices.join())
      return {
        kind: 'TORCH_FUNCTION_STATE',
        text: '___check_torch_function_mode_stack()',
        path: null,
        places: [],
      }
    return now.device === this.#modes.device
      ? null
      : {
          kind: 'DEFAULT_DEVICE',
          text: `utils_device.CURRENT_DEVICE == ${repr(this.#modes.device)}`,
          path: null,
          places: [],
          before: repr(this.#modes.device),
          now: repr(now.device),
        }
  }

  #numbers(names: Names): Failure | null {
    const failed = this.#lambdas.find(({fails}) => fails((spot) => numberAt(spot, names)))
    if (failed === undefined) return null
    const {kind, text, path, spots, before, by} = failed
    const [only] = spots
    const now = spots.length === 1 && only !== undefined ? numberText(only, names) : null
    return {
      kind,
      text,
      path,
      places: spots.map(spotPlace),
      ...(before !== undefined && {before}),
      ...(now !== null && {now}),
      ...(by !== undefined && {by}),
    }
  }
}

/** The value at a source; undefined where there is none. */
function resolve(source: Source, names: Names): unknown {
  const above = source.parent === null ? null : resolve(source.parent, names)
  const value = isMissing(above) ? undefined : readStep(source, above, names)
  return isMissing(value) ? undefined : value
}

/** A number as Python prints it; null where there is none. */
function numberText(spot: Spot, names: Names): string | null {
  const now = numberAt(spot, names)
  if (Number.isNaN(now)) return null
  return spot.property.of === 'value' ? repr(resolve(spot.source, names)) : String(now)
}

function numberAt({source, property}: Spot, names: Names): number {
  const value = resolve(source, names)
  if (property.of === 'value') return pythonNumber(value) ?? NaN
  if (!(value instanceof Tensor)) return NaN
  switch (property.of) {
    case 'size':
      return value.sizes[property.at] ?? NaN
    case 'stride':
      return value.spec.strides[property.at] ?? NaN
    case 'offset':
      return value.spec.offset
    case 'item':
      return value.spec.fill ?? 0
  }
}

/** Guards in torch's order: by the sort of source, then by the length of its name, then by the name; what relates two places last. */
function sorted(all: readonly (Guard | Relational)[]): readonly (Guard | Relational)[] {
  const isAlias = ({kind}: Guard | Relational): number => (kind === 'DUPLICATE_INPUT' ? 1 : 0)
  return [...all].sort((one, other) => {
    const [a, b] = [placeOf(one), placeOf(other)]
    return (
      isAlias(one) - isAlias(other) ||
      a.rank - b.rank ||
      a.name.length - b.name.length ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
    )
  })
}

/** Where a guard is sorted: the code of a function stands where the function does. */
const placeOf = ({source}: Guard | Relational): Source =>
  source.step.by === 'code' && source.parent !== null ? source.parent : source

function treeOf(all: readonly (Guard | Relational)[], walked: ReadonlyMap<string, Walked>): GuardNode {
  const tree = new GuardNode(null)
  const nodeOf = (source: Source): GuardNode =>
    (source.parent === null ? tree : nodeOf(source.parent)).child(source)
  for (const guard of all) {
    const node = nodeOf(guard.source)
    const dict = guard.kind === 'TYPE_MATCH' ? walked.get(guard.source.name) : undefined
    if (dict === undefined || 'path' in guard) node.leaves.push(guard)
    else node.walk(guard, guards.DICT_LENGTH(dict.source, dict.keys.length), dict.keys)
  }
  return tree
}

function lambdasOf(tracer: Tracer): readonly Lambda[] {
  const {symbols, relations} = tracer.env
  const tops = symbols.filter((symbol) => root(symbol) === symbol)
  return [
    ...tracer.inputs.relations().map((relation) => ({...relation, kind: 'SHAPE_ENV' as const})),
    ...tops.flatMap(fixedNumber),
    ...relations.map(({text, spots, holds}) => ({
      kind: 'SHAPE_ENV' as const,
      text,
      path: spots.map(spotPath),
      spots,
      fails: (read: (spot: Spot) => number) => !holds(read),
    })),
    ...tops.flatMap(range),
    ...tops.flatMap(isNumber),
  ]
}

const floatOrInt = (type: Symbol['type'], value: number): string =>
  repr(type === 'float' ? float(value) : value)

function fixedNumber({spot, type, value, isFixed}: Symbol): readonly Lambda[] {
  if (!isFixed || spot.property.of !== 'value') return []
  return [
    {
      kind: 'EQUALS_MATCH',
      text: `${spotText(spot)} == ${floatOrInt(type, value)}`,
      path: spotPath(spot),
      spots: [spot],
      before: floatOrInt(type, value),
      by: 'specialization',
      fails: (read) => read(spot) !== value,
    },
  ]
}

function range({spot, isFixed, min, max}: Symbol): readonly Lambda[] {
  if (isFixed || (min === -Infinity && max === Infinity)) return []
  const text = `${min === -Infinity ? '' : `${min} <= `}${spotText(spot)}${max === Infinity ? '' : ` <= ${max}`}`
  return [
    {
      kind: 'SHAPE_ENV',
      text,
      path: [spotPath(spot)],
      spots: [spot],
      fails: (read) => {
        const value = read(spot)
        return !(value >= min && value <= max)
      },
    },
  ]
}

function isNumber({spot, type, isFixed}: Symbol): readonly Lambda[] {
  return type !== 'float' || isFixed
    ? []
    : [
        {
          kind: 'SHAPE_ENV',
          text: `not math.isnan(${spotText(spot)})`,
          path: [spotPath(spot)],
          spots: [spot],
          fails: (read) => Number.isNaN(read(spot)),
        },
      ]
}
