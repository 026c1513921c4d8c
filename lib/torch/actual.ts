import {float} from '../python/index.ts'
import {isHolder} from './holder.ts'
import {hintOf, LazyNumber, SymNumber} from './symbol.ts'
import {Tensor} from './tensor.ts'

const objects = new WeakMap<object, object>()

/** Says which object of the program a view is of. */
export function viewing<V extends object>(view: V, object: object): V {
  objects.set(view, object)
  return view
}

/** What a value that a trace gave out or made is in the program. */
export function actual(value: unknown): unknown {
  if (value instanceof LazyNumber) return value.value
  if (value instanceof SymNumber) return value.isFloat ? float(value.hint) : value.hint
  if (!isHolder(value)) return value
  const known = objects.get(value)
  if (known !== undefined) return known
  return value instanceof Tensor ? concrete(value) : value
}

/** A tensor that a trace made, with the sizes that it had. */
function concrete(tensor: Tensor): Tensor {
  if (tensor.spec.shape.every((dim) => typeof dim === 'number')) return tensor
  return viewing(new Tensor({...tensor.spec, shape: tensor.spec.shape.map(hintOf)}), tensor)
}
