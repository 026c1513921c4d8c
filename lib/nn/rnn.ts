import {asArray, asOperand, type Input, scanJaxpr} from '../lax/index.ts'
import {at, type JaxArray, type Shape, shaped, trace} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, ellipsis, type Filter, flatten, Module, unflatten, isVariable} from '../graph/index.ts'
import {
  entriesOf,
  isDict,
  isSequence,
  legible,
  named,
  protocol,
  PythonError,
  repr,
  tuple,
  optionsBy,
} from '../python/index.ts'
import type {CellCarry, RNNCellBase} from './cell.ts'
import {type RngSource, Rngs, RngStream} from './stream.ts'

/** Marks an axis as handed from step to step, `nnx.Carry`. */
export abstract class Carry {
  abstract readonly carried: true
}

named(Carry, {qualname: 'Carry', module: 'flax.nnx.transforms.iteration'})

/** Which Variables are mapped over which axis, `nnx.StateAxes`; compared by content. */
export class StateAxes {
  static readonly [protocol.type] = 'flax.nnx.transforms.iteration.StateAxes'
  readonly entries: readonly (readonly [Filter, unknown])[]

  constructor(
    entries:
      | readonly (readonly [Filter, unknown])[]
      | ReadonlyMap<Filter, unknown>
      | Readonly<Record<string, unknown>>,
  ) {
    this.entries = isDict(entries) ? entriesOf(entries) : entries
    if (!isSequence(this.entries) || !this.entries.every(isSequence))
      throw new PythonError(
        'TypeError',
        `nnx.StateAxes takes filters with their axes, as in new nnx.StateAxes([[nnx.Param, 0]]), but got ${repr(entries)}`,
      )
    Object.freeze(this)
  }

  [protocol.by](): unknown {
    return tuple(...this.entries.map(([filter, axis]) => tuple(filter, axis)))
  }

  [protocol.repr](): string {
    return `StateAxes({${this.entries.map(([filter, axis]) => `${filter === ellipsis ? 'Ellipsis' : repr(filter)}: ${repr(axis)}`).join(', ')}})`
  }
}

legible(StateAxes)

/** What RNN takes. */
export interface RNNOptions {
  /** Whether time is the first axis, before the batch; false where it is not given. */
  readonly time_major?: boolean
  /** Whether a call returns the last carry too; false where it is not given. */
  readonly return_carry?: boolean
  /** Whether it goes from the last step to the first; false where it is not given. */
  readonly reverse?: boolean
  /** Whether a reversed run returns its outputs in the order of the inputs; false where it is not given. */
  readonly keep_order?: boolean
  /** How many steps a turn of the loop does; 1 where it is not given. */
  readonly unroll?: number
  /** Which state is handed on from step to step, and which is the same at each; all is handed on where it is not given. */
  readonly state_axes?: StateAxes
  /** Which streams of random numbers give the same numbers at each step; none where it is not given. */
  readonly broadcast_rngs?: Filter
  /** A stream for the first carry, or whether the layer has one of its own; true where it is not given. */
  readonly rngs?: Rngs | boolean
}

/** What a call of RNN may say. */
export interface RNNCall {
  /** The carry before the first step; a new one where it is not given. */
  readonly initial_carry?: CellCarry | null
  /** Whether it returns the last carry too; as the layer says where it is not given. */
  readonly return_carry?: boolean
  /** Whether time is the first axis, before the batch; false where it is not given. */
  readonly time_major?: boolean
  /** Whether it goes from the last step to the first; false where it is not given. */
  readonly reverse?: boolean
  /** Whether a reversed run returns its outputs in the order of the inputs; false where it is not given. */
  readonly keep_order?: boolean
  /** The stream for the first carry; that of the layer where it is not given. */
  readonly rngs?: RngSource | null
}

const rnnOptions = optionsBy<RNNOptions>(
  `nnx.RNN(*, time_major=, return_carry=, reverse=, keep_order=, unroll=, state_axes=, broadcast_rngs=,
    rngs=)`,
)

const rnnCall = optionsBy<RNNCall>(
  'nnx.RNN.call(*, initial_carry=, return_carry: bool=, time_major: bool=, reverse: bool=, keep_order: bool=, rngs=)',
)

/** A cell run over a sequence, as one scan. */
export class RNN extends Module {
  declare cell: RNNCellBase
  declare time_major: boolean
  declare return_carry: boolean
  declare reverse: boolean
  declare keep_order: boolean
  declare unroll: number
  declare rngs: RngStream | null
  declare state_axes: StateAxes
  declare broadcast_rngs: Filter

  constructor(cell: RNNCellBase, given: RNNOptions = {}) {
    super()
    const options = rnnOptions([given])
    const {rngs = true} = options
    this.cell = cell
    this.time_major = options.time_major ?? false
    this.return_carry = options.return_carry ?? false
    this.reverse = options.reverse ?? false
    this.keep_order = options.keep_order ?? false
    this.unroll = options.unroll ?? 1
    this.rngs =
      rngs === true ? new RngStream(0, {tag: 'carry'}) : rngs instanceof Rngs ? rngs.carry.fork() : data(null)
    this.state_axes = options.state_axes ?? new StateAxes([[ellipsis, Carry]])
    this.broadcast_rngs = options.broadcast_rngs ?? null
  }

  /** The outputs of all steps, `[batch…, time, features]`; with `return_carry` the last carry before them. */
  call(inputs: Input, said: RNNCall = {}): JaxArray | readonly [CellCarry, JaxArray] {
    const options = rnnCall([said])
    const {
      return_carry = this.return_carry,
      time_major = this.time_major,
      reverse = this.reverse,
      keep_order = this.keep_order,
    } = options
    const given = jnp.asarray(inputs)
    const axis = time_major ? 0 : given.ndim - (this.cell.num_feature_axes + 1)
    const flip = (x: JaxArray) => jnp.flip(x, axis)
    const x = reverse ? flip(given) : given
    const [last, stacked] = this.steps(
      options.initial_carry ?? this.start(x.shape.toSpliced(axis, 1), options.rngs),
      axis === 0 ? x : jnp.moveaxis(x, axis, 0),
    )
    const moved = axis === 0 ? stacked : jnp.moveaxis(stacked, 0, axis)
    const outputs = reverse && keep_order ? flip(moved) : moved
    return return_carry ? tuple(last, outputs) : outputs
  }

  /** The first carry of inputs of that shape. */
  private start(shape: Shape, rngs: RNNCall['rngs']): CellCarry {
    const stream = rngs instanceof Rngs ? rngs.carry.fork() : (rngs ?? this.rngs)
    return this.cell.initializeCarry(shape, stream)
  }

  private steps(carry: CellCarry, xs: JaxArray): readonly [CellCarry, JaxArray] {
    const {graphdef, leaves} = flatten(this.cell)
    const values = leaves.map(([, leaf]) =>
      asOperand(isVariable(leaf) ? asArray(asOperand(leaf)) : jnp.asarray(leaf)),
    )
    const held = 'shape' in carry ? [carry] : [...carry]
    const avals = [...values, ...held.map((value) => asOperand(value))].map(({aval}) => aval)
    const length = at(xs.shape, 0)
    const rest = xs.shape.slice(1)
    const step = trace([...avals, shaped(rest, xs.dtype)], (inputs) => {
      const cell: unknown = unflatten(graphdef, inputs.slice(0, values.length))
      const [next, y] = runCell(cell, carryOf(inputs.slice(values.length, -1)), at(inputs, inputs.length - 1))
      return [...('shape' in next ? [next] : next), y]
    })
    const results = scanJaxpr(step, [...values, ...held, xs], {
      length,
      num_consts: values.length,
      num_carry: held.length,
      reverse: false,
    }).map(asArray)
    return tuple(carryOf(results.slice(0, held.length)), at(results, held.length))
  }
}

/** The one state of a cell, or its two. */
const carryOf = (states: readonly JaxArray[]): CellCarry =>
  states.length === 1 ? at(states, 0) : tuple(at(states, 0), at(states, 1))

function runCell(cell: unknown, carry: CellCarry, input: JaxArray): readonly [CellCarry, JaxArray] {
  if (isCell(cell)) return cell.call(carry, input)
  throw new PythonError(
    'TypeError',
    `an RNN runs a recurrent cell such as nnx.LSTMCell, but its cell is ${repr(cell)}`,
  )
}

const isCell = (value: unknown): value is RNNCellBase =>
  typeof value === 'object' && value !== null && 'call' in value && 'initializeCarry' in value

named(RNN, {qualname: 'RNN', module: 'flax.nnx.nn.recurrent'})
