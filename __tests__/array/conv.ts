import {type JaxArray} from '../../lib/array/index.ts'
import {laxOperations as lax, type LaxConvOptions} from '../../lib/lax/index.ts'

/** A convolution with features last, one step at a time and no padding. */
export const conv = (x: JaxArray, kernel: JaxArray, more: Partial<LaxConvOptions> = {}) =>
  lax.convGeneralDilated(x, kernel, {
    window_strides: [1, 1],
    padding: [
      [0, 0],
      [0, 0],
    ],
    lhs_dilation: [1, 1],
    rhs_dilation: [1, 1],
    lhs_spec: [0, 3, 1, 2],
    rhs_spec: [3, 2, 0, 1],
    out_spec: [0, 3, 1, 2],
    feature_group_count: 1,
    batch_group_count: 1,
    ...more,
  })
