import type {JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  data,
  type Filter,
  filterState,
  flat,
  isVariable,
  leafArray,
  mapState,
  merge,
  mergeState,
  Pytree,
  split,
  type State,
  type StateLeaf,
  type StatePath,
  state,
  type Variable,
  VariableState,
} from '../graph/index.ts'
import {named, optionsBy, PythonError, typeName} from '../python/index.ts'

/** What EMA takes. */
export interface EMAOptions {
  /** The model whose Variables are followed, or its state. */
  readonly params: unknown
  /** The share of an average that stays with each update, from 0 to 1. */
  readonly decay: number
  /** Which Variables are followed; all where it is not given. */
  readonly only?: Filter
  /** Whether models are walked as graphs, with sharing; flax's `graph`, as flax is configured where it is not given. */
  readonly graph?: boolean | null
}

const emaOptions = optionsBy<EMAOptions>('nnx.EMA(params, decay: float, *, only=, graph=)')

/**
 * Moving averages of a model's Variables: each update leaves `decay` of them and takes the rest from the model. Both are
 * data: an update inside of a jitted function compiles once.
 *
 * @throws {PythonError} TypeError where an array that is followed stands in no Variable.
 * @example
 * const ema = new EMA(model, 0.9)
 * const smooth = ema.applyTo(model) // shares its Variables with ema
 * ema.update(model)
 */
export class EMA extends Pytree {
  declare graph: boolean | null
  declare decay: number
  declare filter: Filter
  declare params: State

  constructor(params: unknown, decay: number, options?: Pick<EMAOptions, 'only' | 'graph'>)
  constructor(options: EMAOptions)
  constructor(...given: readonly unknown[]) {
    super()
    const {params, decay, only = true, graph = null} = emaOptions(given)
    this.graph = graph
    this.decay = decay
    this.filter = only
    this.params = data(mapState(averageOf, filterState(state(params), only)))
  }

  /**
   * Moves the averages towards a model's Variables.
   *
   * @throws {PythonError} ValueError for a model of another structure.
   */
  update(model: unknown): void {
    const [kept, given] = [flat(this.params), flat(filterState(state(model), this.filter))]
    if (
      kept.length !== given.length ||
      !kept.every(([path], i) => path.join('/') === given[i]?.[0].join('/'))
    )
      throw new PythonError(
        'ValueError',
        'EMA.update takes a model of the structure of the one that it was made for',
      )
    kept.forEach(([, average], i) => {
      if (isVariable(average))
        average.value = moved(this.decay, leafArray(average.value), leafArray(given[i]?.[1]))
    })
  }

  /** A model as the one given, in which the averages stand for the Variables that are followed; it shares them with this EMA. */
  applyTo<M>(model: M): M {
    const [graphdef, whole] = split(model)
    return merge(graphdef, mergeState(whole, this.params))
  }
}

const moved = (decay: number, average: JaxArray, now: JaxArray): JaxArray =>
  jnp.add(jnp.multiply(decay, average), jnp.multiply(1 - decay, now))

/** A Variable of the same class and metadata that begins with the same value. */
function averageOf(path: StatePath, leaf: StateLeaf): Variable {
  if (leaf instanceof VariableState) return new leaf.type(jnp.array(leafArray(leaf)), leaf.metadata)
  throw new PythonError(
    'TypeError',
    `EMA only supports Variable leaves, got ${typeName(leaf)} at path '${path.join('/')}'. Use the \`only\` filter to select Variable leaves.`,
  )
}

named(EMA, {qualname: 'EMA', module: 'flax.nnx.training.ema'})
