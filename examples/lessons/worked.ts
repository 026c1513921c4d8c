import {nnx} from '../../lib/index.ts'

/**
 * The problem this project began with: which half of a model holds its shapes? Builds a Linear from the length of `x` to
 * `hidden` features, splits it, and reads the shapes of kernel and bias off the state. Nothing is computed and nothing is
 * traced: the shapes are facts of the state, and the graphdef holds none of them.
 *
 * @param seed of the random streams; it changes values, never shapes.
 * @param x the features of one example.
 * @param hidden how many features the layer puts out.
 * @returns `[in_features, hidden, hidden]`: the kernel's two sizes, then the bias's.
 * @throws {RangeError} for an empty example or a number of features that is no positive whole number.
 * @example
 * graphdefCallStatic(0, [1, 2, 3, 4], 8) // [4, 8, 8]
 */
export function graphdefCallStatic(seed: number, x: readonly number[], hidden: number): number[] {
  if (x.length === 0)
    throw new RangeError(
      'x is empty: a layer needs at least one input feature; pass a list of numbers such as [1, 2, 3, 4]',
    )
  if (!Number.isInteger(hidden) || hidden < 1)
    throw new RangeError(`hidden is ${hidden}: expected a whole number of output features, 1 or more`)
  const layer = new nnx.Linear({in_features: x.length, out_features: hidden, rngs: new nnx.Rngs(seed)})
  const [, state] = nnx.split(layer)
  return [...state.kernel.value.shape, ...state.bias.value.shape]
}

/** A solution of the problem, as a learner hands it in. */
export type Solution = (seed: number, x: readonly number[], hidden: number) => unknown

const cases: readonly (readonly [seed: number, length: number, hidden: number])[] = [
  [0, 4, 8],
  [1, 4, 8],
  [0, 1, 1],
  [7, 3, 16],
  [2, 8, 4],
]

/**
 * Checks a solution and says what to look at, one sentence for each kind of mistake; no sentence means that it is right.
 *
 * @example
 * check(graphdefCallStatic) // []
 */
export function check(solution: Solution): string[] {
  return [...new Set(cases.flatMap(([seed, length, hidden]) => judge(solution, seed, length, hidden)))]
}

function judge(solution: Solution, seed: number, length: number, hidden: number): string[] {
  const call = `(${seed}, a list of ${length}, ${hidden})`
  let answer: unknown
  try {
    answer = solution(
      seed,
      Array.from({length}, (_, i) => i),
      hidden,
    )
  } catch (error) {
    return [explain(error instanceof Error ? error.message : String(error))]
  }
  const expected = [length, hidden, hidden]
  if (!isNumbers(answer))
    return [
      `${call} gives ${describe(answer)}; expected a list of three numbers, [in_features, hidden, hidden].`,
    ]
  if (same(answer, expected)) return []
  if (length === hidden) return [`${call} gives [${answer.join(', ')}]; expected [${expected.join(', ')}].`]
  if (same(answer, [length, hidden, length]))
    return [
      'The bias is added to the output, so it has one number for each output feature: its shape is (hidden,), not (in_features,).',
    ]
  if (same(answer, [hidden, length, hidden]))
    return ['The kernel of nnx.Linear has shape (in_features, out_features): inputs first.']
  if (answer.length === 2)
    return ['Two numbers are the kernel’s shape alone; the bias’s one belongs behind them.']
  return [`${call} gives [${answer.join(', ')}]; expected [${expected.join(', ')}].`]
}

const explain = (message: string): string =>
  /GraphDef|graphdef/.test(message)
    ? `The graphdef is the static half and holds no shapes: read them off the state, the second result of split. (${message})`
    : `It raised: ${message}`

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number')
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])
const describe = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : Array.isArray(value)
      ? 'a list that holds something other than numbers'
      : `a ${typeof value}`
