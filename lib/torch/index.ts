import {dtypeOf} from '../array/index.ts'
import {builtin} from './code.ts'
import {type CompileOptions, type Compiled, Dynamo} from './dynamo.ts'
import * as layers from './layers.ts'
import {Module} from './module.ts'
import * as operations from './operations.ts'
import {Adam, SGD} from './optim.ts'
import {modes, under} from './state.ts'
import {full, Parameter, parameter, Tensor} from './tensor.ts'

const dynamo = new Dynamo()

for (const fun of Object.values(operations.unary)) builtin(fun)

/** The names of torch: modules, operations, modes and `torch.compile`. */
export const torch = {
  ...operations.unary,
  cat: operations.cat,
  sum: operations.sum,
  mean: operations.mean,
  reshape: operations.reshape,
  to: operations.to,
  matmul: operations.matmul,
  is_contiguous: operations.isContiguous,
  zeros: operations.filled(0),
  ones: operations.filled(1),
  full,
  Tensor,
  nn: {Module, Parameter, parameter, ...layers},
  optim: {SGD, Adam},
  float32: dtypeOf('float32'),
  float64: dtypeOf('float64'),
  float16: dtypeOf('float16'),
  bfloat16: dtypeOf('bfloat16'),
  int32: dtypeOf('int32'),
  int64: dtypeOf('int64'),
  bool: dtypeOf('bool'),
  is_grad_enabled: (): boolean => modes().grad,
  no_grad: <T>(run: () => T): T => operations.graded(false, run),
  enable_grad: <T>(run: () => T): T => operations.graded(true, run),
  inference_mode: <T>(run: () => T): T => under({grad: false, inference: true}, run),
  compile: (fun: object, options: CompileOptions = {}): Compiled => dynamo.compile(fun, options),
  _dynamo: dynamo,
}

export {
  add,
  dimension,
  eq,
  floordiv,
  gt,
  has,
  item,
  items,
  len,
  mod,
  mul,
  pow,
  range,
  sub,
  truth,
} from './operators.ts'
export {graphBreak, itemOf, print, type Live} from './breaks.ts'
export {kwargs, Keywords} from './bind.ts'
export {describe, described, builtin, type Description} from './code.ts'
export {Dynamo, type CompileOptions, type Compiled} from './dynamo.ts'
export {enumeration, Member} from './objects.ts'
export {scope, scopeValues, type Scope} from './scope.ts'
export {freshModes, modes, setModes, under, type Modes} from './state.ts'
export {
  copyModule,
  type ForwardHook,
  Module,
  deleteAttribute,
  isModule,
  modulesOf,
  parametersOf,
  reclass,
  placeOf,
  setAttribute,
  stateOf,
  classOf,
} from './module.ts'
export {deleteLayer, ModuleDict, ModuleList, ParameterList, registerBuffer, Sequential} from './layers.ts'
export {policies as torchPolicies, type Config, type Policy} from './policy.ts'
export {full, layouts, Parameter, parameter, Tensor, type Mark} from './tensor.ts'
export type {Place} from './told.ts'
export type {Limit, Reason, Recompile, Report, Run, Traced} from './report.ts'
export {write} from './operations.ts'
export {stripped as strippedText} from './source.ts'
export {attributeOf, holder, isHolder, prototypeOf} from './holder.ts'
