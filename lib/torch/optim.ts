import {float, named} from '../python/index.ts'
import {actual} from './actual.ts'
import {described} from './code.ts'
import {type Module, parametersOf} from './module.ts'
import {attributeOf as read, holder} from './holder.ts'
import {item, items, len, mul} from './operators.ts'
import {type Scalar, write} from './operations.ts'
import {Parameter, Tensor} from './tensor.ts'
import {running} from './trace.ts'

/** What an optimizer keeps for one group of parameters. */
type Group = Record<string, unknown>

/** Base of optimizers. A compiled `step` is a frame of its own, behind the wrapper that torch puts around it. */
abstract class Optimizer {
  readonly param_groups: Group[]
  readonly state: Map<Parameter, Record<string, unknown>>

  constructor(model: Module, defaults: Group) {
    const params = [...parametersOf(model)]
    this.param_groups = [{params, ...defaults}]
    this.state = new Map(params.map((parameter) => [parameter, {}]))
  }

  step(): void {
    const call = running()
    if (call === null) update(this)
    else call.apart(wrapper, [this])
  }
}

/** A number as torch holds it in a group. */
const asFloat = (value: Scalar | Tensor): Scalar | Tensor =>
  typeof value === 'number' ? float(value) : value

/** `torch.optim.SGD`: with momentum its state appears in the first step. */
export class SGD extends Optimizer {
  constructor(
    model: Module,
    {lr = 1e-3, momentum = 0}: {readonly lr?: Scalar | Tensor; readonly momentum?: number} = {},
  ) {
    super(model, {
      lr: asFloat(lr),
      momentum: momentum === 0 ? 0 : float(momentum),
      kept: momentum === 0 ? '' : 'momentum_buffer',
    })
  }
}

/** `torch.optim.Adam`: its state is made before the step is traced. */
export class Adam extends Optimizer {
  constructor(model: Module, {lr = 1e-3}: {readonly lr?: Scalar | Tensor} = {}) {
    super(model, {lr: asFloat(lr), kept: ''})
    for (const state of this.state.values()) Object.assign(state, {exp_avg: null, exp_avg_sq: null})
  }
}

/** A step over all groups, as `_single_tensor_sgd` reads them. */
function update(self: unknown): void {
  const [groups, state] = [read(self, 'param_groups'), items(read(self, 'state'))]
  for (const group of Array.isArray(groups) ? (groups as unknown[]) : []) {
    const [params, lr, kept] = [item(group, 'params'), item(group, 'lr'), item(group, 'kept')]
    const tensors: unknown[] = Array.isArray(params) ? [...(params as unknown[])] : []
    tensors.forEach((tensor, i) => {
      if (!(tensor instanceof Tensor) || tensor.grad === null) return
      const held = state[i]?.[1]
      if (kept !== '' && len(held) === 0) Object.assign(holder(actual(held)), {[String(kept)]: tensor.grad})
      write(tensor, mul(tensor.grad, lr))
    })
  }
}

const step = described((self: unknown) => update(self), {name: 'step', params: 'self'})
const wrapper = described((self: unknown) => running()?.apart(step, [self]), {
  name: 'wrapper',
  params: 'self',
})

for (const [name, optimizer] of Object.entries({SGD, Adam}))
  named(optimizer, {qualname: name, module: `torch.optim.${name.toLowerCase()}`})
