import {asOperand} from '../lax/index.ts'
import {
  Frame,
  isArrayLike,
  type Jaxpr,
  type Operand,
  type ShapedArray,
  usedInputs,
  within,
} from '../array/index.ts'
import {
  constant,
  hole,
  putTogether,
  type References,
  type Structure,
  structureOf,
  takeApart,
  variablesOf,
} from '../graph/index.ts'
import {PythonError, typeRepr} from '../python/index.ts'
import {refuseReturned} from './alias.ts'
import type {Arguments} from './pytree.ts'
import {bindArguments} from './signature.ts'
import type {Wrapper} from './wrapper.ts'

/** A leaf that a traced function returns: its aval, and the input that it is, where it is one unchanged. */
interface Out {
  readonly aval: ShapedArray
  /** Index of the input leaf that is returned as it came; -1 for a computed value. */
  readonly from: number
}

/** What a call does to the caller's models, and gives back: the remembered half of a traced function. */
export interface Effect {
  /** Graph mode: the arguments after the call, and for each of their nodes the number that it had before. */
  readonly args: readonly Structure[]
  readonly before: ReadonlyMap<number, number>
  /** Other modes of nnx.jit: the Variables whose value changed or is given away, by their place among the inputs' Variables. */
  readonly updates: readonly {
    readonly variable: number
    readonly value: Structure
    readonly metadata: Readonly<Record<string, unknown>> | null
  }[]
  readonly result: Structure
  readonly outs: readonly Out[]
  /** Which result of the jaxpr the first of the outputs is. */
  readonly first: number
  /** How many of the first outputs belong to the caller's models. */
  readonly states: number
}

/** A function traced once. */
export interface TracedBody {
  readonly jaxpr: Jaxpr
  readonly effect: Effect
  /** Which input leaves the lowered program keeps. */
  readonly used: readonly boolean[]
}

const isFixed = (given: Structure | {readonly fixed: unknown}): given is {readonly fixed: unknown} =>
  'fixed' in given

/**
 * Runs the body of a function once, on tracers, and keeps what it did.
 *
 * @param entered called when the body begins.
 * @throws {PythonError} whatever the body raises; TypeError for a result that is no array.
 */
export function traceBody(
  wrapper: Wrapper,
  given: Arguments,
  avals: readonly ShapedArray[],
  entered: () => void,
): TracedBody {
  const frame = new Frame(wrapper.name)
  try {
    return within(frame, () => run(wrapper, frame, given, avals, entered))
  } finally {
    frame.alive = false
  }
}

function run(
  wrapper: Wrapper,
  frame: Frame,
  given: Arguments,
  avals: readonly ShapedArray[],
  entered: () => void,
): TracedBody {
  const {mode} = wrapper
  const tracers = avals.map((aval) => frame.input(aval))
  let at = 0
  const next = (): unknown => tracers[at++]
  const built = new Map<number, object>()
  const shared = mode === 'graph' || mode === 'values'
  const open = (one: Structure | {readonly fixed: unknown}): unknown =>
    isFixed(one) ? one.fixed : putTogether(one, next, shared ? {built} : {})
  const args = given.positional.map(open)
  const kwargs = given.keywords.map(([name, one]): readonly [string, unknown] => [name, open(one)])
  const start = mode === 'values' || mode === 'tree' ? variablesAtStart(wrapper, args, kwargs) : []
  const call = bindArguments(wrapper.fun, wrapper.signature, args, new Map(kwargs))
  entered()
  const result = wrapper.run(call)

  const leaves: unknown[] = []
  const references: References = new Map()
  const after =
    mode === 'graph'
      ? [...args, ...kwargs.map(([, value]) => value)].map((value) => nodesAlone(value, leaves, references))
      : []
  const updates = start.flatMap(({variable, value, metadata, isGiven}, i) => {
    const now = variable.getMetadata()
    const relabelled = !sameMetadata(metadata, now)
    return variable.value === value && !relabelled && !isGiven
      ? []
      : [{variable: i, value: structureOf(variable.value, leaves, null), metadata: relabelled ? now : null}]
  })
  const states = leaves.length
  if (mode === 'values' || mode === 'tree') refuseReturned(mode, {positional: args, keywords: kwargs}, result)
  const shape = structureOf(
    result,
    leaves,
    mode === 'graph' ? references : mode === 'values' ? new Map() : null,
  )
  const operands = leaves.map((leaf) => outputOf(wrapper, leaf))
  const jaxpr = frame.finish(operands)
  const positions = new Map<unknown, number>(tracers.map((tracer, i) => [tracer, i]))
  const outs = operands.map((operand) => ({aval: operand.aval, from: positions.get(operand) ?? -1}))
  const numbers = new Map([...built].map(([number, node]) => [node, number]))
  const before = new Map<number, number>()
  for (const [node, number] of references) {
    const was = numbers.get(node)
    if (was !== undefined) before.set(number, was)
  }
  return {
    jaxpr,
    used: usedInputs(jaxpr),
    effect: {args: after, before, updates, result: shape, outs, first: 0, states},
  }
}

/** The Variables that a body is given, as they are before it runs, and whether the call gives their buffers away. */
function variablesAtStart(
  {resolved: {donate_argnums, donate_argnames}}: Wrapper,
  args: readonly unknown[],
  kwargs: readonly (readonly [string, unknown])[],
) {
  const references: References = new Map()
  const part = (value: unknown, isGiven: boolean) =>
    variablesOf([value], references).map((variable) => ({
      variable,
      value: variable.value,
      metadata: variable.getMetadata(),
      isGiven,
    }))
  return [
    ...args.flatMap((value, i) => part(value, donate_argnums.includes(i))),
    ...kwargs.flatMap(([name, value]) => part(value, donate_argnames.includes(name))),
  ]
}

const sameMetadata = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.is(a[key], b[key]))

function outputOf(wrapper: Wrapper, leaf: unknown): Operand {
  if (isArrayLike(leaf)) return asOperand(leaf)
  throw new PythonError(
    'TypeError',
    `function ${wrapper.name} traced for jit returned a value of type ${typeRepr(leaf)}, which is not a valid JAX type`,
  )
}

/** The structure of an argument with None for all but its graph nodes, as nnx.jit returns it. */
export const nodesAlone = (value: unknown, leaves: unknown[], references: References): Structure =>
  takeApart(value, references, (leaf) => {
    if (!leaf.inModel) return constant(null)
    leaves.push(leaf.value)
    return hole
  })
