import {
  at,
  hearerOf,
  type Jaxpr,
  type Operand,
  settings,
  type ShapedArray,
  trace,
  Tracer,
} from '../array/index.ts'
import {asArray} from '../lax/index.ts'
import type {Structure} from '../graph/index.ts'
import {qualname} from '../python/index.ts'
import {around, leavesIn} from './leaves.ts'

/** A traced function of trees: its jaxpr, with captured arrays as its first inputs, and the structure of its result. */
export interface TracedTree {
  readonly jaxpr: Jaxpr
  readonly consts: readonly Operand[]
  readonly out: Structure
}

const known = new WeakMap<object, WeakMap<object, Map<string, TracedTree>>>()

/**
 * Traces a function of trees; the same function on the same types once, as JAX keys the body of a loop: an array that it captured
 * is the one of its first trace.
 */
export function traceTree(
  fun: (...args: never[]) => unknown,
  trees: readonly Structure[],
  avals: readonly (readonly ShapedArray[])[],
  name: string,
): TracedTree {
  const {x64, rankPromotion, dtypePromotion, impl, epoch} = settings()
  const shapes = trees.map(shapeOf)
  const types = avals.flat().map((aval) => `${aval.short}${aval.weak_type ? '~' : ''}`)
  const key = JSON.stringify([name, shapes, types, x64, rankPromotion, dtypePromotion, impl])
  const functions = known.get(epoch) ?? new WeakMap<object, Map<string, TracedTree>>()
  known.set(epoch, functions)
  const made = functions.get(fun) ?? new Map<string, TracedTree>()
  functions.set(fun, made)
  const before = made.get(key)
  const anew = () => traceAnew(fun, trees, avals, name)
  if (before !== undefined) {
    hearerOf(epoch)?.(qualname(fun), closedOf(before), () => closedOf(anew()))
    return before
  }
  const found = anew()
  const isKept = shapes.every((shape) => shape !== null) && !found.consts.some((one) => one instanceof Tracer)
  if (isKept) made.set(key, found)
  return found
}

/** A traced function with the arrays that it captured. */
export const closedOf = ({jaxpr, consts}: TracedTree): Jaxpr => ({
  ...jaxpr,
  invars: jaxpr.invars.slice(consts.length),
  constvars: jaxpr.invars.slice(0, consts.length),
  consts: consts.map(asArray),
})

const plainTypes: ReadonlySet<string> = new Set(['list', 'tuple', 'dict', 'NoneType'])

/** A structure as nested lists of types and keys; null where it holds more than plain containers and leaves. */
function shapeOf(structure: Structure): unknown {
  if (structure.kind === 'leaf') return 0
  if (structure.kind !== 'container' || !plainTypes.has(structure.like.type)) return null
  const children = structure.children.map(shapeOf)
  return children.includes(null) ? null : [structure.like.type, structure.like.keys, children]
}

function traceAnew(
  fun: (...args: never[]) => unknown,
  trees: readonly Structure[],
  avals: readonly (readonly ShapedArray[])[],
  name: string,
): TracedTree {
  let out: Structure | undefined
  const jaxpr = trace(
    avals.flat(),
    (inputs) => {
      let start = 0
      const args = trees.map((structure, i) => {
        const own = at(avals, i).length
        start += own
        return around(structure, inputs.slice(start - own, start))
      })
      const result = leavesIn(Reflect.apply(fun, undefined, args))
      out = result.structure
      return result.arrays
    },
    name,
  )
  if (out === undefined) throw new TypeError(`${name} was not run`)
  const {constvars, consts, invars} = jaxpr
  return {jaxpr: {...jaxpr, invars: [...constvars, ...invars], constvars: [], consts: []}, consts, out}
}
