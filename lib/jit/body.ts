import {
  asOperand,
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
  type Variable,
  variablesOf,
} from '../graph/index.ts'
import {PythonError, typeRepr} from '../python/index.ts'
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
  /** Other modes of nnx.jit: the Variables whose value changed, by their place among the inputs' Variables. */
  readonly updates: readonly {
    readonly variable: number
    readonly value: Structure
    readonly metadata: Readonly<Record<string, unknown>> | null
  }[]
  readonly result: Structure
  readonly outs: readonly Out[]
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

/** The arguments of a call without their leaves. */
export interface Arguments {
  readonly positional: readonly (Structure | {readonly fixed: unknown})[]
  readonly keywords: readonly (readonly [string, Structure | {readonly fixed: unknown}])[]
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
  const inputs =
    mode === 'values' || mode === 'tree' ? variablesOf([...args, ...kwargs.map(([, value]) => value)]) : []
  const start = inputs.map((variable) => ({
    variable,
    value: variable.value,
    metadata: variable.getMetadata(),
  }))
  const call = bindArguments(wrapper.fun, wrapper.signature, args, new Map(kwargs))
  entered()
  const result = wrapper.run(call)

  const leaves: unknown[] = []
  const references: References = new Map()
  const after =
    mode === 'graph'
      ? [...args, ...kwargs.map(([, value]) => value)].map((value) => nodesAlone(value, leaves, references))
      : []
  const updates = start.flatMap(({variable, value, metadata}, i) => {
    const now = variable.getMetadata()
    const relabelled = !sameMetadata(metadata, now)
    return variable.value === value && !relabelled
      ? []
      : [{variable: i, value: structureOf(variable.value, leaves, null), metadata: relabelled ? now : null}]
  })
  const states = leaves.length
  if (mode === 'values' || mode === 'tree') refuseInputs(inputs, result)
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
  return {jaxpr, used: usedInputs(jaxpr), effect: {args: after, before, updates, result: shape, outs, states}}
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

/** `graph_updates=False` cannot return a Variable that came in. */
function refuseInputs(inputs: readonly Variable[], result: unknown): void {
  const known = new Set<unknown>(inputs)
  const seen = new Set<unknown>()
  for (const variable of variablesOf([result])) {
    if (known.has(variable) || seen.has(variable)) throw duplicate(variable)
    seen.add(variable)
  }
}

/** flax's error for one Variable in two places. */
export function duplicate(variable: Variable, paths: readonly string[] = ['', '']): PythonError {
  return new PythonError(
    'ValueError',
    `Duplicate ${headOf(variable)}\nfound at paths:\n\n${paths.map((path) => `  - ${path}`).join('\n')}\n\nnnx.jit with graph_updates=False does not support Variable aliasing (duplicate inputs, duplicate outputs, or input Variables returned as outputs). Consider the following options:\n\n1. Remove the duplicate Variables.\n2. Create new Variables via nnx.clone() and use those instead.\n3. Enable graph mode and graph updates by passing graph=True and graph_updates=True to jit\n\n  nnx.jit(..., graph=True, graph_updates=True)\n\n4. Use nnx.compat.jit (sets graph and graph_updates to True automatically)\n\n  nnx.compat.jit(...)`,
  )
}

/** The first line of a Variable's repr: class, and how many values and bytes it holds. */
function headOf(variable: Variable): string {
  const {value} = variable
  const size =
    value !== null && typeof value === 'object' && 'size' in value && 'dtype' in value ? value : null
  if (size === null) return `${variable.constructor.name}(`
  const count = Number(size.size)
  const {dtype} = variable
  return `${variable.constructor.name}( # ${count.toLocaleString('en-US')} (${bytes(count * dtype.itemsize)})`
}

const bytes = (n: number): string => {
  let [size, unit] = [n, 'B']
  for (const larger of ['KB', 'MB', 'GB']) {
    if (size < 1000) break
    size /= 1000
    unit = larger
  }
  return unit === 'B' ? `${n} B` : `${size.toFixed(1)} ${unit}`
}
