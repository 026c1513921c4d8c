import {ArrayImpl, type Deferred, narrowed, type Placement, samePlace, usedInputs} from '../array/index.ts'
import {type Def, nodesOf, putTogether, type References, type Structure, variablesOf} from '../graph/index.ts'
import type {Effect, TracedBody} from './body.ts'

/** The arguments of a call with graph nodes in it: positional, then keywords in the order of their names. */
type Values = readonly unknown[]

/**
 * The arrays that a call returns: inputs that came back unchanged, or new ones whose contents are computed when they are read.
 *
 * @param isGiven of each input, whether the call gives it away: what comes back of it is a new array.
 * @param program the call, by whose results the new arrays are known; null where contents are left out.
 */
export function outputsOf(
  effect: Effect,
  inputs: readonly unknown[],
  isGiven: readonly boolean[],
  place: Placement | null,
  program: Deferred | null,
): readonly unknown[] {
  return effect.outs.map(({aval, from}, i) => {
    const input = from < 0 ? null : inputs[from]
    if (
      input instanceof ArrayImpl &&
      !isGiven[from] &&
      (place === null || input.committed || samePlace(input.placement, place))
    )
      return input
    if (input instanceof ArrayImpl && input.aval === aval) return input.as(aval, place ?? undefined)
    return new ArrayImpl(aval, program && {of: program, index: effect.first + i}, place ?? undefined)
  })
}

/**
 * Brings what a call did back to the caller's models, and returns its result (flax/nnx/transforms/compilation.py). In graph mode the
 * models are emptied and filled again from the graphdef of the trace, so that structure and static values come back too.
 *
 * @param references the graph nodes of the values, where these were walked before.
 * @param held those of them that the result names, where they are known.
 */
export function applyEffect(
  effect: Effect,
  values: Values,
  outputs: readonly unknown[],
  references: References | null = null,
  held: Held | null = null,
): unknown {
  let at = 0
  const next = (): unknown => outputs[at++]
  if (effect.args.length > 0) return applyGraph(effect, [...(references?.keys() ?? nodesOf(values))], next)
  if (effect.updates.length > 0) {
    const variables = variablesOf(values)
    for (const {variable, value, metadata} of effect.updates) {
      const live = variables[variable]
      live?.put(putTogether(value, next))
      if (metadata !== null) live?.replaceMetadata(metadata)
    }
  }
  return putTogether(effect.result, next, {built: new Map(held ?? heldNodes(effect, values, references))})
}

/** The caller's graph nodes that a result names, by their numbers after the call. */
export type Held = ReadonlyMap<number, object>

/** The caller's graph nodes that the result of a call names which leaves them as they are. */
export function heldNodes(
  {before, result}: Effect,
  values: Values,
  references: References | null = null,
): Held {
  const numbers = referred(result).filter((number) => before.has(number))
  if (numbers.length === 0) return new Map()
  const live = [...(references?.keys() ?? nodesOf(values))]
  return new Map(
    numbers.flatMap((number) => {
      const node = live[before.get(number) ?? -1]
      return node === undefined ? [] : [[number, node] as const]
    }),
  )
}

function applyGraph(effect: Effect, live: readonly object[], next: () => unknown): unknown {
  const built = new Map<number, object>()
  const reuse = (number: number): object | undefined => {
    const before = effect.before.get(number)
    return before === undefined ? undefined : live[before]
  }
  for (const structure of effect.args) putTogether(structure, next, {reuse, built})
  return putTogether(effect.result, next, {reuse, built})
}

const alone = new WeakMap<TracedBody, TracedBody>()

/** A traced function without what concerns the caller's models: of its jaxpr what the results need, and no inputs where they need none. */
export function resultBody(traced: TracedBody): TracedBody {
  const known = alone.get(traced)
  if (known !== undefined) return known
  const {jaxpr, effect} = traced
  const {first, states} = effect
  const own = narrowed(
    jaxpr,
    jaxpr.outvars.map((_, i) => i >= first + states),
  )
  const used = usedInputs(own)
  const made = {
    jaxpr: used.includes(true) ? own : {...own, invars: []},
    used,
    effect: {...effect, args: [], updates: [], outs: effect.outs.slice(states), first: 0, states: 0},
  }
  alone.set(traced, made)
  return made
}

/** Whether a call computes no new value for the caller's models and returns no models but those. */
export const isHarmless = ({before, outs, result, states, updates}: Effect): boolean =>
  updates.length === 0 &&
  outs.slice(0, states).every(({from}) => from >= 0) &&
  defsIn(result).every((def) => def.kind === 'NodeRef' && before.has(def.index))

const defsIn = (structure: Structure): readonly Def[] =>
  structure.kind === 'node'
    ? structure.graphdef.nodes
    : structure.kind === 'container'
      ? structure.children.flatMap(defsIn)
      : []

const referred = (structure: Structure): readonly number[] =>
  defsIn(structure).flatMap((def) => (def.kind === 'NodeRef' ? [def.index] : []))
