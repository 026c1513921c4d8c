export {callJaxpr, deferredCall, jitted, jittedAll} from './subjaxpr.ts'
export {
  asArray,
  asOperand,
  type Input,
  inexactOf,
  normalAxes,
  normalAxis,
  promoteDtypes,
  checkRanks,
  commonShape,
  promoteArgs,
  promoteShapes,
} from './operand.ts'
export {type InDimOptions} from './slices.ts'
export {laxOperations, type CumulativeOptions, type DotOptions, type LaxSortOptions} from './lax.ts'
export {gradientsOf, type Gradients} from './gradients.ts'
export {scanJaxpr} from './scan.ts'
export {
  convolve,
  type ConvNumbers,
  type ConvolutionOptions,
  type ConvSpec,
  type ConvSpecs,
  type ConvPadding,
  type TransposeOptions,
} from './convolution.ts'
export {type DotNumbers, dotPromoted, dotGeneral} from './dot.ts'
export {reduceMax, argmax, argmin, reduceAnd, reduceMin, reduceOr, reduceProd} from './reduce.ts'
export {cumprod, cumsum} from './cumulative.ts'
export {
  broadcastInDim,
  convertElementType,
  fail,
  filled,
  iota,
  literal,
  stack,
  reduceSum,
  squeeze,
  transpose,
} from './shaping.ts'
export {randomGamma} from './randomgamma.ts'
export {sort, sortAll, topK} from './ordering.ts'
export {cholesky, qr} from './qr.ts'
export {
  type IndexMode,
  type Windows,
  gather,
  rowsAt,
  rowsOf,
  scatterAdd,
  scatterMax,
  scatterMin,
  scatterMul,
  scatterSet,
  take,
  wrapped,
} from './gather.ts'
export {sliceAt} from './dynamic.ts'
export * as elementwise from './elementwise.ts'
export * as shaping from './shaping.ts'
export {customCall, type CustomRule, customJvp, jvpRule, vjpRule} from './custom.ts'
export {checkpointed} from './checkpoint.ts'
export {mappedOver, vmapped} from './batch.ts'
export {condOf, whileOf} from './loop.ts'
export type {PoolWindow} from './window.ts'
export {backward, linearize, pushed} from './tape.ts'
export {ClosedJaxpr} from './closedjaxpr.ts'
export {jaxprText, paramText} from './jaxprtext.ts'
