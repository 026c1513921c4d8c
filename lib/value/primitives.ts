import {type Call, type DType, dtypeOf, type Params, type Shape, sameShape, shaped} from '../array/index.ts'
import {type Block, packedContents, zeroElements, type Elements, isBig, opened} from './block.ts'
import {gammaSamples} from './gamma.ts'
import {mixedIn, hashed, randomBits, seeded, splitWords} from './drawn.ts'
import {factored, triangulated} from './factored.ts'
import {branched, called, repeated, scanned} from './loops.ts'
import {
  broadcast,
  countedAlong,
  inside,
  joined,
  overwritten,
  padded,
  reversed,
  sliced,
  transposed,
  viewed,
} from './moved.ts'
import {largest, sorted} from './ordered.ts'
import {isTrue, numberAt, numbersIn, rowsIn} from './params.ts'
import {gathered, scattered} from './picked.ts'
import * as p from './pointwise.ts'
import {convolved, dotted} from './product.ts'
import {
  droppedIn,
  extreme,
  pickedIn,
  pooled,
  reduced,
  running,
  type Selection,
  type Window,
} from './reduced.ts'
import type {Value} from './rule.ts'
import {stridesOf} from './strided.ts'

/** An operation of one operand and one result. */
const one =
  (value: (x: Block, call: Call, out: () => Elements) => Elements): Value =>
  ([x], call) => {
    const [aval] = call.outs
    if (x === undefined || aval === undefined) throw new TypeError(`${call.name} needs an operand`)
    return [value(x, call, () => zeroElements(aval.dtype, aval.size))]
  }

/** An operation of two operands and one result. */
const two =
  (value: (x: Block, y: Block, call: Call, out: () => Elements) => Elements): Value =>
  ([x, y], call) => {
    const [aval] = call.outs
    if (x === undefined || y === undefined || aval === undefined)
      throw new TypeError(`${call.name} needs two operands`)
    return [value(x, y, call, () => zeroElements(aval.dtype, aval.size))]
  }

/** Zeros for each result. */
const emptied = (outs: Call['outs']): readonly Elements[] =>
  outs.map(({dtype, size}) => zeroElements(dtype, size))

const shapeOut = ({outs}: Call): Shape => outs[0]?.shape ?? []
const dtypeOut = ({outs}: Call): DType => outs[0]?.dtype ?? dtypeOf('float32')

const each = <R>(
  table: Readonly<Record<string, R>>,
  value: (row: R) => Value,
): readonly (readonly [string, Value])[] => Object.entries(table).map(([name, row]) => [name, value(row)])

const same: Value = one((x) => x.data)

const reduction = (name: string): Value =>
  one((x, {params}, out) => reduced(name, x, numbersIn(params, 'axes'), out()))
const accumulation = (name: string): Value =>
  one((x, {params}, out) => running(name, x, numberAt(params, 'axis'), isTrue(params, 'reverse'), out()))

/** Which element of each window is meant, of windows that nothing dilates. */
const selectionOf = ({params}: Call): Selection => {
  const sizes = numbersIn(params, 'window_dimensions')
  const ones = sizes.map(() => 1)
  return {
    window: {
      sizes,
      strides: numbersIn(params, 'window_strides'),
      padding: rowsIn(params, 'padding'),
      base_dilation: ones,
      window_dilation: ones,
    },
    isLargest: params['select_prim'] === 'ge',
  }
}

const extremum = (isBetter: Parameters<typeof extreme>[0]): Value =>
  one((x, {params}, out) => extreme(isBetter, x, Number(numbersIn(params, 'axes')[0]), out()))

const windowOf = (params: Params): Window => ({
  sizes: numbersIn(params, 'window_dimensions'),
  strides: numbersIn(params, 'window_strides'),
  padding: rowsIn(params, 'padding'),
  base_dilation: numbersIn(params, 'base_dilation'),
  window_dilation: numbersIn(params, 'window_dilation'),
})
const pooling = (name: string): Value =>
  one((x, call, out) => pooled(name, x, out(), shapeOut(call), windowOf(call.params)))

/** `lax.select_n`: which case each element is of. */
const selected: Value = ([which, ...cases], call) => {
  const shape = shapeOut(call)
  const [first] = cases
  if (which === undefined || first === undefined) throw new TypeError('select_n needs cases')
  const choice = which.data
  const out = zeroElements(dtypeOut(call), call.outs[0]?.size ?? 0)
  for (let i = 0; i < out.length; i++) {
    const {data} = cases[Number(choice[choice.length === 1 ? 0 : i])] ?? first
    const value = data[data.length === 1 && !sameShape(shape, []) ? 0 : i] ?? 0
    if (isBig(out)) out[i] = BigInt(value)
    else out[i] = Number(value)
  }
  return [out]
}

const clamped: Value = ([low, x, high], call) => {
  if (low === undefined || x === undefined || high === undefined)
    throw new TypeError('clamp needs three operands')
  const [shape, dtype] = [shapeOut(call), dtypeOut(call)]
  const {max, min} = p.binaries
  if (max === undefined || min === undefined) throw new TypeError('max and min are missing')
  const above = p.applyBinary(max, low, x, shape, dtype, zeroElements(dtype, x.aval.size))
  return [
    p.applyBinary(min, {aval: x.aval, data: above}, high, shape, dtype, zeroElements(dtype, x.aval.size)),
  ]
}

/** Where a dynamic slice begins, held inside the array. */
const startsIn = (array: Shape, sizes: Shape, indices: readonly Block[]): readonly number[] =>
  array.map((n, axis) => inside(Number(indices[axis]?.data[0]), Number(sizes[axis]), n))

const parts = (x: Block, sizes: readonly number[], axis: number): readonly Elements[] => {
  let start = 0
  return sizes.map((size) => {
    const from = x.aval.shape.map((_, i) => (i === axis ? start : 0))
    start += size
    return sliced(x, x.aval.shape.with(axis, size), from, null)
  })
}

/** Bits as the elements of another dtype of the same size. */
const recast: Value = one((x, call) => {
  const contents = packedContents(x)
  const [aval] = call.outs
  const into = zeroElements(dtypeOut(call), 0)
  if (aval === undefined) return into
  const bytes = contents.buffer.slice(contents.byteOffset, contents.byteOffset + contents.byteLength)
  return opened(aval, viewOf(aval.dtype, bytes)).data
})

/** The bytes of an array as contents of a dtype. */
function viewOf({kind, bits}: DType, bytes: ArrayBufferLike): ReturnType<typeof packedContents> {
  if (kind === 'f' && bits === 32) return new Float32Array(bytes)
  if (kind === 'f' && bits === 64) return new Float64Array(bytes)
  if (bits === 64) return kind === 'i' ? new BigInt64Array(bytes) : new BigUint64Array(bytes)
  if (bits === 32) return kind === 'i' ? new Int32Array(bytes) : new Uint32Array(bytes)
  if (bits === 16) return kind === 'i' ? new Int16Array(bytes) : new Uint16Array(bytes)
  return kind === 'i' ? new Int8Array(bytes) : new Uint8Array(bytes)
}

const scatter: Value = ([array, indices, updates], {name, params}) => {
  if (array === undefined || indices === undefined || updates === undefined)
    throw new TypeError(`${name} needs three operands`)
  return [scattered(name, array, indices, updates, params)]
}

/** What each primitive computes, by JAX's name. */
export const primitives: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...each(p.unaries, (row) => one((x, _call, out) => p.applyUnary(row, x, out()))),
  ...each(p.binaries, (row) =>
    two((x, y, call, out) => p.applyBinary(row, x, y, shapeOut(call), dtypeOut(call), out())),
  ),
  ...each(p.comparisons, (order) => two((x, y, call) => p.decided(order, x, y, shapeOut(call)))),
  [
    'nextafter',
    two((x, y, call, out) => {
      const {nextafter} = p.binaries
      const row = dtypeOut(call).bits === 64 || nextafter === undefined ? p.doubleNextAfter : nextafter
      return p.applyBinary(row, x, y, shapeOut(call), dtypeOut(call), out())
    }),
  ],
  [
    'not',
    one((x, call, out) =>
      p.applyUnary(
        dtypeOut(call).kind === 'b' ? {number: (v) => 1 - v} : {number: (v) => ~v, big: (v) => ~v},
        x,
        out(),
      ),
    ),
  ],
  ['round', one((x, {params}, out) => p.applyUnary(p.roundedBy(params['rounding_method'] === 0), x, out()))],
  [
    'integer_pow',
    one((x, call, out) =>
      p.applyBinary(p.integerPower(numberAt(call.params, 'y')), x, x, shapeOut(call), dtypeOut(call), out()),
    ),
  ],
  ['clz', one((x, call, out) => p.applyUnary(p.leadingZeros(dtypeOut(call).bits), x, out()))],
  [
    'reduce_precision',
    one((x, {params}, out) =>
      p.applyUnary(
        {number: p.reducePrecision(numberAt(params, 'exponent_bits'), numberAt(params, 'mantissa_bits'))},
        x,
        out(),
      ),
    ),
  ],
  ['convert_element_type', one((x, call) => p.converted(x, dtypeOut(call)))],
  ['bitcast_convert_type', recast],
  ['select_n', selected],
  ['clamp', clamped],

  [
    'reshape',
    one((x, {params}) =>
      params['dimensions'] === null || params['dimensions'] === undefined
        ? x.data
        : transposed(x, numbersIn(params, 'dimensions')),
    ),
  ],
  ['squeeze', same],
  ['expand_dims', same],
  ['transpose', one((x, {params}) => transposed(x, numbersIn(params, 'permutation')))],
  [
    'broadcast_in_dim',
    one((x, call) => broadcast(x, shapeOut(call), numbersIn(call.params, 'broadcast_dimensions'))),
  ],
  ['rev', one((x, {params}) => reversed(x, numbersIn(params, 'dimensions')))],
  [
    'iota',
    (_inputs, call) => [
      countedAlong(
        zeroElements(dtypeOut(call), call.outs[0]?.size ?? 0),
        shapeOut(call),
        numberAt(call.params, 'dimension'),
      ),
    ],
  ],
  [
    'slice',
    one((x, call) =>
      sliced(
        x,
        shapeOut(call),
        numbersIn(call.params, 'start_indices'),
        call.params['strides'] === null || call.params['strides'] === undefined
          ? null
          : numbersIn(call.params, 'strides'),
      ),
    ),
  ],
  ['pad', two((x, value, call) => padded(x, value, shapeOut(call), rowsIn(call.params, 'padding_config')))],
  ['concatenate', (inputs, call) => [joined(inputs, shapeOut(call), numberAt(call.params, 'dimension'))]],
  [
    'split',
    ([x], {params}) =>
      x === undefined ? [] : parts(x, numbersIn(params, 'sizes'), numberAt(params, 'axis')),
  ],
  [
    'unstack',
    ([x], {params, outs}) =>
      x === undefined
        ? []
        : parts(
            x,
            outs.map(() => 1),
            numberAt(params, 'axis'),
          ),
  ],
  [
    'stack',
    (inputs, call) => {
      const axis = numberAt(call.params, 'axis')
      const shape = shapeOut(call)
      const rows = inputs.map(({aval, data}) => ({aval: shaped(shape.with(axis, 1), aval.dtype), data}))
      return [joined(rows, shape, axis)]
    },
  ],
  [
    'tile',
    one((x, call) => {
      const reps = numbersIn(call.params, 'reps')
      const own = stridesOf(x.aval.shape)
      const shape = x.aval.shape.flatMap((n, axis) => [Number(reps[axis]), n])
      return viewed(
        x,
        shape,
        own.flatMap((stride) => [0, stride]),
      )
    }),
  ],
  [
    'dynamic_slice',
    ([x, ...indices], call) =>
      x === undefined
        ? []
        : [sliced(x, shapeOut(call), startsIn(x.aval.shape, shapeOut(call), indices), null)],
  ],
  [
    'dynamic_update_slice',
    ([x, update, ...indices]) =>
      x === undefined || update === undefined
        ? []
        : [overwritten(x, update, startsIn(x.aval.shape, update.aval.shape, indices))],
  ],
  ['gather', two((x, indices, call, out) => gathered(x, indices, shapeOut(call), call.params, out()))],
  ...['scatter', 'scatter-add', 'scatter-mul', 'scatter-min', 'scatter-max', 'scatter-sub'].map(
    (name): [string, Value] => [name, scatter],
  ),

  ['reduce_sum', reduction('add')],
  ['reduce_prod', reduction('mul')],
  ['reduce_max', reduction('max')],
  ['reduce_min', reduction('min')],
  ['reduce_and', reduction('and')],
  ['reduce_or', reduction('or')],
  ['reduce_xor', reduction('xor')],
  ['argmax', extremum((a, best) => a > best)],
  ['argmin', extremum((a, best) => a < best)],
  ['cumsum', accumulation('add')],
  ['cumprod', accumulation('mul')],
  ['cummax', accumulation('max')],
  ['cummin', accumulation('min')],
  ['cumlogsumexp', accumulation('logsumexp')],
  ['reduce_window_sum', pooling('add')],
  ['reduce_window_max', pooling('max')],
  ['reduce_window_min', pooling('min')],
  [
    'select_and_gather_add',
    two((g, x, call, out) => pickedIn(g, x, shapeOut(call), selectionOf(call), out())),
  ],
  ['select_and_scatter_add', two((g, x, call, out) => droppedIn(g, x, selectionOf(call), out()))],
  [
    'sort',
    (inputs, {params}) =>
      sorted(
        inputs,
        numberAt(params, 'dimension'),
        typeof params['num_keys'] === 'number' ? params['num_keys'] : 1,
      ),
  ],
  ['top_k', ([x], {params}) => (x === undefined ? [] : largest(x, numberAt(params, 'k')))],

  ['dot_general', two((x, y, {params}, out) => dotted(x, y, params, out()))],
  ['conv_general_dilated', two((x, y, call, out) => convolved(x, y, shapeOut(call), call.params, out()))],
  ['cholesky', one((x, _call, out) => triangulated(x, out()))],
  ['qr', ([x], {outs}) => (x === undefined ? [] : factored(x, emptied(outs)))],

  ['random_seed', one((x, _call, out) => seeded(x, out()))],
  ['random_wrap', same],
  ['random_unwrap', same],
  ['random_clone', same],
  ['random_split', one((x, _call, out) => splitWords(x, out()))],
  ['random_fold_in', two((x, y, _call, out) => mixedIn(x, y, out()))],
  ['random_bits', one((x, _call, out) => randomBits(x, out()))],
  [
    'random_gamma',
    two((keys, a, {params}, out) => gammaSamples(keys, a, isTrue(params, 'log_space'), out())),
  ],
  ['threefry2x32', (inputs, {outs}) => hashed(inputs, emptied(outs))],

  ['jit', called],
  ['custom_jvp_call', called],
  ['custom_vjp_call', called],
  ['remat2', called],
  ['scan', scanned],
  ['while', repeated],
  ['cond', branched],
])
