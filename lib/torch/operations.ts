import {type DType, dtypeOf} from '../array/index.ts'
import {Float, PythonError} from '../python/index.ts'
import {modes, under} from './state.ts'
import {combined, type Dim, hintOf, isDim, isFloat, sameDim, SymNumber} from './symbol.ts'
import {contiguousStrides, type Spec, specOf, Tensor, type TensorOptions} from './tensor.ts'
import {recording} from './trace.ts'

/** What stands in for a tensor in an operation. */
export type Scalar = number | boolean | Float | SymNumber
export type Operand = Tensor | Scalar

/** What torch says of tensors that an operation does not take. */
const wrong = (message: string): PythonError => new PythonError('RuntimeError', message)

/** The sizes that come of sizes which are stretched to each other. */
function broadcast(shapes: readonly (readonly Dim[])[]): readonly Dim[] {
  const rank = Math.max(0, ...shapes.map(({length}) => length))
  return Array.from({length: rank}, (_, i) => {
    let out: Dim = 1
    for (const shape of shapes) {
      const dim = shape[shape.length - rank + i]
      if (dim === undefined || isDim(dim, 1)) continue
      if (out === 1) out = dim
      else if (!sameDim(out, dim))
        throw wrong(`The size of tensor a (${hintOf(out)}) must match the size of tensor b (${hintOf(dim)})`)
    }
    return out
  })
}

const categories: Readonly<Record<string, number>> = {b: 0, u: 1, i: 1, f: 2, c: 3}
const category = ({kind}: DType): number => categories[kind] ?? 0

function wider(a: DType, b: DType): DType {
  if (a === b) return a
  if (category(a) !== category(b)) return category(a) > category(b) ? a : b
  if (a.bits === b.bits) return dtypeOf(a.kind === 'f' ? 'float32' : 'int16')
  return a.bits > b.bits ? a : b
}

const scalarType = (scalar: Scalar): DType =>
  typeof scalar === 'boolean' ? dtypeOf('bool') : isFloat(scalar) ? dtypeOf(modes().dtype) : dtypeOf('int64')

/** The dtype of a result: tensors with dimensions decide, others only by a higher category (bool, int, float, complex). */
function resultType(operands: readonly Operand[]): DType {
  const ranked: readonly DType[][] = [
    operands.flatMap((one) => (one instanceof Tensor && one.shape.length > 0 ? [one.dtype] : [])),
    operands.flatMap((one) => (one instanceof Tensor && one.shape.length === 0 ? [one.dtype] : [])),
    operands.flatMap((one) => (one instanceof Tensor ? [] : [scalarType(one)])),
  ]
  return ranked
    .flatMap((types) => (types.length > 0 ? [types.reduce(wider)] : []))
    .reduce((best, type) => (category(type) > category(best) ? type : best))
}

/** A tensor that an operation gives, counted as one operation of the graph. */
function made(operands: readonly Operand[], shape: readonly Dim[], change: Partial<Spec> = {}): Tensor {
  const trace = recording()
  if (trace !== null) trace.ops++
  const tensors = operands.filter((one) => one instanceof Tensor)
  const dtype = change.dtype ?? resultType(operands)
  return new Tensor({
    ...specOf(shape, {dtype, device: tensors[0]?.spec.device ?? modes().device ?? 'cpu'}),
    requires_grad:
      modes().grad &&
      (dtype.kind === 'f' || dtype.kind === 'c') &&
      tensors.some(({requires_grad}) => requires_grad),
    ...change,
  })
}

/** Runs code with gradients on or off; a change is an operation of the graph. */
export function graded<T>(grad: boolean, run: () => T): T {
  const trace = recording()
  if (trace !== null && modes().grad !== grad) trace.ops++
  return under({grad}, run)
}

/** Strides of a pointwise result: those of an operand of the same sizes that has no gaps, else in the order of its strides. */
function pointwiseStrides(operands: readonly Operand[], sizes: readonly number[]): readonly number[] {
  const like = operands.find((one) => one instanceof Tensor && one.sizes.join() === sizes.join())
  if (!(like instanceof Tensor)) return contiguousStrides(sizes)
  const order = sizes
    .map((_, i) => i)
    .sort((a, b) => (like.spec.strides[b] ?? 0) - (like.spec.strides[a] ?? 0) || a - b)
  const dense = contiguousStrides(order.map((i) => sizes[i] ?? 1))
  return sizes.map((_, i) => dense[order.indexOf(i)] ?? 1)
}

/** An operation on each element. */
export function pointwise(
  operands: readonly Operand[],
  compute: (...values: readonly number[]) => number,
  dtype: (type: DType) => DType = (type) => type,
): Tensor {
  for (const one of operands) if (one instanceof Tensor) one.spec.ask?.()
  const shape = broadcast(operands.map((one) => (one instanceof Tensor ? one.shape : [])))
  const fills = operands.map((one) => (one instanceof Tensor ? one.spec.fill : scalarValue(one)))
  return made(operands, shape, {
    dtype: dtype(resultType(operands)),
    strides: pointwiseStrides(operands, shape.map(hintOf)),
    fill: fills.every((fill) => fill !== null) ? compute(...fills) : null,
  })
}

/** The number that an operation needs: a symbol is fixed. */
export const pythonFloat = (scalar: Scalar): number =>
  scalar instanceof SymNumber ? scalar.fixed() : scalarValue(scalar)

const scalarValue = (scalar: Scalar): number =>
  typeof scalar === 'object' ? (scalar instanceof Float ? scalar.value : scalar.hint) : Number(scalar)

const toFloat = (type: DType): DType => (category(type) < 2 ? dtypeOf(modes().dtype) : type)

/** Operations on each element, by their torch names. */
export const unary = {
  relu: (x: Tensor): Tensor => pointwise([x], (a) => Math.max(a, 0)),
  tanh: (x: Tensor): Tensor => pointwise([x], Math.tanh, toFloat),
  sigmoid: (x: Tensor): Tensor => pointwise([x], (a) => 1 / (1 + Math.exp(-a)), toFloat),
  sin: (x: Tensor): Tensor => pointwise([x], Math.sin, toFloat),
  cos: (x: Tensor): Tensor => pointwise([x], Math.cos, toFloat),
  exp: (x: Tensor): Tensor => pointwise([x], Math.exp, toFloat),
  gelu: (x: Tensor): Tensor => pointwise([x], (a) => a),
  silu: (x: Tensor): Tensor => pointwise([x], (a) => a / (1 + Math.exp(-a)), toFloat),
}

/** `torch.matmul` of a matrix, or a stack of them, and a matrix. */
export function matmul(x: Tensor, y: Tensor): Tensor {
  const [rows, inner] = [x.shape.slice(0, -1), x.shape.at(-1)]
  const [first, columns] = [y.shape[0], y.shape.slice(1)]
  if (inner === undefined || first === undefined || !sameDim(inner, first))
    throw wrong(`mat1 and mat2 shapes cannot be multiplied (${x.sizes.join('x')} and ${y.sizes.join('x')})`)
  sameTypes(x, y)
  return made([x, y], [...rows, ...columns])
}

/** Weights and inputs are of one dtype; under autocast floats are cast. */
function sameTypes(...tensors: readonly Tensor[]): void {
  const types = new Set(tensors.map(({dtype}) => dtype))
  const isCast = modes().autocast !== null && [...types].every(({kind, bits}) => kind === 'f' && bits <= 32)
  if (types.size > 1 && !isCast)
    throw wrong(
      `expected m1 and m2 to have the same dtype, but got: ${[...types].map(({name}) => name).join(' != ')}`,
    )
}

/** `torch.nn.functional.linear`. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const [out = 1, inner = 1] = weight.shape
  const last = x.shape.at(-1)
  if (last === undefined || !sameDim(last, inner))
    throw wrong(
      `mat1 and mat2 shapes cannot be multiplied (${x.sizes.join('x')} and ${weight.sizes.join('x')})`,
    )
  sameTypes(x, weight, ...(bias === null ? [] : [bias]))
  return made([x, weight, ...(bias === null ? [] : [bias])], [...x.shape.slice(0, -1), out])
}

/** `torch.nn.functional.conv2d` with a step of one. */
export function conv2d(x: Tensor, weight: Tensor, bias: Tensor | null, padding: number): Tensor {
  const [batch = 1, channels = 1, ...space] = x.shape
  const [out = 1, inner = 1, ...kernel] = weight.shape
  if (!sameDim(channels, inner))
    throw wrong(
      `expected input to have ${hintOf(inner)} channels, but got ${hintOf(channels)} channels instead`,
    )
  sameTypes(x, weight)
  const sizes = space.map((size, i) => plus(size, 2 * padding - hintOf(kernel[i] ?? 1) + 1))
  return made([x, weight, ...(bias === null ? [] : [bias])], [batch, out, ...sizes])
}

/** A size and a number, or another size. */
const plus = (a: Dim, b: Dim): Dim => combined(a, b, '+', (x, y) => x + y)

/** `torch.nn.functional.layer_norm` over the last dimension. */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [size, last] = [weight.shape[0], x.shape.at(-1)]
  if (size === undefined || last === undefined || !sameDim(last, size))
    throw wrong(
      `Given normalized_shape=[${weight.sizes.join(', ')}], expected input with shape [*, ${weight.sizes.join(', ')}]`,
    )
  sameTypes(x, weight, bias)
  return made([x, weight, bias], x.shape)
}

/** `torch.nn.functional.batch_norm`. */
export function batchNorm(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [size, channels] = [weight.shape[0], x.shape[1]]
  if (size === undefined || channels === undefined || !sameDim(channels, size))
    throw wrong(`running_mean should contain ${x.sizes[1] ?? 0} elements not ${weight.sizes.join()}`)
  return made([x, weight, bias], x.shape)
}

/** `torch.cat`. */
export function cat(tensors: readonly Tensor[], at = 0): Tensor {
  const [first, ...rest] = tensors
  if (first === undefined) throw wrong('torch.cat(): expected a non-empty list of Tensors')
  const shape = rest.reduce<readonly Dim[]>((so, {shape: next}) => {
    if (next.length !== so.length) throw wrong('Tensors must have same number of dimensions')
    return so.map((dim, i) => {
      const other = next[i] ?? 1
      if (i === at) return plus(dim, other)
      if (!sameDim(dim, other)) throw wrong('Sizes of tensors must match except in dimension 0')
      return dim
    })
  }, first.shape)
  return made(tensors, shape)
}

/** `torch.sum` of all elements, or along one dimension. */
export function sum(x: Tensor, at: number | null = null): Tensor {
  const type = category(x.dtype) < 2 ? dtypeOf('int64') : x.dtype
  const over = at === null ? x.sizes : [x.sizes[at] ?? 1]
  const {fill} = x.spec
  return made([x], at === null ? [] : x.shape.filter((_, i) => i !== at), {
    dtype: type,
    fill: fill === null ? null : over.reduce((total, size) => total * size, fill),
  })
}

/** `torch.mean` of all elements. */
export function mean(x: Tensor): Tensor {
  if (category(x.dtype) < 2)
    throw wrong(
      'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype.',
    )
  return made([x], [], {fill: x.spec.fill})
}

/** `x.reshape(sizes)`. */
export function reshape(x: Tensor, ...sizes: readonly Dim[]): Tensor {
  return made([x], sizes, {fill: x.spec.fill})
}

/** `x.to(dtype)`. */
export const to = (x: Tensor, dtype: DType): Tensor => {
  x.spec.ask?.()
  return made([x], x.shape, {dtype, strides: x.spec.strides, fill: x.spec.fill})
}

/** An operation that writes into a tensor, as `x.add_(y)`. */
export function write(x: Tensor, ...others: readonly Operand[]): Tensor {
  const shape = broadcast([x.shape, ...others.map((one) => (one instanceof Tensor ? one.shape : []))])
  if (shape.length !== x.shape.length) throw wrong('output with shape does not match the broadcast shape')
  const trace = recording()
  if (trace !== null) trace.ops++
  return x
}

/** `torch.zeros`, `torch.ones`: a size that is an int of the program is at least 0, and broadcasting asks whether it is 1. */
export function filled(value: number) {
  return (size: Dim, options: TensorOptions = {}): Tensor => {
    if (size instanceof SymNumber) size.guard('>', 0)
    return made([], [size], {
      dtype: dtypeOf(options.dtype ?? modes().dtype),
      fill: value,
    })
  }
}

/** `x.is_contiguous()`. */
export const isContiguous = (x: Tensor): boolean => {
  const dense = contiguousStrides(x.sizes)
  return x.sizes.includes(0) || x.sizes.every((size, i) => size === 1 || x.spec.strides[i] === dense[i])
}
