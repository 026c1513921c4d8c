import {type JaxArray, sameShape} from '../array/index.ts'
import {type Input, asArray, asOperand, elementwise as e, promoteArgs, shaping as s} from '../lax/index.ts'
import {asarray} from './create.ts'
import {basics as b} from './jnp.ts'
import {reducers as r} from './reductions.ts'
import {ufuncs as u} from './ufuncs.ts'
import {jitOf} from './where.ts'

/** How far two numbers may lie apart and yet be close. */
export interface ClosenessOptions {
  /** As a share of the second; 1e-5 where it is not given. */
  readonly rtol?: number
  /** In all; 1e-8 where it is not given. */
  readonly atol?: number
  /** Whether NaN is close to NaN; false where it is not given. */
  readonly equal_nan?: boolean
}

/** Where two arrays differ by no more than a tolerance. */
const isclose = (
  x: Input,
  y: Input,
  {rtol = 1e-5, atol = 1e-8, equal_nan = false}: ClosenessOptions = {},
): JaxArray =>
  jitOf('isclose', `${rtol}|${atol}|${equal_nan}`, [x, y], (...given) => {
    const [p, q] = promoteArgs('isclose', given, true)
    const [isNaN1, isNaN2] = [e.isNaN(p), e.isNaN(q)]
    const far = e.add(s.like(q, atol), e.mul(s.like(q, rtol), e.abs(q)))
    const inRange = e.and(e.isFinite(q), e.le(e.abs(e.sub(p, q)), far))
    const out = e.or(e.eq(p, q), inRange)
    return asArray(equal_nan ? e.or(out, e.and(isNaN1, isNaN2)) : out)
  })

/** The functions of `jnp` that ask whether arrays are alike. */
export const comparison = {
  isclose,
  /** Whether two arrays differ nowhere by more than a tolerance. */
  allclose: (x: Input, y: Input, options: ClosenessOptions = {}): JaxArray =>
    jitOf('allclose', JSON.stringify(options), [x, y], (p, q) => r.all(isclose(p, q, options))),
  /** Whether two arrays have the same shape and elements. */
  arrayEqual: (
    x: Input,
    y: Input,
    {equal_nan = false}: Pick<ClosenessOptions, 'equal_nan'> = {},
  ): JaxArray => {
    const [p, q] = [asOperand(x), asOperand(y)]
    if (!sameShape(p.aval.shape, q.aval.shape)) return asarray(false)
    const isAlike = b.equal(p, q)
    return r.all(equal_nan ? u.logicalOr(isAlike, u.logicalAnd(b.isnan(p), b.isnan(q))) : isAlike)
  },
  /** Whether two arrays are equal once one is repeated to the shape of the other. */
  arrayEquiv: (x: Input, y: Input): JaxArray => {
    const [p, q] = [asOperand(x).aval.shape, asOperand(y).aval.shape]
    const isAlike = p.toReversed().every((n, i) => {
      const m = q.at(-1 - i) ?? 1
      return n === m || n === 1 || m === 1
    })
    return isAlike ? r.all(b.equal(x, y)) : asarray(false)
  },
} as const
