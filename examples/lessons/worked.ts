import {jax, nnx} from '../../lib/index.ts'

/**
 * The problem this project began with: which half of a model holds its shapes? Builds a Linear from the length of `x` to
 * `hidden` features, splits it, and reads the shapes of kernel and bias off the state. Nothing is computed and nothing is
 * traced: the shapes are facts of the state, and the graphdef holds none of them.
 *
 * @param seed of the random streams; it changes values, never shapes.
 * @param x the features of one example, as a list or an array, or a batch of them.
 * @param hidden how many features the layer puts out.
 * @returns `[in_features, hidden, hidden]`: the kernel's two sizes, then the bias's.
 * @throws {RangeError} for an empty example or a number of features that is no positive whole number.
 * @example
 * graphdefCallStatic(0, [1, 2, 3, 4], 8) // [4, 8, 8]
 */
export function graphdefCallStatic(seed: number, x: readonly number[] | jax.Array, hidden: number): number[] {
  const in_features = x instanceof jax.Array ? (x.shape.at(-1) ?? 0) : x.length
  if (in_features === 0)
    throw new RangeError(
      'x is empty: a layer needs at least one input feature; pass a list of numbers such as [1, 2, 3, 4]',
    )
  if (!Number.isInteger(hidden) || hidden < 1)
    throw new RangeError(`hidden is ${hidden}: expected a whole number of output features, 1 or more`)
  const layer = new nnx.Linear({in_features, out_features: hidden, rngs: new nnx.Rngs(seed)})
  const [, state] = nnx.split(layer)
  return [...state.kernel.value.shape, ...state.bias.value.shape]
}

/** What a solution is given: a list of numbers that has the shape of an array too. */
type Example = readonly number[] & {readonly shape: readonly number[]}

/** A solution of the problem, as a learner hands it in; the answer is a list or an array. */
export type Solution = (seed: number, x: Example, hidden: number) => unknown

/** A program that defines the solution under its name, in Python's spelling or in JavaScript's. */
export interface Program {
  /** The solution in Python's spelling. */
  readonly graphdef_call_static?: Solution
  /** The solution in JavaScript's spelling. */
  readonly graphdefCallStatic?: Solution
}

const cases: readonly (readonly [seed: number, length: number, hidden: number])[] = [
  [0, 4, 8],
  [1, 4, 8],
  [0, 1, 1],
  [7, 3, 16],
  [2, 8, 4],
]

/**
 * Checks a solution and says what to look at, one sentence for each kind of mistake; no sentence means that it is right. The
 * shapes must be read off a model that was split: a formula that gives the same numbers is told so.
 *
 * @example
 * check(graphdefCallStatic) // []
 * check({graphdef_call_static: (seed, x, hidden) => [4, 8, 8]}) // ['The answer is [4, 8, 8] whatever is given …']
 */
export function check(program: Solution | Program): string[] {
  const solution =
    typeof program === 'function' ? program : (program.graphdef_call_static ?? program.graphdefCallStatic)
  if (solution === undefined) return ['There is no function graphdef_call_static (or graphdefCallStatic).']
  const answers = cases.map(([seed, length, hidden]) => answerOf(solution, seed, length, hidden))
  const [first] = answers
  if (first?.numbers && answers.every(({numbers}) => same(numbers ?? [], first.numbers ?? [])))
    return [`The answer is [${first.numbers.join(', ')}] whatever is given: read the sizes of what is built.`]
  const wrong = [...new Set(cases.flatMap((given, i) => judge(given, answers[i])))]
  return wrong.length > 0 || answers.every(({hasSplit}) => hasSplit) ? wrong : [unsplit]
}

interface Answer {
  /** What it returned, arrays as lists. */
  readonly value: unknown
  readonly numbers: readonly number[] | null
  /** What it raised, or null. */
  readonly error: string | null
  readonly hasSplit: boolean
}

const ownOf = Object.getOwnPropertyDescriptor(nnx.State, 'of') ?? {}

/** Runs a solution, and sees whether a model is split into states on the way. */
function answerOf(solution: Solution, seed: number, length: number, hidden: number): Answer {
  const x = Object.assign(
    Array.from({length}, (_, i) => i),
    {shape: [length]},
  )
  const of = nnx.State.of.bind(nnx.State)
  let hasSplit = false
  nnx.State.of = (entries) => {
    hasSplit = true
    return of(entries)
  }
  try {
    const value = plain(solution(seed, x, hidden))
    return {value, numbers: isNumbers(value) ? [...value] : null, error: null, hasSplit}
  } catch (error) {
    return {
      value: null,
      numbers: null,
      error: error instanceof Error ? error.message : String(error),
      hasSplit,
    }
  } finally {
    Object.defineProperty(nnx.State, 'of', ownOf)
  }
}

/** An array of JAX, or one of JavaScript's typed ones, as a list. */
const plain = (value: unknown): unknown =>
  value instanceof jax.Array ? value.tolist() : value instanceof Int32Array ? [...value] : value

function judge([seed, length, hidden]: readonly [number, number, number], answer?: Answer): string[] {
  if (answer === undefined) return []
  const {value, numbers, error} = answer
  const call = `(${seed}, an array of ${length}, ${hidden})`
  if (error !== null) return [explain(error)]
  if (numbers === null)
    return [`${call} gives ${describe(value)}; expected three numbers, [in_features, hidden, hidden].`]
  const expected = [length, hidden, hidden]
  if (same(numbers, expected)) return []
  const slip = slips.find(([wrong]) => same(numbers, wrong(length, hidden)))
  return [slip?.[1] ?? `${call} gives [${numbers.join(', ')}]; expected [${expected.join(', ')}].`]
}

const unsplit =
  'The numbers are right, but nothing was split: build the layer, split it, and read both shapes off its state.'

/** The classic slips: what they give, and the sentence for each. */
const slips: readonly (readonly [(length: number, hidden: number) => readonly number[], string])[] = [
  [
    (length, hidden) => [length, hidden, length],
    'The bias is added to the output, so it has one number for each output feature: its shape is (hidden,), not (in_features,).',
  ],
  [
    (length, hidden) => [hidden, length, hidden],
    'The kernel of nnx.Linear has shape (in_features, out_features): inputs first, and the bias’s size behind both.',
  ],
  [
    (length, hidden) => [hidden, length, length],
    'The layer was built the other way round: x has in_features, hidden is out_features.',
  ],
  [
    (length, hidden) => [length, hidden],
    'Two numbers are the kernel’s shape alone; the bias’s one belongs behind them.',
  ],
  [(_length, hidden) => [hidden], 'One number is the bias’s shape alone; the kernel’s two belong before it.'],
]

const isGraphdefs = /GraphDef|graphdef/
const isOfNothing = /reading '(?:value|shape|kernel|bias)'/

const explain = (message: string): string =>
  isGraphdefs.test(message) || isOfNothing.test(message)
    ? `The graphdef is the static half and holds no shapes: read them off the state, the second result of split. (${message})`
    : `It raised: ${message}`

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number')
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value instanceof nnx.GraphDef) return 'the graphdef, which holds no shapes'
  if (value instanceof nnx.State) return 'the state itself'
  if (Array.isArray(value) && value.every(isNumbers)) return 'one list for each shape; join them'
  return Array.isArray(value) ? 'a list that holds something other than numbers' : `a ${typeof value}`
}
