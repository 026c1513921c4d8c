import {
  ArrayImpl,
  type Contents,
  isArrayLike,
  type Jaxpr,
  Literal,
  type Op,
  type ParamValue,
  stride,
} from '../array/index.ts'
import {putTogether, sameStructure, type Structure} from '../graph/index.ts'
import {deferredCall, jaxprText, paramText} from '../lax/index.ts'
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

/** What is known of a hit besides what it gives. */
interface Known {
  /** The function's name. */
  readonly name: string
  /** What was seen when the program of the cache was traced; nothing where nobody looked. */
  readonly witness?: Witness | undefined
  /** Facts of the models that a partial holds, and of those that it was made of; none where there is no partial. */
  readonly bound?: readonly [copies: readonly Fact[], models: readonly Fact[]]
  /** Facts of the call's key, and of the key of the trace; none where there is no key. */
  readonly keys?: readonly [now: readonly Fact[], before: readonly Fact[]]
}

/** A hit of a call. */
interface Hit extends Known {
  /** What the cache gives. */
  readonly held: Execution
  /** What the function gives without caches; its error where it raises one. */
  readonly anew: Execution | Error
}

/** A hit inside another trace, where nothing is computed yet. */
interface Reuse extends Known {
  /** The program of the cache. */
  readonly held: Jaxpr
  /** That of the function without caches; its error where it raises one. */
  readonly anew: Jaxpr | Error
}

/** So many numbers of a function are told one by one. */
const most = 4

/** How a hit gives what its function does not give when it is run without caches, and why; null where it gives the same, or where contents are not known. */
export function staleness({held, anew, ...known}: Hit): Stale | null {
  const outcome = outcomeOf(held)
  if (anew instanceof Error) return because(known, held.traced.jaxpr, anew, [raised(anew), outcome.text])
  const wanted = outcomeOf(anew)
  return isSame(outcome, wanted)
    ? null
    : because(known, held.traced.jaxpr, anew.traced.jaxpr, [wanted.text, outcome.text])
}

/** How a trace takes in a program that is not that of its function any more; null where it is. */
export function staleProgram({held, anew, ...known}: Reuse): Stale | null {
  if (anew instanceof Error) return because(known, held, anew, [raised(anew), jaxprText(held)])
  return around(known.name, held, anew).length === 0
    ? null
    : because(known, held, anew, [jaxprText(anew), jaxprText(held)])
}

const raised = ({name, message}: Error): string => `raises ${name}: ${message}`

/** The first cause that is found: what was seen to change, what the keys tell, or what tells the programs apart; else the results alone. */
function because(
  {name, witness, bound = [[], []], keys = [[], []]}: Known,
  held: Jaxpr,
  anew: Jaxpr | Error,
  [now, before]: readonly [string, string],
): Stale {
  const seen = witness?.differences() ?? []
  const seenAs = (wanted: Stale['how']): Places =>
    seen.flatMap(({how, ...one}) => (how === wanted ? [one] : []))
  const reasons: readonly (readonly [Stale['how'], Places])[] = [
    ['read', seenAs('read')],
    ['cached', differing(bound[1], bound[0])],
    ['static', seenAs('static')],
    ['equal', differing(keys[0], keys[1])],
    ['read', witness === undefined || anew instanceof Error ? [] : around(name, held, anew)],
  ]
  const [how, places] = reasons.find(([, found]) => found.length > 0) ?? [
    'untold' as const,
    [place([name, 'result'], now, before)],
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

/**
 * What a function reads from around it, as far as its programs tell: the numbers, arrays and parameters in which they differ, or that
 * they are other programs; nothing where they are one.
 */
function around(name: string, before: Jaxpr, now: Jaxpr): Places {
  const path = [name, 'closure']
  const pairs = unlike(before, now)
  if (pairs !== null && pairs.length > 0)
    return pairs
      .slice(0, most)
      .map(([was, is], i) => place(pairs.length === 1 ? path : [...path, `[${i}]`], is, was))
  const [was, is] = [jaxprText(before), jaxprText(now)]
  return was === is ? [] : [place(path, is, was)]
}

/** The numbers, arrays and parameters in which two programs differ, before and now; null where their operations do. */
function unlike(a: Jaxpr, b: Jaxpr): readonly (readonly [string, string])[] | null {
  if (a.eqns.length !== b.eqns.length || a.consts.length !== b.consts.length) return null
  const found: (readonly [string, string])[] = a.consts.flatMap((one, i) =>
    isSameLeaf(one, b.consts[i]) ? [] : [[repr(one), repr(b.consts[i])] as const],
  )
  for (const [i, {op, invars}] of a.eqns.entries()) {
    const other = b.eqns[i]
    if (other?.op.name !== op.name) return null
    found.push(...paramsApart(op, other.op))
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
  return found
}

/** The parameters in which two uses of a primitive differ: `broadcast_in_dim[shape=(3,)]`. */
function paramsApart({name, params}: Op, other: Op): readonly (readonly [string, string])[] {
  return Object.entries(params).flatMap(([key, value]) => {
    const text = (one: ParamValue) => `${name}[${key}=${paramText(name, key, one)}]`
    const [was, is] = [text(value), text(other.params[key] ?? null)]
    return was === is ? [] : [[was, is] as const]
  })
}

const literalText = (atom: unknown): string =>
  !(atom instanceof Literal)
    ? 'an array'
    : typeof atom.value === 'number' && atom.aval.dtype.kind === 'f'
      ? repr(float(atom.value))
      : repr(atom.value)
