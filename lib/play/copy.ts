import {entriesOf, isDict, isPlain, NamedTuple, OrderedDict, tuple, Tuple} from '../python/index.ts'
import {copyModule, isModule, Parameter, prototypeOf, Tensor} from '../torch/index.ts'

/** Python's `copy.deepcopy`: what is shared within stays shared. */
export function deepcopy(value: unknown, memo = new Map<unknown, unknown>()): unknown {
  if ((typeof value !== 'object' || value === null) && !isModule(value)) return value
  const known = memo.get(value)
  if (known !== undefined) return known
  const again = (inner: unknown): unknown => deepcopy(inner, memo)
  if (isModule(value)) return copyModule(value, again, (copy) => memo.set(value, copy))
  const copy = copied(value, again)
  memo.set(value, copy)
  return copy
}

function copied(value: object, again: (inner: unknown) => unknown): unknown {
  if (value instanceof Parameter) return new Parameter(value.spec)
  if (value instanceof Tensor) return new Tensor(value.spec, value.base)
  if (value instanceof NamedTuple) return value
  if (value instanceof Tuple) return tuple(...value.map(again))
  if (Array.isArray(value)) return value.map(again)
  if (value instanceof OrderedDict)
    return new OrderedDict([...value].map(([key, item]) => [key, again(item)]))
  if (isDict(value) && isPlain(value))
    return Object.fromEntries(entriesOf(value).map(([key, item]) => [String(key), again(item)]))
  const made = bare(value)
  for (const key of Object.keys(value)) Reflect.set(made, key, again(Reflect.get(value, key)))
  return Object.isFrozen(value) ? Object.freeze(made) : made
}

/** A new object of the same class without attributes. */
function bare(value: object): object {
  const made = {}
  Object.setPrototypeOf(made, prototypeOf(value))
  return made
}
