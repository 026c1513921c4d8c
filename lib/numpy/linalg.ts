import {type Axis, type JaxArray, at} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  cholesky as lower,
  elementwise as e,
  jittedAll,
  normalAxes,
  promoteDtypes,
  qr,
  shaping as s,
} from '../lax/index.ts'
import {namedtuple, takingAll, withoutOptions} from '../python/index.ts'
import {broadcastTo} from './create.ts'
import {getitem} from './indexing.ts'
import {basics as b} from './jnp.ts'
import {triangleMask, matrices, matrixSize} from './matrices.ts'
import {products} from './products.ts'
import {reducers as r} from './reductions.ts'
import {shapes as move} from './shapes.ts'
import {jitOf} from './where.ts'

/** What `jnp.linalg.qr` takes. */
export interface QrOptions {
  /** Both factors, or the triangle alone; both where it is not given. */
  readonly mode?: 'reduced' | 'r'
}

/** What `jnp.linalg.norm` takes. */
export interface NormOptions {
  /** Which norm: a power, or `'fro'` of matrices; the root of the sum of squares where it is not given. */
  readonly ord?: number | 'fro' | null
  /** The axis of vectors, or the two of matrices; all where it is not given. */
  readonly axis?: Axis
  /** Whether those axes stay, with one element; false where it is not given. */
  readonly keepdims?: boolean
}

const rootOfSquares = (x: JaxArray, options: NormOptions): JaxArray =>
  b.sqrt(r.sum(b.multiply(x, x), {axis: options.axis, keepdims: options.keepdims}))

/** The norm of vectors; source: jax `linalg.py`, `vector_norm`. */
function vectorNorm(x: JaxArray, ord: number, axis: number, keepdims: boolean): JaxArray {
  const options = {axis, keepdims}
  if (ord === 2) return rootOfSquares(x, options)
  if (ord === Infinity) return r.max(b.abs(x), {...options, initial: 0})
  if (ord === -Infinity) return r.min(b.abs(x), options)
  if (ord === 0) return r.sum(e.ne(x, s.like(x, 0)), {...options, dtype: x.dtype})
  if (ord === 1) return r.sum(b.abs(x), options)
  const size = e.abs(x)
  const total = asOperand(r.sum(e.pow(size, s.like(size, ord)), options))
  return asArray(e.pow(total, s.like(size, 1 / ord)))
}

/** The largest, or smallest, sum along rows or columns. */
function matrixNorm(
  x: JaxArray,
  ord: number,
  [row, column]: readonly [number, number],
  keepdims: boolean,
): JaxArray {
  const isOfColumns = Math.abs(ord) === 1
  const [added, found] = isOfColumns ? [row, column] : [column, row]
  if (!isOfColumns && Math.abs(ord) !== Infinity)
    s.fail('ValueError', `the norm of order ${ord} of matrices needs singular values, which are not here`)
  const sums = r.sum(b.abs(x), {axis: added, keepdims})
  const axis = !keepdims && found > added ? found - 1 : found
  return ord > 0 ? r.max(sums, {axis, keepdims, initial: 0}) : r.min(sums, {axis, keepdims})
}

/** The length of vectors, or a norm of matrices. */
function norm(x: Input, {ord = null, axis = null, keepdims = false}: NormOptions = {}): JaxArray {
  return jitOf('norm', `${ord}|${String(axis)}|${keepdims}`, [x], (given) => {
    const a = asArray(promoteDtypes('norm', [given], true)[0])
    if (axis === null && ord === null) return rootOfSquares(a, {keepdims})
    const axes = normalAxes(axis, a.ndim)
    const [first, second] = axes
    if (axes.length > 2 || first === undefined)
      return s.fail(
        'ValueError',
        `Improper number of axes for norm: axis=${String(axes)}. Pass one axis to compute a vector-norm, or two axes to compute a matrix-norm.`,
      )
    if (ord === 'fro' || ord === null) return rootOfSquares(a, {axis: axes, keepdims})
    return second === undefined
      ? vectorNorm(a, ord, first, keepdims)
      : matrixNorm(a, ord, [first, second], keepdims)
  })
}

/** `jnp.linalg.cholesky`: a lower triangle that times its own transpose is the matrix. */
const cholesky = (x: Input): JaxArray =>
  jitOf('cholesky', '', [x], (given) => {
    const [a] = promoteDtypes('cholesky', [given], true)
    const turned = asOperand(move.matrixTranspose(asArray(a)))
    const even = e.div(e.add(a, turned), s.like(a, 2))
    const found = lower(even)
    const {shape} = found.aval
    const isKept = broadcastTo(triangleMask(matrixSize(shape), 0, e.ge), shape)
    return asArray(e.selectN(isKept, [s.filled(shape, s.like(found, 0)), found]))
  })

/** `jnp.linalg.matrix_power`: a matrix times itself. */
const matrixPower = (x: Input, n: number): JaxArray =>
  jitOf('matrix_power', n, [x], (a) => {
    if (n < 0)
      s.fail('NotImplementedError', 'a matrix to a negative power needs its inverse, which is not here')
    const size = at(a.shape, a.ndim - 1)
    if (n === 0) return move.broadcastTo(matrices.eye(size, size, {dtype: a.dtype}), a.shape)
    let [power, square] = [n % 2 === 1 ? a : null, a]
    if (n === 3) return products.matmul(products.matmul(a, a), a)
    for (let left = n >> 1; left > 0; left >>= 1) {
      square = products.matmul(square, square)
      if (left % 2 === 1) power = power === null ? square : products.matmul(power, square)
    }
    return power ?? a
  })

/** `jnp.linalg.det` of matrices of two or three rows, as JAX writes it out. */
const det = (x: Input): JaxArray =>
  jitOf('det', '', [x], (given) => {
    const [operand] = promoteDtypes('det', [given], true)
    const n = operand.aval.shape.at(-1)
    if (operand.aval.shape.at(-2) !== n || (n !== 2 && n !== 3))
      s.fail(
        'NotImplementedError',
        `the determinant is of matrices of two or three rows here, got ${operand.aval.toString()}`,
      )
    const cell = (row: number, column: number) => asOperand(getitem(asArray(operand), '...', row, column))
    const times = (...columns: readonly number[]) =>
      columns.map((column, row) => cell(row, column)).reduce(e.mul)
    if (n === 2) return asArray(e.sub(times(0, 1), times(1, 0)))
    const rising = [times(0, 1, 2), times(1, 2, 0), times(2, 0, 1)].reduce(e.add)
    return asArray([times(2, 1, 0), times(0, 2, 1), times(1, 0, 2)].reduce(e.sub, rising))
  })

const QRResult = namedtuple('QRResult', ['Q', 'R'])

/** `jnp.linalg.qr`, reduced: orthonormal columns, and an upper triangle; in the mode `r` the triangle alone. */
function factors(x: Input, options?: {readonly mode?: 'reduced'}): readonly JaxArray[]
function factors(x: Input, options: {readonly mode: 'r'}): JaxArray
function factors(x: Input, {mode = 'reduced'}: QrOptions = {}): JaxArray | readonly JaxArray[] {
  const isWhole = mode === 'reduced'
  const found = jittedAll('qr', mode, promoteDtypes('qr', [x], true), (a) =>
    isWhole ? qr(a) : qr(a).slice(1),
  )
  return isWhole ? QRResult(...found.map(asArray)) : asArray(at(found, 0))
}

/** `jnp.linalg`: norms and factorings of matrices. */
export const linalg = takingAll(
  'jnp.linalg',
  {
    norm,
    cholesky,
    matrixPower,
    det,
    qr: factors,
  } as const,
  {norm: 'x, /, ord=, axis=, keepdims=', qr: 'a, /, mode: reduced|r='},
  withoutOptions,
)
