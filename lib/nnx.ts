import {jax} from './numpy/index.ts'

/**
 * flax's `nnx`. A name is flax's: classes as they are, functions in camelCase (`value_and_grad` is `valueAndGrad`). These names
 * are not flax's:
 *
 * - `edit`: a State is frozen, where Python assigns to its parts.
 * - `VariableState`: what stands in a State for a Variable, and is frozen too; flax holds a Variable there.
 * - `fixed`: `static` under a name that can be imported, since JavaScript reserves that one.
 * - `flat`: a state as pairs of path and leaf; `toFlatState` gives the same.
 * - `ellipsis`: the filter `...`, which JavaScript has no value for.
 */
export {
  // Models
  Module,
  Pytree,
  List,
  Dict,
  // Looking
  display,
  type Display,
  iterModules,
  iterChildren,
  iterGraph,
  // Variables
  Variable,
  Param,
  BatchStat,
  Cache,
  Intermediate,
  Perturbation,
  type Metadata,
  type VariableClass,
  // Data and static
  data,
  fixed,
  fixed as static,
  isData,
  // The two halves of a model
  split,
  merge,
  update,
  state,
  graphdef,
  pop,
  clone,
  view,
  flatten,
  unflatten,
  GraphDef,
  State,
  VariableState,
  edit,
  flat,
  flat as toFlatState,
  nest as fromFlatState,
  type Attribute,
  type Def,
  type Draft,
  type Flat,
  type FlatState,
  type NodeDef,
  type NodePath,
  type NodeRef,
  type NodeType,
  type Rebuild,
  type References,
  type SetOptions,
  type StateOf,
  type StateLeaf,
  type StatePath,
  type VariableDef,
  // Filters
  All,
  Any,
  Not,
  OfType,
  PathContains,
  ellipsis,
  type AnyClass,
  type Combined,
  type Filter,
  type Predicate,
} from './graph/index.ts'
export {
  // Random numbers
  Rngs,
  RngCount,
  RngKey,
  RngState,
  RngStream,
  reseed,
  type RngSource,
  type Seed,
  // Layers
  Linear,
  LinearGeneral,
  Einsum,
  Conv,
  ConvTranspose,
  Embed,
  Dropout,
  BatchNorm,
  LayerNorm,
  RMSNorm,
  GroupNorm,
  InstanceNorm,
  WeightNorm,
  SpectralNorm,
  PReLU,
  avgPool,
  maxPool,
  minPool,
  combineMasks,
  makeAttentionMask,
  makeCausalMask,
  MultiHeadAttention,
  dot_product_attention as dotProductAttention,
  Sequential,
  LoRA,
  LoRALinear,
  LoRAParam,
  initializers,
  type Attention,
  type BatchNormOptions,
  type ConvOptions,
  type ConvTransposeOptions,
  type DotGeneral,
  type DropoutOptions,
  type EinsumOptions,
  type EmbedOptions,
  type GroupNormOptions,
  type FanOptions,
  type InstanceNormOptions,
  type WeightNormOptions,
  type SpectralNormOptions,
  type PReLUOptions,
  type AveragePoolOptions,
  type PoolOptions,
  type MaskOptions,
  type PairwiseOptions,
  type Initializer,
  type SequentialLayer as Layer,
  type LayerNormOptions,
  type LinearGeneralOptions,
  type LinearOptions,
  type LoRALinearOptions,
  type LoRAOptions,
  type MultiHeadAttentionOptions,
  type Promote,
  type RMSNormOptions,
  type AttentionCall,
  type AttentionOptions,
  type Axes,
  type ConvGeneralDilated,
  type DropoutCall,
  type EinsumOp,
  type Features,
  type Kernel,
  type KernelOptions,
  type Padding,
  type ParamClass,
  type PromoteOptions,
  type Scale,
  type ScaleOptions,
  type Shift,
  type ShiftOptions,
  // Recurrent layers
  RNN,
  RNNCellBase,
  SimpleCell,
  LSTMCell,
  OptimizedLSTMCell,
  GRUCell,
  Carry,
  StateAxes,
  type CellCarry,
  type CellOptions,
  type Gate,
  type GatedCell,
  type Memory,
  type RNNCall,
  type SimpleCellOptions,
  type RNNOptions,
  // Training
  grad,
  valueAndGrad,
  DiffState,
  // Looking
  tabulate,
  type TabulateOptions,
  // Metrics
  Metric,
  MultiMetric,
  metrics,
  type Accuracy,
  type Average,
  type MetricState,
  type Statistics,
  type Updates,
  type Welford,
  // Transforms
  vmapOf as vmap,
  scanOf as scan,
  rematOf as remat,
  condIn as cond,
  switchIn as switch,
  whileIn as whileLoop,
  foriIn as foriLoop,
  evalShapeIn as evalShape,
  splitRngs,
  forkRngs,
  restoreRngs,
  type ForkOptions,
  type LiftedAxes,
  type LiftedScanOptions,
  type LiftedVmapOptions,
  type SplitBackups,
  type SplitOptions,
  Optimizer,
  OptArray,
  OptState,
  OptVariable,
  type Argnum,
  type Function_,
  type GradOptions,
  type OptimizerOptions,
} from './nn/index.ts'
export {nnxJit as jit, cachedPartial, type NnxJitOptions} from './jit/index.ts'
export {sigmoid} from './numpy/index.ts'

/** `jax.nn.elu`. */
export const elu = jax.nn.elu
/** `jax.nn.gelu`. */
export const gelu = jax.nn.gelu
/** `jax.nn.leaky_relu`. */
export const leakyRelu = jax.nn.leakyRelu
/** `jax.nn.relu`. */
export const relu = jax.nn.relu
/** `jax.nn.silu`. */
export const silu = jax.nn.silu
/** `jax.nn.softplus`. */
export const softplus = jax.nn.softplus
/** `jax.nn.swish`. */
export const swish = jax.nn.swish
/** `jax.nn.softmax`. */
export const softmax = jax.nn.softmax
/** `jax.nn.log_softmax`. */
export const logSoftmax = jax.nn.logSoftmax
/** `jax.nn.logsumexp`. */
export const logsumexp = jax.nn.logsumexp
/** `jax.nn.one_hot`. */
export const oneHot = jax.nn.oneHot
