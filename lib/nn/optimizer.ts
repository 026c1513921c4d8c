import {asArray, asOperand, type Input} from '../lax/index.ts'
import {at, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  container,
  data,
  type Filter,
  flat,
  GraphDef,
  graphLayout,
  type Metadata,
  Pytree,
  State,
  state,
  Variable,
  VariableState,
  isVariable,
} from '../graph/index.ts'
import {named, PythonError, repr, optionsBy} from '../python/index.ts'
import {optax, type Stage, type Tree} from '../optax/index.ts'

/** What an optimizer keeps. */
export class OptState<V = unknown> extends Variable<V> {}
/** The optimizer's part for an array. */
export class OptArray<V = unknown> extends OptState<V> {}
/** The optimizer's part for a Variable, with its metadata. */
export class OptVariable<V = unknown> extends OptState<V> {}

for (const [qualname, type] of Object.entries({OptState, OptArray, OptVariable}))
  named(type, {qualname, module: 'flax.nnx.training.optimizer', type: 'flax.nnx.variablelib.VariableMeta'})

/** What Optimizer takes. */
export interface OptimizerOptions {
  /** Which Variables of the model it trains. Static: another filter compiles. Flax needs it. */
  readonly wrt?: Filter
  /** Whether models are walked as graphs, with sharing; flax's `graph`, as flax is configured where it is not given. */
  readonly graph?: boolean | null
}

const isStage = (tx: unknown): boolean =>
  typeof tx === 'object' && tx !== null && 'init' in tx && 'update' in tx

const optimizerOptions = optionsBy<OptimizerOptions>('nnx.Optimizer(*, wrt=, graph=)')

/**
 * A model's optimizer: a step count, the transformation's state, and the transformation itself as a static attribute. Two
 * transformations made apart are different static values.
 *
 * @example
 * const optimizer = new Optimizer(model, optax.adam(1e-3), {wrt: Param})
 * optimizer.update(model, nnx.grad((model) => jnp.mean(model.call(x)))(model))
 */
export class Optimizer extends Pytree {
  declare graph: boolean | null
  declare step: OptState<JaxArray>
  declare tx: Stage
  declare opt_state: unknown
  declare wrt: Filter

  constructor(model: unknown, tx: Stage, options: OptimizerOptions = {}) {
    super()
    const {wrt, graph = null} = optimizerOptions([options])
    if (wrt === undefined)
      throw new PythonError(
        'TypeError',
        'Missing required argument `wrt`. As of Flax 0.11.0 the `wrt` argument is required, if you want to keep the previous use nnx.ModelAndOptimizer instead of nnx.Optimizer.',
      )
    if (model instanceof GraphDef)
      throw new PythonError(
        'TypeError',
        'an Optimizer takes the model (or its state), but a GraphDef was given. The graphdef is the static half: it holds no parameters. Pass the model itself, or merge(graphdef, state).',
      )
    if (!isStage(tx))
      throw new PythonError(
        'TypeError',
        `an Optimizer takes a transformation, such as optax.adam(1e-3), but got ${typeof tx === 'function' ? 'a function: call it' : repr(tx)}`,
      )
    if (graphLayout().optimizerGraph) this.graph = graph
    this.step = new OptState(jnp.array(0, 'uint32'))
    this.tx = tx
    this.opt_state = data(kept(tx.init(state(model, wrt))))
    this.wrt = wrt
  }

  /**
   * Updates the model's parameters and the optimizer's state.
   *
   * @throws {PythonError} TypeError without gradients, or with something else in their place.
   */
  update(model: unknown, grads?: unknown): Tree {
    if (grads === undefined)
      throw new PythonError(
        'TypeError',
        'Missing required argument `grads`. As of Flax 0.11.0 update requires both (model, grads) arguments to be passed. If you want to keep the previous use nnx.ModelAndOptimizer instead of nnx.Optimizer.',
      )
    if (grads instanceof GraphDef)
      throw new PythonError(
        'TypeError',
        'update takes gradients (a state, from nnx.grad), but a GraphDef was given. The graphdef is the static half and has no gradients; differentiate the model, not its graphdef.',
      )
    const params = pure(state(model, this.wrt))
    const gradients = pure(grads)
    const [updates, next] = this.tx.update(gradients, pure(this.opt_state), params)
    const moved = optax.applyUpdates(params, updates)
    write(variablesOf(model, this.wrt), moved)
    put(this.opt_state, next)
    this.step.value = jnp.add(this.step, 1)
    return updates
  }
}

named(Optimizer, {qualname: 'Optimizer', module: 'flax.nnx.training.optimizer'})

/** A tree with the optimizer's Variables in the places of arrays; a nested state becomes a dict, as in flax. */
function kept(tree: Tree, top = true): Tree {
  if (tree instanceof VariableState) return new OptVariable(tree.value, moved(tree.metadata))
  if (tree instanceof State) {
    const entries = Object.keys(tree).map((name): [string, unknown] => [name, kept(tree[name], false)])
    return top ? State.of(entries) : Object.fromEntries(entries)
  }
  const parts = container(tree)
  return parts === null ? new OptArray(tree) : parts.make(parts.children.map((child) => kept(child)))
}

const moved = ({optimizer_sharding, ...metadata}: Metadata): Metadata =>
  optimizer_sharding === undefined ? metadata : {...metadata, out_sharding: optimizer_sharding}

/** Arrays alone, in the same containers. */
function pure(tree: Tree): Tree {
  if (tree instanceof VariableState || isVariable(tree)) return tree.value
  const parts = container(tree)
  return parts === null ? tree : parts.make(parts.children.map(pure))
}

/** Puts the arrays of one tree into the Variables of another of the same structure. */
function put(tree: Tree, values: Tree): void {
  if (isVariable(tree)) tree.value = values
  else {
    const from = container(values)?.children ?? []
    container(tree)?.children.forEach((child, i) => put(child, from[i]))
  }
}

/** The Variables that a filter lets through, in the order of the state. */
function variablesOf(model: unknown, wrt: Filter): readonly Variable[] {
  return flat(state(model, wrt)).flatMap(([path]) => {
    const found = path.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      model,
    )
    return isVariable(found) ? [found] : []
  })
}

function write(variables: readonly Variable[], values: Tree): void {
  const leaves = flat(values)
  if (leaves.length !== variables.length)
    throw new PythonError(
      'ValueError',
      `the gradients hold ${leaves.length} arrays, but the model has ${variables.length} Variables that ${repr('wrt')} lets through; use one filter for both.`,
    )
  leaves.forEach(([, value], i) => {
    const variable = at(variables, i)
    variable.value = isInput(value) ? asArray(asOperand(value)) : value
  })
}

const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && 'aval' in value
