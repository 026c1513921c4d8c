import {PythonError, protocol, legible} from '../python/index.ts'
import {each, type Each} from './arity.ts'
import {JaxArray} from './array.ts'
import {type ShapedArray, typeText} from './aval.ts'
import {evaluate} from './evaluate.ts'
import {type Op, operation, type Operand, type Rule} from './op.ts'

/** What an operation does while a function is traced or differentiated. */
export interface Interpreter {
  /** The interpreter around this one; null for none, that is, plain evaluation. */
  readonly parent: Interpreter | null
  readonly process: (op: Op, inputs: readonly Operand[]) => readonly Operand[]
}

let current: Interpreter | null = null

/** The innermost interpreter at work. */
export const interpreter = (): Interpreter | null => current

/** Runs `body` under an interpreter. */
export function within<T>(next: Interpreter | null, body: () => T): T {
  const before = current
  current = next
  try {
    return body()
  } finally {
    current = before
  }
}

/** What stands for an array inside a traced function. Python's conversions of it fail as JAX's do. */
export abstract class Tracer extends JaxArray {
  static readonly [protocol.type]: string = 'jax._src.interpreters.partial_eval.DynamicJaxprTracer'

  /** False after the function that it belongs to has returned. */
  abstract readonly alive: boolean
  /** The function being traced, as JAX names it in messages. */
  abstract readonly origin: string;

  [protocol.repr](): string {
    return `JitTracer(${this.aval.toString()})`
  }

  tolist(): never {
    throw concretization(this, 'list')
  }

  item(): never {
    throw concretization(this, 'float')
  }

  /** JavaScript's conversions: a tracer's text is its repr, as in Python, and it is no number; `if (x > 0)` ends here. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this[protocol.repr]()
    throw operatorOn(this)
  }
}

legible(Tracer)

/** Operations on this tracer go to its own tape, whatever the interpreter. */
interface Taped {
  readonly tape: {readonly record: (op: Op, inputs: readonly Operand[]) => readonly Operand[]}
}

/** Whether a value is a tangent, whose operations are written on a tape. */
export const isTaped = (input: Operand): input is Operand & Taped => 'tape' in input

/** Does an operation: on a tape, in the interpreter at work, or at once. */
export function bind<const I extends readonly Operand[], const O extends readonly ShapedArray[]>(
  rule: Rule<NoInfer<I>, O>,
  inputs: I,
): Each<O, Operand> {
  return each<O, Operand>(rule.outs.length, perform(operation<I, O>(rule, inputs), inputs))
}

function perform(op: Op, inputs: readonly Operand[]): readonly Operand[] {
  let taped: Taped | null = null
  for (const input of inputs) {
    if (input instanceof Tracer && !input.alive) throw escaped(input)
    if (isTaped(input)) taped = input
  }
  if (taped !== null) return taped.tape.record(op, inputs)
  return current === null ? evaluate(op, inputs) : current.process(op, inputs)
}

const where = (tracer: Tracer): string =>
  tracer.origin === ''
    ? ''
    : `\nThe error occurred while tracing the function ${tracer.origin} for jit. This concrete value was not available in Python because it depends on the values of the arguments.`

const typed = (aval: ShapedArray): string => `traced array with shape ${typeText(aval)}`

/** Raised where a value of a finished trace is used. */
const escaped = (tracer: Tracer): PythonError =>
  new PythonError(
    'UnexpectedTracerError',
    `Encountered an unexpected tracer. A function transformed by JAX had a side effect, allowing for a reference to an intermediate value with type ${typeText(tracer)} wrapped in a DynamicJaxprTracer to escape the scope of the transformation.\nJAX transformations require that functions explicitly return their outputs, and disallow saving intermediate values to global state.${tracer.origin === '' ? '' : `\nThe function being traced when the value leaked was ${tracer.origin} traced for jit.`}\nSee https://docs.jax.dev/en/latest/errors.html#jax.errors.UnexpectedTracerError`,
  )

/** Raised where a traced value has no number: `place` says for what one was wanted. */
const noNumber = (tracer: Tracer, place: string): PythonError =>
  new PythonError(
    'ConcretizationTypeError',
    `Abstract tracer value encountered where concrete value is expected: ${typed(tracer.aval)}\n${place}${where(tracer)}\n\nSee https://docs.jax.dev/en/latest/errors.html#jax.errors.ConcretizationTypeError`,
  )

/** Raised where Python wanted a number of a traced value. */
export const concretization = (tracer: Tracer, python: 'int' | 'float' | 'complex' | 'list'): PythonError =>
  noNumber(
    tracer,
    `The problem arose with the \`${python}\` function. If trying to convert the data type of a value, try using \`x.astype(${python})\` or \`jnp.array(x, ${python})\` instead.`,
  )

/** Raised where a function needs the number of a traced value: where that is, as JAX says it. */
export const concreteNeeded = (tracer: Tracer, place: string): PythonError =>
  noNumber(tracer, `It arose in the ${place}`)

/** Raised where JavaScript wanted a number of a traced value, for an operator. */
const operatorOn = (tracer: Tracer): PythonError =>
  noNumber(
    tracer,
    `The problem arose with one of JavaScript's operators: while a function is traced its arrays have no numbers. Write jnp.add(x, y) for x + y, jnp.negative(x) for -x, jnp.greater(x, 0) for x > 0, and jnp.where(…) or lax.cond(…) where it decides.`,
  )

/** Raised where a traced value chose a branch. */
export const booleanConversion = (tracer: Tracer): PythonError =>
  tracer.size !== 1
    ? new PythonError(
        'ValueError',
        tracer.size === 0
          ? 'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.'
          : 'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
      )
    : new PythonError(
        'TracerBoolConversionError',
        `Attempted boolean conversion of ${typed(tracer.aval)}.${where(tracer)}\nSee https://docs.jax.dev/en/latest/errors.html#jax.errors.TracerBoolConversionError`,
      )
