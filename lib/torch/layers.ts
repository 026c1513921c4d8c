import {float, named, OrderedDict} from '../python/index.ts'
import {reads} from './holder.ts'
import {item, items} from './operators.ts'
import {Module, setAttribute, stateOf} from './module.ts'
import {
  batchNorm,
  conv2d,
  layerNorm,
  linear,
  type Operand,
  pointwise,
  pythonFloat,
  type Scalar,
  unary,
} from './operations.ts'
import {full, Parameter, parameter, Tensor} from './tensor.ts'

/** Registers a buffer, as `register_buffer` does. */
export function registerBuffer(module: Module, name: string, tensor: Tensor): void {
  stateOf(module).own.delete(name)
  stateOf(module)._buffers.set(name, tensor)
}

const callable = (layer: unknown): ((...args: readonly unknown[]) => unknown) => {
  if (typeof layer !== 'function') throw new TypeError('not a module')
  return (...args) => Reflect.apply(layer, undefined, args) as unknown
}

/** `torch.nn.Linear`. */
export class Linear extends Module {
  declare readonly weight: Parameter
  declare readonly bias: Parameter | null

  constructor(inputs: number, outputs: number, {bias = true}: {readonly bias?: boolean} = {}) {
    super()
    this['in_features'] = inputs
    this['out_features'] = outputs
    setAttribute(this, 'weight', parameter([outputs, inputs]))
    stateOf(this)._parameters.set('bias', bias ? parameter([outputs]) : null)
  }

  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias)
  }
}

/** `torch.nn.Conv2d`, with a step of one. */
export class Conv2d extends Module {
  declare readonly weight: Parameter
  declare readonly bias: Parameter | null
  declare readonly padding: number

  constructor(inputs: number, outputs: number, kernel = 3, padding = 0) {
    super()
    this['padding'] = padding
    setAttribute(this, 'weight', parameter([outputs, inputs, kernel, kernel]))
    setAttribute(this, 'bias', parameter([outputs]))
  }

  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, this.bias, this.padding)
  }
}

/** `torch.nn.Dropout`: the rate is a Python number to the operation. */
export class Dropout extends Module {
  declare p: Scalar
  declare readonly inplace: boolean

  constructor(p = 0.5) {
    super()
    this['p'] = float(p)
    this['inplace'] = false
  }

  forward(x: Tensor): Tensor {
    pythonFloat(this.p)
    const {training} = this
    reads(this.inplace)
    return pointwise([x], (a) => (training ? NaN : a))
  }
}

/** `torch.nn.LayerNorm` over the last dimension. */
export class LayerNorm extends Module {
  declare readonly weight: Parameter
  declare readonly bias: Parameter
  declare eps: Scalar

  constructor(features: number, eps = 1e-5) {
    super()
    this['eps'] = float(eps)
    setAttribute(this, 'weight', parameter([features]))
    setAttribute(this, 'bias', parameter([features]))
  }

  forward(x: Tensor): Tensor {
    pythonFloat(this.eps)
    return layerNorm(x, this.weight, this.bias)
  }
}

/** `torch.nn.BatchNorm1d`: its counter is a tensor. */
export class BatchNorm1d extends Module {
  declare readonly weight: Parameter
  declare readonly bias: Parameter
  declare momentum: Scalar
  declare eps: Scalar

  constructor(features: number, momentum = 0.1, eps = 1e-5) {
    super()
    this['momentum'] = float(momentum)
    this['eps'] = float(eps)
    setAttribute(this, 'weight', parameter([features]))
    setAttribute(this, 'bias', parameter([features]))
    registerBuffer(this, 'running_mean', full([features], 0))
    registerBuffer(this, 'running_var', full([features], 1))
    registerBuffer(this, 'num_batches_tracked', full([], 0, {dtype: 'int64'}))
  }

  forward(x: Tensor): Tensor {
    pythonFloat(this.momentum)
    pythonFloat(this.eps)
    const counted = this.training ? ['num_batches_tracked'] : []
    for (const name of [...counted, 'running_mean', 'running_var'])
      if (this[name] instanceof Tensor) reads(this[name].spec)
    return batchNorm(x, this.weight, this.bias)
  }
}

/** `torch.nn.Embedding`. */
export class Embedding extends Module {
  declare readonly weight: Parameter

  constructor(count: number, features: number) {
    super()
    setAttribute(this, 'weight', parameter([count, features]))
  }

  forward(x: Tensor): Tensor {
    const width = this.weight.shape[1] ?? 1
    pointwise([x], (a) => a)
    return full([...x.shape, width], 1, {requires_grad: this.weight.requires_grad})
  }
}

/** An activation: a module that only calls a function. */
const activation = (fun: (x: Tensor) => Tensor, own: Readonly<Record<string, unknown>> = {}) =>
  class extends Module {
    constructor() {
      super()
      for (const [name, value] of Object.entries(own)) this[name] = value
    }

    forward(x: Tensor): Tensor {
      for (const name of Object.keys(own)) reads(this[name])
      return fun(x)
    }
  }

export const ReLU = activation(unary.relu, {inplace: false})
export const Tanh = activation(unary.tanh)
export const GELU = activation(unary.gelu, {approximate: 'none'})
export const SiLU = activation(unary.silu, {inplace: false})

/** `torch.nn.LeakyReLU`: the slope may be traced. */
export class LeakyReLU extends Module {
  declare negative_slope: Scalar

  constructor(slope = 0.01) {
    super()
    this['negative_slope'] = float(slope)
    this['inplace'] = false
  }

  forward(x: Tensor): Tensor {
    const slope: Operand = this.negative_slope
    reads(this['inplace'])
    return pointwise(
      [x, slope],
      (a, b) => (a < 0 ? a * b : a),
      (type) => (x.dtype.kind === 'f' ? x.dtype : type),
    )
  }
}

/** `torch.nn.Identity`. */
export class Identity extends Module {
  forward(x: unknown): unknown {
    return x
  }
}

/** Modules in order, under their numbers. */
abstract class Numbered extends Module {
  constructor(...layers: readonly Module[]) {
    super()
    for (const layer of layers) this.append(layer)
  }

  append(layer: Module): this {
    setAttribute(this, String(stateOf(this)._modules.size), layer)
    return this
  }

  insert(index: number, layer: Module): void {
    const {_modules} = stateOf(this)
    const layers = [..._modules.values()]
    layers.splice(index, 0, layer)
    layers.forEach((one, i) => _modules.set(String(i), one))
  }

  [Symbol.iterator](): Iterator<unknown> {
    return items(this['_modules'])
      .map(([, layer]) => layer)
      [Symbol.iterator]()
  }
}

/** `torch.nn.Sequential`. */
export class Sequential extends Numbered {
  forward(x: unknown): unknown {
    return [...this].reduce((value, layer) => callable(layer)(value), x)
  }
}

/** `torch.nn.ModuleList`. */
export class ModuleList extends Numbered {}

/** `del modules[i]`: torch makes `_modules` an OrderedDict then. */
export function deleteLayer(list: Module, at: number): void {
  const state = stateOf(list)
  const layers = [...state._modules.values()]
  layers.splice(at, 1)
  if (list instanceof Sequential) {
    state._modules.clear()
    layers.forEach((layer, i) => state._modules.set(String(i), layer))
  } else Object.assign(state, {_modules: new OrderedDict(layers.map((layer, i) => [String(i), layer]))})
}

/** `torch.nn.ModuleDict`. */
export class ModuleDict extends Module {
  constructor(layers: readonly (readonly [string, Module])[] = []) {
    super()
    for (const [key, layer] of layers) setAttribute(this, key, layer)
  }

  /** The module under a key. */
  at(key: string): (...args: readonly unknown[]) => unknown {
    return callable(item(this['_modules'], key))
  }

  /** Keys and modules in order. */
  entries(): readonly (readonly [unknown, (...args: readonly unknown[]) => unknown])[] {
    return items(this['_modules']).map(([key, layer]) => [key, callable(layer)])
  }
}

/** `torch.nn.ParameterList`. */
export class ParameterList extends Module {
  constructor(values: readonly Tensor[] = []) {
    super()
    this['_size'] = 0
    for (const value of values) this.append(value)
  }

  append(value: Tensor): void {
    const size = Number(stateOf(this).own.get('_size'))
    setAttribute(this, String(size), value instanceof Parameter ? value : new Parameter(value.spec))
    this['_size'] = size + 1
  }

  *[Symbol.iterator](): Iterator<unknown> {
    const size = Number(this['_size'])
    for (let i = 0; i < size; i++) yield this[String(i)]
  }
}

const homes: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  linear: {Linear, Identity},
  conv: {Conv2d},
  dropout: {Dropout},
  normalization: {LayerNorm},
  batchnorm: {BatchNorm1d},
  sparse: {Embedding},
  activation: {ReLU, Tanh, GELU, SiLU, LeakyReLU},
  container: {Sequential, ModuleList, ModuleDict, ParameterList},
}
for (const [home, classes] of Object.entries(homes))
  for (const [name, layer] of Object.entries(classes))
    named(layer, {qualname: name, module: `torch.nn.modules.${home}`})
