import {type JaxArray} from '../../lib/array/index.ts'
import {type ConvolutionOptions, laxOperations as lax} from '../../lib/lax/index.ts'

/** A convolution with features last, one step at a time and no padding. */
export const conv = (x: JaxArray, kernel: JaxArray, more: Partial<ConvolutionOptions> = {}) =>
  lax.convGeneralDilated(x, kernel, {
    window_strides: [1, 1],
    padding: [
      [0, 0],
      [0, 0],
    ],
    dimension_numbers: ['NHWC', 'HWIO', 'NHWC'],
    ...more,
  })
