import {ArrayImpl, type Contents, isArrayLike, type Jaxpr, Literal, stride} from '../array/index.ts'
import {putTogether, sameStructure, type Structure} from '../graph/index.ts'
import {deferredCall} from '../lax/index.ts'
import type {Component, Fact, Path, Stale} from '../log/index.ts'
import {equalStatic, float, repr} from '../python/index.ts'
import type {TracedBody} from './body.ts'
import {outputsOf} from './effect.ts'
import type {Witness} from './witness.ts'

type Places = Stale['places']

/** A traced function, and the leaves that it is given. */
export interface Execution {
  readonly traced: TracedBody
  readonly inputs: readonly unknown[]
}

/** A hit, and what is known of it besides. */
interface Hit {
  /** The function's name. */
  readonly name: string
  /** What the cache gives. */
  readonly held: Execution
  /** What the function gives without caches; its error where it raises one. */
  readonly anew: Execution | Error
  /** What was seen when the program of the cache was traced; nothing where nobody looked. */
  readonly witness: Witness | undefined
  /** Facts of the models that a partial holds, and of those that it was made of. */
  readonly bound: readonly [copies: readonly Fact[], models: readonly Fact[]]
  /** Facts of the call's key, and of the key of the trace. */
  readonly keys: readonly [now: readonly Fact[], before: readonly Fact[]]
}

/** So many numbers of a function are told one by one. */
const most = 4

/** How a hit gives what its function does not give when it is run without caches, and why; null where it gives the same, or where contents are not known. */
export function staleness(hit: Hit): Stale | null {
  const {name, held, anew, witness, bound, keys} = hit
  const outcome = outcomeOf(held)
  if (!(anew instanceof Error) && isSame(outcome, outcomeOf(anew))) return null
  const seen = witness?.differences() ?? []
  const seenAs = (wanted: Stale['how']): Places =>
    seen.flatMap(({how, ...one}) => (how === wanted ? [one] : []))
  const reasons: readonly (readonly [Stale['how'], Places])[] = [
    ['read', seenAs('read')],
    ['cached', differing(bound[1], bound[0])],
    ['static', seenAs('static')],
    ['equal', differing(keys[0], keys[1])],
    [
      'read',
      witness === undefined || anew instanceof Error
        ? []
        : around(name, held.traced.jaxpr, anew.traced.jaxpr),
    ],
  ]
  const [how, places] = reasons.find(([, found]) => found.length > 0) ?? [
    'untold' as const,
    [
      place(
        [name, 'result'],
        anew instanceof Error ? `raises ${anew.name}: ${anew.message}` : outcomeOf(anew).text,
        outcome.text,
      ),
    ],
  ]
  return {how, places}
}

const place = (path: Path, now: string, before: string, component: Component = 'static'): Places[number] => ({
  component,
  at: '',
  path,
  now,
  before,
})

const fixed: ReadonlySet<Component> = new Set(['static', 'graphdef'] as const)

/** Static facts of one place that read otherwise. */
function differing(now: readonly Fact[], before: readonly Fact[]): Places {
  const idOf = ({component, kind, path}: Fact): string => JSON.stringify([component, kind, path])
  const earlier = new Map(before.map((fact) => [idOf(fact), fact]))
  return now.flatMap((fact) => {
    const was = earlier.get(idOf(fact))
    const isOther = was !== undefined && was.value !== fact.value && fixed.has(fact.component)
    return isOther ? [place(fact.path, fact.value, was.value, fact.component)] : []
  })
}

/** What a call gives: its arrays in order, those of its models first, and its result as text. */
interface Outcome {
  readonly arrays: readonly unknown[]
  readonly result: Structure
  readonly states: number
  readonly text: string
}

function outcomeOf({traced: {jaxpr, effect}, inputs}: Execution): Outcome {
  const program = deferredCall(jaxpr, inputs.filter(isArrayLike))
  const arrays = outputsOf(effect, inputs, [], null, program)
  let at = effect.states
  return {
    arrays,
    result: effect.result,
    states: effect.states,
    text: repr(putTogether(effect.result, () => arrays[at++])),
  }
}

/** Whether two results are one; models that were changed in another way are compared by their results alone. */
function isSame(a: Outcome, b: Outcome): boolean {
  if (!sameStructure(a.result, b.result, equalStatic)) return false
  const [from, to] = a.states === b.states ? [0, 0] : [a.states, b.states]
  const [mine, others] = [a.arrays.slice(from), b.arrays.slice(to)]
  return mine.length === others.length && mine.every((one, i) => isSameLeaf(one, others[i]))
}

function isSameLeaf(a: unknown, b: unknown): boolean {
  if (!(a instanceof ArrayImpl && b instanceof ArrayImpl)) return Object.is(a, b)
  if (a.aval !== b.aval) return false
  const [mine, other] = [a.contents, b.contents]
  return (
    mine === null || other === null || isSameContents(mine, other, a.size * stride(a.dtype), stride(a.dtype))
  )
}

/** One element stands for all where an array is filled with it; NaN is NaN. */
function isSameContents(a: Contents, b: Contents, length: number, step: number): boolean {
  const element = (of: Contents, i: number): unknown => of[of.length === step ? i % step : i]
  for (let i = 0; i < length; i++) {
    const [mine, other] = [element(a, i), element(b, i)]
    if (mine !== other && !(Number.isNaN(mine) && Number.isNaN(other))) return false
  }
  return true
}

/** What a function reads from around it, as far as its programs tell: their numbers and arrays, or that they are other programs. */
function around(name: string, before: Jaxpr, now: Jaxpr): Places {
  const pairs = unlike(before, now)
  const path = [name, 'closure']
  if (pairs === null) return [place(path, programText(now), programText(before))]
  return pairs
    .slice(0, most)
    .map(([was, is], i) => place(pairs.length === 1 ? path : [...path, `[${i}]`], is, was))
}

const programText = ({eqns}: Jaxpr): string => `a program of ${eqns.map(({op}) => op.name).join(', ')}`

/** The numbers and arrays in which two programs differ, before and now; null where their operations do. */
function unlike(a: Jaxpr, b: Jaxpr): readonly (readonly [string, string])[] | null {
  if (a.eqns.length !== b.eqns.length || a.consts.length !== b.consts.length) return null
  const found: (readonly [string, string])[] = a.consts.flatMap((one, i) =>
    isSameLeaf(one, b.consts[i]) ? [] : [[repr(one), repr(b.consts[i])] as const],
  )
  for (const [i, {op, invars}] of a.eqns.entries()) {
    const other = b.eqns[i]
    if (other?.op.name !== op.name || JSON.stringify(other.op.params) !== JSON.stringify(op.params))
      return null
    for (const [j, atom] of invars.entries()) {
      const [was, is] = [literalText(atom), literalText(other.invars[j])]
      if (was !== is) found.push([was, is])
    }
    for (const [j, inner] of (op.calls ?? []).entries()) {
      const callee = other.op.calls?.[j]
      const within = callee === undefined ? null : unlike(inner, callee)
      if (within === null) return null
      found.push(...within)
    }
  }
  return found.length === 0 ? null : found
}

const literalText = (atom: unknown): string =>
  !(atom instanceof Literal)
    ? 'an array'
    : typeof atom.value === 'number' && atom.aval.dtype.kind === 'f'
      ? repr(float(atom.value))
      : repr(atom.value)
