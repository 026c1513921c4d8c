import {
  type DTypeLike,
  type JaxArray,
  type Operand,
  type Shape,
  at,
  canonical,
  dtypeOf,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  elementwise as e,
  jitted,
  normalAxis,
  shaping as s,
} from '../lax/index.ts'
import {tuple} from '../python/index.ts'
import {arange, asarray, broadcastTo, type ShapeLike, shapeOf} from './create.ts'
import {getitem} from './indexing.ts'
import {reducers as r} from './reductions.ts'
import {shapes as move} from './shapes.ts'
import {jitOf, whereOf} from './where.ts'

/** How many rows and columns matrices have, which are the last two axes. */
export const matrixSize = (shape: Shape): readonly [number, number] => [
  at(shape, shape.length - 2),
  at(shape, shape.length - 1),
]

/** Where a row's number, moved by `k`, and a column's meet; in JAX rows come first, and `k` is added before columns are counted. */
export const triangleMask = (
  [rows, columns]: readonly [number, number],
  k: number,
  isTrue: (row: Operand, column: Operand) => Operand,
): Operand => {
  const int = s.indexDtype()
  const row = e.add(s.iota(int, [rows, columns], 0), s.literal(k, int))
  return isTrue(row, s.iota(int, [rows, columns], 1))
}

/** Where a matrix of ones has them on a diagonal; source: jax `lax.py`, `_eye`. */
const diagonalMask = ([rows, columns]: readonly [number, number], k: number): Operand => {
  const int = s.indexDtype()
  const [row, column] = [s.iota(int, [rows, columns], 0), s.iota(int, [rows, columns], 1)]
  return e.eq(e.add(row, s.literal(k, int)), column)
}

/** `jnp.tril` and `jnp.triu` on the last two axes. */
const triangle =
  (name: 'tril' | 'triu') =>
  (x: Input, k = 0): JaxArray =>
    asArray(
      jitted(name, String(k), [asOperand(x)], (a) => {
        const {shape, dtype, weak_type} = a.aval
        const mask = triangleMask(matrixSize(shape), name === 'tril' ? k : k - 1, e.ge)
        const which = broadcastTo(mask, shape)
        const zero = s.filled(shape, s.literal(0, dtype, weak_type))
        return e.selectN(which, name === 'tril' ? [zero, a] : [a, zero])
      }),
    )

/** What `jnp.eye` takes. */
export interface EyeOptions {
  /** Which diagonal the ones stand on: 0 the main one, above it further ones; 0 where it is not given. */
  readonly k?: number
  /** The dtype; float32 where it is not given. */
  readonly dtype?: DTypeLike
}

/** A matrix of ones on a diagonal and zeros. */
const eye = (
  rows: number,
  columns: number | null = null,
  {k = 0, dtype = 'float32'}: EyeOptions = {},
): JaxArray =>
  asArray(s.convertElementType(diagonalMask([rows, columns ?? rows], k), canonical(dtypeOf(dtype))))

const takenDiagonal = (x: JaxArray, offset: number, axis1: number, axis2: number): JaxArray => {
  const [n, m] = [at(x.shape, normalAxis(axis1, x.ndim)), at(x.shape, normalAxis(axis2, x.ndim))]
  const ordered = move.moveaxis(x, [axis1, axis2], [-2, -1])
  const size = Math.max(0, Math.min(n + Math.min(offset, 0), m - Math.max(offset, 0)))
  const [near, far] = [
    arange(size),
    asArray(e.add(arange(size), s.literal(Math.abs(offset), s.indexDtype()))),
  ]
  return offset >= 0 ? getitem(ordered, '...', near, far) : getitem(ordered, '...', far, near)
}

/** The elements of a diagonal. */
const diagonal = (x: Input, offset = 0, axis1 = 0, axis2 = 1): JaxArray =>
  jitOf('diagonal', `${offset}|${axis1}|${axis2}`, [x], (a) => {
    if (a.ndim < 2) s.fail('ValueError', 'diagonal requires an array of at least two dimensions.')
    return takenDiagonal(a, offset, axis1, axis2)
  })

/** `jnp.diag`: a matrix with a vector on a diagonal, or a diagonal of a matrix. */
const diag = (x: Input, k = 0): JaxArray =>
  jitOf('_diag', k, [x], (v) => {
    if (v.ndim === 2) return diagonal(v, k)
    if (v.ndim !== 1) s.fail('ValueError', 'diag input must be 1d or 2d')
    const zero = s.like(v, 0)
    const padded = s.laxPad(v, zero, [[Math.max(0, -k), Math.max(0, k), 0]])
    const n = v.size + Math.abs(k)
    return asArray(whereOf(diagonalMask([n, n], k), s.expandDims(padded, [1]), zero))
  })

/** The sum of a diagonal. */
const trace = (x: Input, offset = 0, axis1 = 0, axis2 = 1): JaxArray =>
  jitOf('trace', `${offset}|${axis1}|${axis2}`, [x], (a) => {
    const ordered = move.moveaxis(a, [axis1, axis2], [-2, -1])
    const mask = broadcastTo(diagonalMask(matrixSize(ordered.shape), offset), ordered.shape)
    return r.sum(whereOf(mask, ordered, s.filled(ordered.shape, s.like(a, 0))), {axis: [-2, -1]})
  })

/** Where the elements of a triangle of a matrix stand: their rows, and their columns. */
const placesIn =
  (isIn: (row: number, column: number, k: number) => boolean) =>
  (n: number, k = 0, m: number | null = null): readonly [JaxArray, JaxArray] => {
    const cells = Array.from({length: n}, (_, row) =>
      Array.from({length: m ?? n}, (__, column): readonly [number, number] => [row, column]),
    )
    const found = cells.flat().filter(([row, column]) => isIn(row, column, k))
    const int = s.indexDtype()
    return tuple(
      asarray(
        found.map(([row]) => row),
        int,
      ),
      asarray(
        found.map(([, column]) => column),
        int,
      ),
    )
  }

/** How the first two axes of `jnp.meshgrid` are ordered. */
export interface GridOptions {
  /** Whether the first array runs along the second axis, as coordinates of a plane do, or along the first; along the second where it is not given. */
  readonly indexing?: 'xy' | 'ij'
}

const isGridOptions = (value: unknown): value is GridOptions =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** `jnp.meshgrid(x, y, …)`: the coordinates of a grid; the last argument may be `{indexing: 'ij'}`. */
function meshgrid(...given: readonly (Input | GridOptions)[]): readonly JaxArray[] {
  const last = given.at(-1)
  const {indexing = 'xy'}: GridOptions = isGridOptions(last) ? last : {}
  const xs = given.filter((one): one is Input => !isGridOptions(one)).map((one) => asOperand(one))
  const place = (i: number): number => (indexing === 'xy' && i < 2 && xs.length > 1 ? 1 - i : i)
  const shape = xs.map((_, i) => at(xs, place(i)).aval.size)
  return xs.map((x, i) => asArray(s.broadcastInDim(s.reshape(x, [x.aval.size]), shape, [place(i)])))
}

/** What `jnp.vander` takes. */
export interface VanderOptions {
  /** How many powers; as many as there are elements where it is not given. */
  readonly N?: number
  /** Whether the lowest power comes first; false where it is not given. */
  readonly increasing?: boolean
}

/** The functions of `jnp` that are about matrices and grids. */
export const matrices = {
  /** A matrix with zeros above a diagonal. */
  tril: triangle('tril'),
  /** A matrix with zeros below a diagonal. */
  triu: triangle('triu'),
  eye,
  /** A square matrix of ones on the diagonal and zeros. */
  identity: (n: number, dtype: DTypeLike = 'float32'): JaxArray => eye(n, n, {dtype}),
  /** Ones on and below a diagonal, zeros above. */
  tri: (n: number, m: number | null = null, k = 0, dtype: DTypeLike = 'float32'): JaxArray =>
    asArray(s.convertElementType(triangleMask([n, m ?? n], k, e.ge), canonical(dtypeOf(dtype)))),
  diag,
  diagonal,
  trace,
  /** Where the elements on and below a diagonal stand. */
  trilIndices: placesIn((row, column, k) => column <= row + k),
  /** Where the elements on and above a diagonal stand. */
  triuIndices: placesIn((row, column, k) => column >= row + k),
  /** Where the elements of the main diagonal stand. */
  diagIndices: (n: number, ndim = 2): readonly JaxArray[] =>
    tuple(...Array.from({length: ndim}, () => arange(n))),
  /** The indices of each place of a shape, an array an axis. */
  indices: (shape: ShapeLike): JaxArray => {
    const sizes = shapeOf(shape)
    return move.stack(sizes.map((n, i) => asArray(s.broadcastInDim(arange(n), sizes, [i]))))
  },
  /** Index arrays that pick rows and columns together. */
  ix_: (...xs: readonly Input[]): readonly JaxArray[] =>
    tuple(
      ...xs.map((x, i) => {
        const operand = asOperand(x)
        const shape = xs.map(() => 1).with(i, operand.aval.size)
        return asArray(s.broadcastInDim(operand, shape, [i]))
      }),
    ),
  meshgrid,
  /** A matrix of the powers of numbers. */
  vander: (x: Input, {N, increasing = false}: VanderOptions = {}): JaxArray =>
    jitOf('vander', `${N}|${increasing}`, [x], (a) => {
      const n = N ?? a.size
      const counted = s.iota(a.dtype, [n], 0)
      const powers = increasing ? counted : e.sub(s.like(counted, n - 1), counted)
      return asArray(e.pow(s.expandDims(a, [1]), s.expandDims(powers, [0])))
    }),
} as const
