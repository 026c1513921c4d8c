import {jax, nnx} from '../../lib/index.ts'
import {JaxArray, type Jaxpr, ShapeDtypeStruct, Tracer} from '../../lib/array/index.ts'
import {jax as modules} from '../../lib/numpy/index.ts'
import {entriesOf, Float, isDict, isSequence, typeName} from '../../lib/python/index.ts'

/** How often each primitive stands in the traced function, those inside of others too. */
/** How often each primitive stands in the traced function, those inside of others too. */
export const primitives =
  (fun: (...args: unknown[]) => unknown) =>
  (...args: readonly unknown[]): unknown => {
    const found = new Map<string, number>()
    const count = (jaxpr: Jaxpr): void => {
      for (const {op} of jaxpr.eqns) {
        found.set(op.name, (found.get(op.name) ?? 0) + 1)
        op.calls?.forEach(count)
      }
    }
    count(jax.makeJaxpr(fun)(...args))
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

/** A value as the goldens write it. */
export function recorded(value: unknown): unknown {
  if (value instanceof nnx.Variable || value instanceof nnx.VariableState) {
    const type = value instanceof nnx.VariableState ? value.type : value.constructor
    return {[type.name]: recorded(value.value)}
  }
  if (value instanceof nnx.State || value instanceof nnx.Module || value instanceof nnx.Rngs) {
    const state = value instanceof nnx.State ? value : nnx.state(value)
    return Object.fromEntries([...nnx.flat(state)].map(([path, leaf]) => [path.join('.'), recorded(leaf)]))
  }
  if (value instanceof Tracer) return 'Tracer'
  if (value instanceof ShapeDtypeStruct) return {ShapeDtypeStruct: [[...value.shape], value.dtype.name]}
  if (value instanceof JaxArray) return array(value)
  if (isSequence(value)) return [...value].map(recorded)
  if (isDict(value))
    return Object.fromEntries(entriesOf(value).map(([key, item]) => [String(key), recorded(item)]))
  if (value instanceof Float) return value.value
  return value === undefined || value === null
    ? null
    : typeof value === 'object' || typeof value === 'function'
      ? typeName(value)
      : value
}

function array(value: JaxArray): unknown {
  const shape = `[${value.shape.join(',')}]`
  if (value.dtype.kind === 'k') return [`key${shape}`, modules.random.keyData(value).tolist()]
  return [`${value.dtype.short}${shape}${value.weak_type ? '~' : ''}`, listed(value.tolist())]
}

/** Elements in JSON. */
const listed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(listed)
    : typeof value === 'number' && !Number.isFinite(value)
      ? String(value).toLowerCase().replace('infinity', 'inf')
      : value
