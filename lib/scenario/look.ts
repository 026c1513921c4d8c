import {avalOf, JaxArray, NumpyArray, NumpyScalar} from '../array/index.ts'
import {container, flatten, graphLayout, isVariable} from '../graph/index.ts'
import {Float, isClass, PythonError, qualname, repr, Tuple, typeName} from '../python/index.ts'
import {withoutFolders} from './errortext.ts'
import type {Json} from './jsonvalue.ts'

/** What is seen of a value from outside, as the goldens record it. */
export function inspect(value: unknown): Json {
  if (isVariable(value)) return {variable: qualname(value.constructor), value: inspect(whole(value.value))}
  if (value instanceof JaxArray || value instanceof NumpyArray || value instanceof NumpyScalar)
    return {
      shape: [...value.shape],
      dtype: value.dtype.name,
      weak: value instanceof JaxArray && value.weak_type,
    }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return {type: typeName(value), value}
  if (value instanceof Float) return {type: 'float', value: value.value}
  return {type: typeName(value)}
}

/** Python's `value[...]`, by which the goldens look into a Variable. */
function whole(value: unknown): unknown {
  if (typeof value === 'string' || Array.isArray(value))
    throw new PythonError(
      'TypeError',
      value instanceof Tuple
        ? 'tuple indices must be integers or slices, not ellipsis'
        : Array.isArray(value)
          ? 'list indices must be integers or slices, not ellipsis'
          : "string indices must be integers, not 'ellipsis'",
    )
  return value
}

/** A static value as the goldens record it: its type and repr, without folders. */
const plain = (value: unknown): readonly [string, string] => [
  typeName(value),
  withoutFolders(repr(value)).slice(0, 200),
]

/** A model split and written down: nodes, attributes and leaves in graphdef order, as the goldens record it. */
export function describe(model: unknown): Json {
  const {graphdef, leaves} = flatten(model)
  const nodes = graphdef.nodes.map((def) => [
    def.kind,
    def.kind === 'NodeRef'
      ? ''
      : typeof def.type === 'string'
        ? def.type
        : isClass(def.type)
          ? qualname(def.type)
          : '',
    def.index,
  ])
  const attributes = graphdef.attributes
    .filter(([key]) => key !== '_pytree__nodes')
    .map(([key, attribute]) => [
      String(key),
      attribute.kind === 'LeafAttr' ? graphLayout().leafName : attribute.kind,
      ...(attribute.kind === 'Static' ? [plain(attribute.value)] : []),
    ])
  const rows: unknown[] = []
  const addLeaf = (value: unknown, path: readonly unknown[]): void => {
    const parts = container(value)
    if (parts === null) {
      if (avalOf(value) === null)
        throw new PythonError(
          'TypeError',
          `Value '${typeof value === 'string' ? value : repr(value)}' with dtype ${typeof value === 'string' ? `<U${value.length}` : 'object'} is not a valid JAX array type. Only arrays of numeric types are supported by JAX.`,
        )
      const aval = value instanceof NumpyArray || value instanceof NumpyScalar ? value : avalOf(value)
      rows.push([
        path.map(String).join('.'),
        aval === null ? [] : [...aval.shape],
        aval?.dtype.name ?? typeName(value),
      ])
    } else
      parts.children.forEach((child, i) => {
        addLeaf(child, [...path, parts.keys[i]])
      })
  }
  for (const [path, leaf] of leaves)
    addLeaf(isVariable(leaf) ? leaf.value : leaf, isVariable(leaf) ? [...path, 'value'] : path)
  return {nodes, attributes, leaves: rows, num_leaves: graphdef.num_leaves}
}
