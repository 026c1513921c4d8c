import {type Operand, type ShapedArray, bind, shaped} from '../array/index.ts'
import {fail} from './shaping.ts'

/**
 * `lax.linalg.qr` of matrices, the reduced form: orthonormal columns and an upper triangle whose product is `x`. The signs are
 * those of Householder's reflections, as LAPACK leaves them.
 */
export function qr(x: Operand): readonly [Operand, Operand] {
  const {shape, dtype, ndim} = x.aval
  if (ndim < 2) fail('ValueError', `Argument to QR decomposition must have ndims >= 2; got ${ndim}.`)
  const [m = 0, n = 0] = shape.slice(-2)
  const k = Math.min(m, n)
  const lead = shape.slice(0, -2)
  return bind<readonly [Operand], readonly [ShapedArray, ShapedArray]>(
    {
      name: 'qr',
      params: {full_matrices: false, pivoting: false, use_magma: null},
      outs: [shaped([...lead, m, k], dtype), shaped([...lead, k, n], dtype)],
      again: ([y]) => qr(y),
      batch: ([y]) => qr(y),
      jvp: () => fail('NotImplementedError', 'qr has no derivative here'),
    },
    [x],
  )
}

/**
 * `lax.linalg.cholesky` of symmetric positive definite matrices, without symmetrizing them: a matrix whose lower triangle times its
 * own transpose is `x`; NaN where there is none. What stands above the diagonal is not said.
 */
export function cholesky(x: Operand): Operand {
  const {shape, ndim} = x.aval
  if (ndim < 2 || shape.at(-1) !== shape.at(-2))
    fail('ValueError', `The arguments to cholesky must be square matrices, got ${x.aval.toString()}.`)
  return bind(
    {
      name: 'cholesky',
      params: {},
      outs: [x.aval],
      again: ([y]) => [cholesky(y)],
      batch: ([y]) => [cholesky(y)],
      jvp: () => fail('NotImplementedError', 'cholesky has no derivative here'),
    },
    [x],
  )[0]
}
