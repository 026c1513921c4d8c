import {type DType, type Operand, at, bind, promote, sameShape, shapeText, shaped} from '../array/index.ts'
import {addTangents} from './elementwise.ts'
import {behind, convertElementType, fail, sizesAt, transpose} from './shaping.ts'

/** Contracted axes of both sides, then batch axes of both sides. */
export type DotNumbers = readonly [
  readonly [readonly number[], readonly number[]],
  readonly [readonly number[], readonly number[]],
]

const rest = (rank: number, ...taken: readonly (readonly number[])[]): number[] =>
  Array.from({length: rank}, (_, axis) => axis).filter((axis) => !taken.some((axes) => axes.includes(axis)))

/**
 * `lax.dot_general`.
 *
 * @throws {PythonError} TypeError, when contracted or batch axes differ in size.
 */
export function dotGeneral(x: Operand, y: Operand, numbers: DotNumbers, out?: DType): Operand {
  const [[cx, cy], [bx, by]] = numbers
  const sizes = (z: Operand, axes: readonly number[]) => sizesAt(z.aval.shape, axes)
  const {ndim} = x.aval
  if ([...bx, ...cx].some((axis) => axis < 0 || axis >= ndim))
    fail(
      'TypeError',
      `dot_general requires lhs dimension numbers to be nonnegative and less than the number of axes of the lhs value, got lhs_batch of ${shapeText(bx)} and lhs_contracting of ${shapeText(cx)} for lhs of rank ${ndim}`,
    )
  if (!sameShape(sizes(x, bx), sizes(y, by)))
    fail(
      'TypeError',
      `dot_general requires lhs batch dimensions and rhs batch dimensions to have the same shape, got ${shapeText(sizes(x, bx))} and ${shapeText(sizes(y, by))}.`,
    )
  if (!sameShape(sizes(x, cx), sizes(y, cy)))
    fail(
      'TypeError',
      `dot_general requires contracting dimensions to have the same shape, got ${shapeText(sizes(x, cx))} and ${shapeText(sizes(y, cy))}.`,
    )
  const [fx, fy] = [rest(x.aval.ndim, cx, bx), rest(y.aval.ndim, cy, by)]
  const dtype = out ?? x.aval.dtype
  return bind(
    {
      name: 'dot_general',
      params: {
        dimension_numbers: numbers,
        precision: null,
        preferred_element_type: out?.name ?? null,
      },
      outs: [
        shaped(
          [...sizes(x, bx), ...sizes(x, fx), ...sizes(y, fy)],
          dtype,
          x.aval.weak_type && y.aval.weak_type,
        ),
      ],
      again: ([a, b]) => [dotGeneral(a, b, numbers, out)],
      batch: (values, stacked) => [batched(values, stacked, numbers, out)],
      jvp: ([g, h], [a, b]) => [
        addTangents(g && dotGeneral(g, b, numbers, out), h && dotGeneral(a, h, numbers, out)),
      ],
      transpose: ([ct], [a, b], [wantA, wantB]) => [
        ct && wantA ? backward(ct, a, b, numbers, out, false) : null,
        ct && wantB ? backward(ct, b, a, swapped(numbers), out, true) : null,
      ],
    },
    [x, y],
  )[0]
}

/** The product of stacks: their first axis is one more batch axis, or, of one stack alone, a free one that is moved to the front. */
function batched(
  [x, y]: readonly [Operand, Operand],
  [isX, isY]: readonly [boolean, boolean],
  [[cx, cy], [bx, by]]: DotNumbers,
  out: DType | undefined,
): Operand {
  const [ax, ay] = [isX ? behind : same, isY ? behind : same]
  if (isX && isY)
    return dotGeneral(
      x,
      y,
      [
        [ax(cx), ay(cy)],
        [
          [0, ...ax(bx)],
          [0, ...ay(by)],
        ],
      ],
      out,
    )
  const product = dotGeneral(
    x,
    y,
    [
      [ax(cx), ay(cy)],
      [ax(bx), ay(by)],
    ],
    out,
  )
  const from = isX ? bx.length : x.aval.ndim - cx.length
  return transpose(product, [from, ...[...product.aval.shape.keys()].filter((axis) => axis !== from)])
}

const same = (axes: readonly number[]): readonly number[] => axes

/**
 * `lax.dot_general` as `jnp` calls it: the operands keep their dtypes, and it names that of the result.
 *
 * @param asked the dtype of the result, where it is not that of the operands.
 * @param arrange puts the axes of the result in order.
 */
export function dotPromoted(
  x: Operand,
  y: Operand,
  numbers: DotNumbers,
  asked: DType | null = null,
  arrange: (found: Operand) => Operand = (found) => found,
): Operand {
  const {dtype, weak_type} = asked === null ? promote([x.aval, y.aval]) : {dtype: asked, weak_type: false}
  return convertElementType(arrange(dotGeneral(x, y, numbers, dtype)), dtype, weak_type)
}

const swapped = ([[cx, cy], [bx, by]]: DotNumbers): DotNumbers => [
  [cy, cx],
  [by, bx],
]

/** The cotangent of `x`, the operand that the numbers name first. */
function backward(
  ct: Operand,
  x: Operand,
  y: Operand,
  [[cx, cy], [bx, by]]: DotNumbers,
  out: DType | undefined,
  swap: boolean,
): Operand {
  const kept = rest(x.aval.ndim, cx, bx)
  const other = rest(y.aval.ndim, cy, by)
  const batch = bx.map((_, i) => i)
  const contracted = other.map((_, i) => (swap ? i + bx.length : i + bx.length + kept.length))
  const backwards: DotNumbers = [
    [contracted, other],
    [batch, by],
  ]
  const result = dotGeneral(ct, y, backwards, out)
  const ordered = cx
    .map((axis, i): readonly [number, number] => [axis, at(cy, i)])
    .sort(([, a], [, b]) => a - b)
    .map(([axis]) => axis)
  const axes = [...bx, ...kept, ...ordered]
  const moved = transpose(
    result,
    x.aval.shape.map((_, axis) => axes.indexOf(axis)),
  )
  return convertElementType(moved, x.aval.dtype, x.aval.weak_type)
}
