import {at, type Jaxpr, type Operand, type ShapedArray, trace} from '../array/index.ts'
import type {Structure} from '../graph/index.ts'
import {around, leavesIn} from './leaves.ts'

/** A traced function of trees: its jaxpr, with captured arrays as its first inputs, and the structure of its result. */
export interface TracedTree {
  readonly jaxpr: Jaxpr
  readonly consts: readonly Operand[]
  readonly out: Structure
}

export function traceTree(
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
