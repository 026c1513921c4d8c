export * as nnx from './nnx.ts'
export * as jax from './jax.ts'
export {
  jnp,
  lax,
  np,
  JaxArray,
  NamedSharding,
  NumpyArray,
  ShapedArray,
  type ArrayLike,
} from './array/index.ts'
export {optax, type Transformation} from './nn/index.ts'
export {
  Complex,
  Float,
  PythonError,
  Tuple,
  complex,
  float,
  namedtuple,
  named,
  partial,
  protocol,
  repr,
  tuple,
} from './python/index.ts'
export {
  Session,
  defaultSession,
  kwargs,
  resetSession,
  signed,
  type Capacities,
  type Config,
  type JitOptions,
  type Jitted,
  type NnxJitOptions,
  type SessionOptions,
  type Signature,
} from './jit/index.ts'
export {
  aligned,
  checked,
  compared,
  counted,
  duration,
  figure,
  parting,
  type Delta,
  type Finding,
  type Gap,
  type Paint,
  type Stand,
  type Told,
} from './words/index.ts'
export * from './log/index.ts'
export * from './explain/index.ts'
export * from './read/index.ts'
export {
  check as checkScenario,
  describe,
  inspect,
  loadScenarios,
  policies,
  runScenario,
  type Agreement,
  type Disagreement,
  type Done,
  type Policy,
  type Ran,
  type Scenario,
  type Step,
} from './scenario/index.ts'
