import {
  type Each,
  type Interpreter,
  JaxArray,
  type Op,
  type Operand,
  type ShapedArray,
  Tracer,
  at,
  avalsIn,
  interpreter,
  isInexact,
  mapped,
  within,
} from '../array/index.ts'
import {protocol, PythonError} from '../python/index.ts'
import {addAny} from './elementwise.ts'
import {zerosOf} from './shaping.ts'

/** A tangent: what is done to it is written on a tape, to be read backwards. */
class Tangent extends JaxArray {
  static readonly [protocol.type]: string = 'jax._src.interpreters.partial_eval.DynamicJaxprTracer'
  readonly aval: ShapedArray
  readonly tape: Tape

  constructor(tape: Tape, aval: ShapedArray) {
    super()
    this.tape = tape
    this.aval = aval
  }

  tolist(): never {
    throw new PythonError('ConcretizationTypeError', 'a tangent has no elements')
  }

  item(): never {
    throw new PythonError('ConcretizationTypeError', 'a tangent is no number')
  }
}

interface Entry {
  readonly op: Op
  readonly inputs: readonly Operand[]
  readonly outs: readonly Tangent[]
}

/** The operations on tangents, in order; each is linear in the tangents among its inputs. */
class Tape {
  readonly entries: Entry[] = []

  record = (op: Op, inputs: readonly Operand[]): readonly Operand[] => {
    const outs = op.outs.map((aval) => new Tangent(this, aval))
    this.entries.push({op, inputs, outs})
    return outs
  }

  isTangent(value: Operand): boolean {
    return value instanceof Tangent && value.tape === this
  }
}

/** A value that is being differentiated: itself and its tangent. */
class GradTracer extends Tracer {
  readonly tracing: GradTrace
  readonly primal: Operand
  readonly tangent: Operand

  constructor(trace: GradTrace, primal: Operand, tangent: Operand) {
    super()
    this.tracing = trace
    this.primal = primal
    this.tangent = tangent
  }

  get aval(): ShapedArray {
    return this.primal.aval
  }

  get alive(): boolean {
    return this.tracing.alive
  }

  get origin(): string {
    return this.primal instanceof Tracer ? this.primal.origin : ''
  }
}

/** Operations on floats whose results move in steps, so that their derivative is zero. */
const steps: ReadonlySet<string> = new Set([
  'sign',
  'floor',
  'ceil',
  'round',
  'stop_gradient',
  'random_bits',
  'iota',
  'bitcast_convert_type',
  'convert_element_type',
])

/** Whether the results do not move with the operands. */
function stands({name, jvp, both, outs}: Op): boolean {
  if (jvp !== undefined || both !== undefined) return false
  if (outs.every(({dtype}) => !isInexact(dtype)) || steps.has(name)) return true
  throw new PythonError('NotImplementedError', `Differentiation rule for '${name}' not implemented`)
}

class GradTrace implements Interpreter {
  readonly parent: Interpreter | null = interpreter()
  readonly tape = new Tape()
  alive = true

  lower = (value: Operand): Operand =>
    value instanceof GradTracer && value.tracing === this ? value.primal : value
  tangentOf = (value: Operand): Operand | null =>
    value instanceof GradTracer && value.tracing === this ? value.tangent : null

  process = (op: Op, inputs: readonly Operand[]): readonly Operand[] => {
    const primals = inputs.map(this.lower)
    const tangents = inputs.map(this.tangentOf)
    return within(this.parent, () => {
      const moves = tangents.some((tangent) => tangent !== null)
      if (!moves || stands(op)) return op.again(primals)
      const [results, directions] =
        op.both === undefined ? forward(op, op.jvp, primals, tangents) : op.both(primals, tangents)
      return results.map((result, i) => {
        const direction = at(directions, i)
        return direction === null ? result : new GradTracer(this, result, direction)
      })
    })
  }
}

function forward(
  op: Op,
  jvp: Op['jvp'],
  primals: readonly Operand[],
  tangents: readonly (Operand | null)[],
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  const results = op.again(primals)
  return [results, jvp?.(tangents, primals, results) ?? results.map(() => null)]
}

/** A function at a point: its results, and how they move with the inputs, as a tape. */
export interface Linearized {
  readonly results: readonly Operand[]
  readonly tangents: readonly (Operand | null)[]
  readonly tape: Tape
  /** The tangents of the inputs that were asked for. */
  readonly seeds: readonly Tangent[]
}

/**
 * Runs a function once and keeps its derivative by the inputs marked in `wanted`.
 *
 * @param seedAvals the types of the tangents, where they are not those of the inputs.
 */
export function linearize<I extends readonly Operand[]>(
  body: (inputs: Each<I, Operand>) => readonly Operand[],
  inputs: I,
  wanted: readonly boolean[],
  seedAvals: readonly ShapedArray[] = avalsIn(inputs),
): Linearized {
  const trace = new GradTrace()
  const seeds: Tangent[] = []
  const lifted = mapped(inputs, (input, i): Operand => {
    if (!wanted[i]) return input
    const seed = new Tangent(trace.tape, at(seedAvals, i))
    seeds.push(seed)
    return new GradTracer(trace, input, seed)
  })
  try {
    const outputs = within(trace, () => body(lifted))
    return {
      results: outputs.map(trace.lower),
      tangents: outputs.map(trace.tangentOf),
      tape: trace.tape,
      seeds,
    }
  } finally {
    trace.alive = false
  }
}

/**
 * Reads a tape forwards: from tangents of the seeds to tangents of the results, null for zero.
 *
 * @param residual gives the value that stands for an operand of the forward pass.
 */
export function pushed(
  {tape, tangents, seeds}: Linearized,
  given: readonly (Operand | null)[],
  residual: (value: Operand) => Operand = (value) => value,
): readonly (Operand | null)[] {
  const found = new Map<Operand, Operand>()
  seeds.forEach((seed, i) => {
    const tangent = given[i] ?? null
    if (tangent !== null) found.set(seed, tangent)
  })
  for (const {op, inputs, outs} of tape.entries) {
    if (!inputs.some((input) => found.has(input))) continue
    const values = inputs.map((input) =>
      tape.isTangent(input) ? (found.get(input) ?? zerosOf(input.aval)) : residual(input),
    )
    op.again(values).forEach((result, i) => found.set(at(outs, i), result))
  }
  return tangents.map((tangent) => (tangent === null ? null : (found.get(tangent) ?? null)))
}

/**
 * Reads a tape backwards: from cotangents of the results to cotangents of the seeds, null for zero.
 *
 * @param residual gives the value that stands for an operand of the forward pass.
 */
export function backward(
  {tape, tangents, seeds}: Linearized,
  cotangents: readonly (Operand | null)[],
  residual: (value: Operand) => Operand = (value) => value,
): readonly (Operand | null)[] {
  const found = new Map<Operand, Operand>()
  const give = (to: Operand | null, cotangent: Operand | null | undefined) => {
    if (to === null || cotangent === null || cotangent === undefined) return
    const before = found.get(to)
    found.set(to, before === undefined ? cotangent : addAny(before, cotangent))
  }
  tangents.forEach((tangent, i) => give(tangent, cotangents[i]))
  for (const {op, inputs, outs} of [...tape.entries].reverse()) {
    const given = outs.map((out) => found.get(out) ?? null)
    if (given.every((cotangent) => cotangent === null)) continue
    const wanted = inputs.map((input) => tape.isTangent(input))
    const back = (op.transpose ?? throughDerivative(op))?.(
      given,
      inputs.map((input, i) => (wanted[i] ? input : residual(input))),
      wanted,
    )
    inputs.forEach((input, i) => {
      if (wanted[i]) give(input, back?.[i])
    })
  }
  return seeds.map((seed) => found.get(seed) ?? null)
}

/** Cotangents through an operation that is linear, and known by its derivative alone, as a call of a function is. */
const throughDerivative = (op: Op): Op['transpose'] =>
  op.both === undefined
    ? undefined
    : (cotangents, inputs, wanted) => {
        const values = inputs.map((input, i) => (wanted[i] ? zerosOf(input.aval) : input))
        const found = [...backward(linearize(op.again, values, wanted), cotangents)]
        return wanted.map((is) => (is ? (found.shift() ?? null) : null))
      }
