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
export {deepcopy, loadState, saveState, type StateJSON} from './graph/index.ts'
export {digest} from './key/index.ts'
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
  compiled,
  counted,
  duration,
  figure,
  headlineOfRuns,
  isChange,
  say,
  some,
  parting,
  upgraded,
  type Delta,
  type Finding,
  type Gap,
  type Paint,
  type Stand,
  type Told,
  type UpgradeCounts,
} from './words/index.ts'
export {
  members,
  newest,
  releaseOf,
  releases,
  simulated,
  type LayerName,
  type LayerRow,
  type Member,
  type Platform,
  type Release,
  type Rules,
  type Setting,
  type SimulatedRelease,
} from './release/index.ts'
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
  type ScenarioOptions,
  type Step,
  type Upgrade,
  type ChangedCall,
  upgrade,
} from './scenario/index.ts'
