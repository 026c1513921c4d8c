import {dtypeOf, type JaxArray, JaxArray as Jax, NumpyArray} from '../array/index.ts'
import {type Filter, Pytree, split, Variable, isVariable} from '../graph/index.ts'
import type {Input} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  optionsBy,
  entriesOf,
  Float,
  isDict,
  named,
  NamedTuple,
  PythonError,
  repr,
  tuple,
  type Tuple,
  typeRepr,
} from '../python/index.ts'

/** What a metric has counted. */
export class MetricState<V = unknown> extends Variable<V> {}

/** Anything that an update may be given, by name. */
export type Updates = Readonly<Record<string, unknown>>

/** Base class of metrics: they count in `update`, tell in `compute` and begin anew by `reset` (flax/nnx/training/metrics.py). */
export abstract class Metric extends Pytree {
  abstract reset(): void
  abstract update(updates?: Updates): void
  abstract compute(): unknown

  /** `nnx.split(metric, …)`. */
  split(...filters: readonly Filter[]): readonly unknown[] {
    return split(this, ...filters)
  }
}

const zero = (dtype: string): MetricState<JaxArray> => new MetricState(jnp.zeros([], dtype))

/** Puts a new value, and keeps the dtype, as Python's `variable[...] = value` does. */
function put(variable: MetricState<JaxArray>, value: Input): void {
  variable.value = jnp.astype(value, variable.dtype)
}

function taken(updates: Updates, name: string): Input {
  const value = updates[name]
  if (isInput(value)) return value
  throw new PythonError('TypeError', `Expected keyword argument '${name}'`)
}

const isNumber = (value: unknown): value is number | Float | boolean =>
  typeof value === 'number' || typeof value === 'boolean' || value instanceof Float

const isInput = (value: unknown): value is Input =>
  isNumber(value) || value instanceof Jax || value instanceof NumpyArray || isVariable(value)

/** How many numbers an update has. */
const sizeOf = (value: Input): number => (isNumber(value) ? 1 : jnp.asarray(value).size)

/** What a metric of one value takes. */
export interface MetricOptions {
  /** Under which name `update` takes the values; `'values'` where it is not given. */
  readonly argname?: string
}

const averageOptions = optionsBy<MetricOptions>('nnx.metrics.Average(argname: text=)')
const welfordOptions = optionsBy<MetricOptions>('nnx.metrics.Welford(argname: text=)')

/**
 * The mean of all values given so far, NaN before the first.
 *
 * @example
 * const loss = new Average('loss')
 * loss.update({loss: jnp.array([1, 2])})
 * loss.compute() // Array(1.5, dtype=float32)
 */
export class Average extends Metric {
  declare argname: string
  declare total: MetricState<JaxArray>
  declare count: MetricState<JaxArray>

  /**
   * @param named under which name `update` takes the values; `'values'` where it is not given
   * @param before attributes that stand before its own.
   */
  constructor(named: string | MetricOptions = {}, before: Readonly<Record<string, unknown>> = {}) {
    super()
    const {argname = 'values'} = averageOptions([named])
    Object.assign(this, before, {argname, total: zero('float32'), count: zero('int32')})
  }

  reset(): void {
    put(this.total, jnp.zeros([], 'float32'))
    put(this.count, jnp.zeros([], 'int32'))
  }

  /**
   * Counts values, which the option of the metric's name holds; where a mask is given, as much as it is 1.
   *
   * @throws {PythonError} TypeError where the name is missing, ValueError for a mask beside a plain number.
   */
  update(updates: Updates = {}): void {
    const {total, count, argname} = this
    const values = taken(updates, argname)
    const {mask = null} = updates
    if (mask === null) {
      put(total, jnp.add(total, isNumber(values) ? values : jnp.sum(values)))
      put(count, jnp.add(count, sizeOf(values)))
      return
    }
    if (isNumber(values) || !isInput(mask))
      throw new PythonError('ValueError', `If mask is provided, ${argname} should be a jax array`)
    const kept = jnp.asarray(values)
    put(total, jnp.add(total, jnp.sum(jnp.multiply(kept, jnp.astype(mask, kept.dtype)))))
    put(count, jnp.add(count, jnp.astype(jnp.sum(mask), 'int32')))
  }

  compute(): JaxArray {
    return jnp.divide(this.total, this.count)
  }
}

/** What `Welford` tells: `mean`, `standard_error_of_mean`, `standard_deviation`. */
export class Statistics extends NamedTuple {
  override readonly fields = ['mean', 'standard_error_of_mean', 'standard_deviation']

  get mean(): unknown {
    return this[0]
  }

  get standard_error_of_mean(): unknown {
    return this[1]
  }

  get standard_deviation(): unknown {
    return this[2]
  }
}

/** Mean and variance of a stream of values by Welford's algorithm. */
export class Welford extends Metric {
  declare argname: string
  declare count: MetricState<JaxArray>
  declare mean: MetricState<JaxArray>
  declare m2: MetricState<JaxArray>

  /** @param named under which name `update` takes the values; `'values'` where it is not given */
  constructor(named: string | MetricOptions = {}) {
    super()
    const {argname = 'values'} = welfordOptions([named])
    Object.assign(this, {argname, count: zero('int32'), mean: zero('float32'), m2: zero('float32')})
  }

  reset(): void {
    for (const variable of [this.count, this.mean, this.m2]) put(variable, jnp.zeros([], variable.dtype))
  }

  update(updates: Updates = {}): void {
    const {count, mean, m2} = this
    const values = taken(updates, this.argname)
    const [before, size] = [count.value, sizeOf(values)]
    put(count, jnp.add(count, size))
    const delta = jnp.subtract(isNumber(values) ? values : jnp.mean(values), mean)
    put(mean, jnp.add(mean, jnp.divide(jnp.multiply(delta, size), count)))
    const own = isNumber(values) ? 0 : jnp.multiply(jnp.var(values), size)
    const between = jnp.multiply(jnp.multiply(jnp.multiply(delta, delta), size), before)
    put(m2, jnp.add(m2, jnp.add(own, jnp.divide(between, count))))
  }

  compute(): Statistics {
    const {count, mean, m2} = this
    const deviation = jnp.power(jnp.divide(m2, count), 0.5)
    const told = new Statistics()
    told.push(mean.value, jnp.divide(deviation, jnp.power(count, 0.5)), deviation)
    return Object.freeze(told)
  }
}

/** What Accuracy takes. */
export interface AccuracyOptions {
  /** Of two classes, from which logit on a prediction is positive; several classes where it is not given. */
  readonly threshold?: number | Float | null
}

const accuracyOptions = optionsBy<AccuracyOptions>('nnx.metrics.Accuracy(threshold=)')

/** The share of labels that the logits hit: by the largest of the last axis, or of two classes by a threshold. */
export class Accuracy extends Average {
  declare threshold: number | Float | null

  /**
   * @throws {PythonError} TypeError for a threshold that Python takes for no float.
   */
  constructor(options: AccuracyOptions = {}) {
    const {threshold = null} = accuracyOptions([options])
    if (threshold !== null && !(threshold instanceof Float || !Number.isInteger(threshold)))
      throw new PythonError('TypeError', `Expected threshold to be a float, got ${typeRepr(threshold)}`)
    super('values', {threshold})
  }

  /**
   * @param updates `logits`, `labels` (int32), and a `mask` of the labels where some do not count.
   * @throws {PythonError} ValueError for shapes that do not fit, and for labels of another dtype.
   */
  override update(updates: Updates = {}): void {
    const {threshold} = this
    const [logits, given] = [jnp.asarray(taken(updates, 'logits')), jnp.asarray(taken(updates, 'labels'))]
    const {mask} = updates
    if (threshold === null ? logits.ndim !== given.ndim + 1 : logits.ndim !== given.ndim)
      throw new PythonError(
        'ValueError',
        `For ${threshold === null ? 'multi-class' : 'binary'} classification, expected logits.ndim==labels.ndim${threshold === null ? '+1' : ''}, got ${logits.ndim} and ${given.ndim}`,
      )
    if (!(given.dtype.name === 'int32' || given.dtype.name === 'int64'))
      throw new PythonError('ValueError', `Expected labels.dtype==jnp.int32, got ${given.dtype.name}`)
    const labels = jnp.astype(given, dtypeOf('int32'))
    const values =
      threshold === null
        ? jnp.equal(jnp.argmax(logits, {axis: -1}), labels)
        : jnp.equal(jnp.greaterEqual(logits, threshold), jnp.greater(labels, 0))
    super.update({values, ...(mask !== undefined && {mask})})
  }
}

/**
 * Several metrics that are updated and told together.
 *
 * @example
 * const metrics = new MultiMetric({accuracy: new Accuracy(), loss: new Average('loss')})
 * metrics.update({logits: jnp.array([[0, 1], [1, 0]]), labels: jnp.array([1, 1]), loss: float(2.5)})
 * metrics.compute() // {accuracy: Array(0.5, dtype=float32), loss: Array(2.5, dtype=float32)}
 */
export class MultiMetric extends Metric {
  declare _metric_names: Tuple<string>

  /**
   * @param metrics by the names under which they are told.
   * @throws {PythonError} TypeError for what is no metric.
   */
  constructor(metrics: Readonly<Record<string, Metric>> = {}) {
    super()
    for (const [name, metric] of Object.entries<unknown>(metrics))
      if (!(metric instanceof Metric))
        throw new PythonError(
          'TypeError',
          `${name} of nnx.MultiMetric must be a metric, such as new nnx.metrics.Accuracy(), but got ${repr(metric)}`,
        )
    this._metric_names = tuple(...Object.keys(metrics))
    Object.assign(this, metrics)
  }

  reset(): void {
    for (const [, metric] of inner(this)) metric.reset()
  }

  /** @param updates what the metrics take; a `mask` for all of them, or one a metric by its name. */
  update({mask, ...updates}: Updates = {}): void {
    for (const [name, metric] of inner(this)) {
      const own: unknown = isDict(mask) ? new Map(entriesOf(mask)).get(name) : mask
      metric.update({...updates, ...(own !== undefined && own !== null && {mask: own})})
    }
  }

  compute(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(inner(this).map(([name, metric]) => [name, metric.compute()]))
  }
}

/** The metrics of a MultiMetric by their names. */
const inner = (multi: MultiMetric): readonly (readonly [string, Metric])[] =>
  multi._metric_names.flatMap((name) => {
    const metric: unknown = Reflect.get(multi, name)
    return metric instanceof Metric ? [[name, metric] as const] : []
  })

/** flax's `nnx.metrics`. */
export const metrics = {Metric, MetricState, Average, Accuracy, Welford, MultiMetric, Statistics}

for (const [qualname, type] of Object.entries({Metric, MetricState, Average, Accuracy, Welford, MultiMetric}))
  named(type, {
    qualname,
    module: 'flax.nnx.training.metrics',
    ...(type === MetricState && {type: 'flax.nnx.variablelib.VariableMeta'}),
  })
