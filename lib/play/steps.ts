import {dtypeOf} from '../array/index.ts'
import {PythonError, qualname, Tuple, typeName} from '../python/index.ts'
import {type Json, jsonList, jsonObject, type Step} from '../scenario/index.ts'
import {
  isHolder,
  isModule,
  type Mark,
  type Modes,
  classOf,
  modulesOf,
  mul,
  reclass,
  parametersOf,
  setModes,
  stateOf,
  Tensor,
  under,
} from '../torch/index.ts'
import {Nowhere, type TorchProgram} from './program.ts'
import {recordOf} from './record.ts'

/** What each kind of step does; a call gives what it did. */
export const steps: Readonly<Record<string, (run: TorchProgram, step: Step) => Json | null>> = {
  def: (run, step) => (run.def(step), null),
  jit: (run, step) => (run.jit(step), null),
  let: (run, step) => (run.set(String(step['name']), run.ev(step['to'])), null),
  set: (run, step) => (run.set(String(step['at']), run.ev(step['to'])), null),
  delete: (run, step) => (run.delete(String(step['at'])), null),
  append(run, step) {
    const [to, item] = [run.get(String(step['to'])), run.ev(step['item'])]
    if (Array.isArray(to) && !(to instanceof Tuple)) to.push(item)
    else method(to, 'append', [item])
    return null
  },
  insert(run, step) {
    const [to, item] = [run.get(String(step['to'])), run.ev(step['item'])]
    if (Array.isArray(to) && !(to instanceof Tuple)) to.splice(Number(step['index']), 0, item)
    else method(to, 'insert', [Number(step['index']), item])
    return null
  },
  write: (run, step) => (tensorAt(run, step).become({fill: Number(step['fill'])}), null),
  data(run, step) {
    const to = run.ev(step['to'])
    const at = tensorAt(run, step)
    if (to instanceof Tensor) at.become({...to.spec, requires_grad: at.requires_grad})
    return null
  },
  method(run, step) {
    const on = run.get(String(step['on']))
    const name = String(step['name'])
    if (name in casts) cast(on, casts[name] ?? 'float32')
    else
      method(
        on,
        name,
        jsonList(step['args']).map((arg) => run.ev(arg)),
      )
    return null
  },
  mark(run, step) {
    const mark: Mark = {
      how: step['how'] === 'dynamic' || step['how'] === 'static' ? step['how'] : 'maybe',
      ...ends(step),
    }
    tensorAt(run, step).marks.set(Number(step['dim']), mark)
    return null
  },
  config(run, step) {
    Object.assign(run.dynamo.config, {[String(step['name'])]: step['to']})
    return null
  },
  default(_, step) {
    const {dtype, grad, deterministic, threads, matmul, device} = step
    setModes({
      ...(typeof dtype === 'string' && {dtype}),
      ...(typeof grad === 'boolean' && {grad}),
      ...(typeof deterministic === 'boolean' && {deterministic}),
      ...(typeof threads === 'number' && {threads}),
      ...(typeof matmul === 'string' && {matmul}),
      ...(typeof device === 'string' && {device}),
    })
    return null
  },
  reset: (run) => (run.dynamo.reset(), null),
  forget_class: (run, step) => (run.forgetClass(String(step['name'])), null),
  hook(run, step) {
    const at = run.get(String(step['at']))
    if (isModule(at))
      run.set(
        String(step['name']),
        at.register_forward_hook((_, __, result) => mul(result, 2)),
      )
    return null
  },
  unhook(run, step) {
    const remove = run.get(String(step['name']))
    if (typeof remove === 'function') Reflect.apply(remove, undefined, [])
    return null
  },
  parametrize(run, step) {
    const at = run.get(String(step['at']))
    if (isModule(at)) reclass(at, `Parametrized${qualname(classOf(at))}`, 'torch.nn.utils.parametrize')
    return null
  },
  grads(run, step) {
    const of = run.get(String(step['of']))
    if (isModule(of))
      for (const parameter of parametersOf(of))
        parameter.grad = new Tensor({...parameter.spec, requires_grad: false})
    return null
  },
  call(run, step) {
    const compiled = run.compiled(String(step['fn']))
    const args = run.args(step)
    if (run.isOld) run.dynamo.free(run.reachable())
    const nested = jsonList(step['under']).reduceRight<() => unknown>(
      (inner, mode) => () => under(modeOf(mode), inner),
      () => compiled(...args),
    )
    try {
      nested()
    } catch (error) {
      if (error instanceof SyntaxError) throw error
    }
    return recordOf(compiled.last())
  },
}

const ends = ({min, max}: Step): Pick<Mark, 'min' | 'max'> => ({
  ...(typeof min === 'number' && {min}),
  ...(typeof max === 'number' && {max}),
})

function modeOf(mode: unknown): Partial<Modes> {
  if (mode === 'no_grad') return {grad: false}
  if (mode === 'enable_grad') return {grad: true}
  if (mode === 'inference_mode') return {grad: false, inference: true}
  const {autocast, device} = jsonObject(mode)
  if (typeof autocast === 'string') return {autocast}
  if (typeof device === 'string') return {devices: [device], device}
  throw new SyntaxError(`unknown mode ${JSON.stringify(mode)}`)
}

function tensorAt(run: TorchProgram, step: Step): Tensor {
  const found = run.get(String(step['at']))
  if (!(found instanceof Tensor))
    throw new PythonError('AttributeError', `'${typeName(found)}' object has no attribute 'fill_'`)
  return found
}

const casts: Readonly<Record<string, string>> = {
  double: 'float64',
  float: 'float32',
  bfloat16: 'bfloat16',
  half: 'float16',
}

/** `module.double()` and its like: every float tensor of it becomes another dtype. */
function cast(on: unknown, name: string): void {
  if (!isModule(on)) throw new Nowhere('cast')
  const dtype = dtypeOf(name)
  for (const module of modulesOf(on))
    for (const tensor of [...stateOf(module)._parameters.values(), ...stateOf(module)._buffers.values()])
      if (tensor instanceof Tensor && tensor.dtype.kind === 'f') tensor.become({dtype})
}

function method(on: unknown, name: string, args: readonly unknown[]): void {
  const found: unknown = isHolder(on) ? Reflect.get(on, name) : undefined
  if (typeof found !== 'function')
    throw new PythonError('AttributeError', `'${typeName(on)}' object has no attribute '${name}'`)
  Reflect.apply(found, on, [...args])
}
