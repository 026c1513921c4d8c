export {type Draws, type Drawn, type Made} from './drawing.ts'
export {
  Rngs,
  RngCount,
  RngKey,
  RngState,
  RngStream,
  reseed,
  type ForkStreamOptions,
  type RngSource,
  type Seed,
} from './stream.ts'
export {initializers, type FanOptions, type Initializer} from './initializer.ts'
export {promote_dtype, type Promote} from './promote.ts'
export {Linear, type DotGeneral, type LinearOptions} from './linear.ts'
export {LinearGeneral, type LinearGeneralOptions} from './general.ts'
export {Einsum, type EinsumOptions} from './einsum.ts'
export {Conv, type ConvOptions} from './conv.ts'
export {ConvTranspose, type ConvTransposeOptions} from './transposed.ts'
export {Embed, type EmbedOptions} from './embed.ts'
export {LayerNorm, type LayerNormOptions} from './layernorm.ts'
export {RMSNorm, type RMSNormOptions} from './rmsnorm.ts'
export {GroupNorm, type GroupNormOptions} from './groupnorm.ts'
export {BatchNorm, type BatchNormCall, type BatchNormOptions} from './batchnorm.ts'
export {InstanceNorm, type InstanceNormOptions} from './instancenorm.ts'
export {
  SpectralNorm,
  WeightNorm,
  type SpectralNormCall,
  type SpectralNormOptions,
  type WeightNormOptions,
} from './weightnorm.ts'
export {PReLU, type PReLUOptions} from './prelu.ts'
export {avgPool, maxPool, minPool, type AveragePoolOptions, type PoolOptions} from './pooling.ts'
export {makeAttentionMask, makeCausalMask, type MaskOptions, type PairwiseOptions} from './masking.ts'
export {Dropout, type DropoutOptions} from './dropout.ts'
export {combineMasks, dot_product_attention, type Attention} from './attention.ts'
export {MultiHeadAttention, type MultiHeadAttentionOptions} from './multihead.ts'
export {Sequential, callLayer, type SequentialLayer} from './sequential.ts'
export {LoRA, LoRALinear, LoRAParam, type LoRALinearOptions, type LoRAOptions} from './lora.ts'
export {GRUCell, LSTMCell, OptimizedLSTMCell, RNNCellBase, SimpleCell, type CellOptions} from './cell.ts'
export {Carry, RNN, StateAxes, type RNNOptions} from './rnn.ts'
export {
  Metric,
  MultiMetric,
  metrics,
  type Accuracy,
  type AccuracyOptions,
  type MetricOptions,
  type Average,
  type MetricState,
  type Statistics,
  type Updates,
  type Welford,
} from './metrics.ts'
export {EMA, type EMAOptions} from './ema.ts'
export {tabulate, type TabulateOptions} from './tabulate.ts'
export {customVjpIn, type LiftedVjp, type LiftedVjpOptions} from './customvjp.ts'
export {DiffState, grad, valueAndGrad, type GradOptions} from './grad.ts'
export {OptArray, OptState, OptVariable, Optimizer, type OptimizerOptions} from './optimizer.ts'
export {loadState, saveState, type Saved, type StateJSON} from './save.ts'
export type {AttentionOptions} from './attention.ts'
export type {CellCarry, Gate, GatedCell, Memory, SimpleCellOptions} from './cell.ts'
export type {ConvGeneralDilated, Padding} from './conv.ts'
export type {DropoutCall} from './dropout.ts'
export type {EinsumOp} from './einsum.ts'
export type {Features} from './general.ts'
export type {Argnum, Function_} from './grad.ts'
export type {Kernel, KernelOptions} from './kernel.ts'
export type {ParamClass} from './lora.ts'
export type {AttentionCall} from './multihead.ts'
export type {Axes} from './norm.ts'
export type {PromoteOptions} from './promote.ts'
export type {RNNCall} from './rnn.ts'
export type {Scale, ScaleOptions, Shift, ShiftOptions} from './scale.ts'
export {scanOf, vmapOf, type LiftedAxes, type LiftedScanOptions, type LiftedVmapOptions} from './mapped.ts'
export {condIn, evalShapeIn, foriIn, rematOf, switchIn, whileIn} from './lifted.ts'
export {
  forkRngs,
  restoreRngs,
  splitRngs,
  type ForkOptions,
  type SplitBackups,
  type SplitOptions,
} from './splitting.ts'
