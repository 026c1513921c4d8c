import {registerDataclass, registerPytreeNode} from '../graph/index.ts'
import {entriesOf, isDict, PythonError, repr} from '../python/index.ts'
import {callMethod, getAttribute} from './attributes.ts'
import {builtin, invoke} from './callable.ts'
import {FieldDefault, fieldsOf} from './classes.ts'
import {isScripted} from './instance.ts'
import {listOf} from './iterate.ts'

type Class = abstract new (...args: never[]) => object

const isClassOfText = (value: unknown): value is Class => typeof value === 'function' && isScripted(value)

function classOf(value: unknown): Class {
  if (isClassOfText(value)) return value
  throw new PythonError(
    'TypeError',
    `a class of the program is registered as a pytree, but got ${repr(value)}`,
  )
}

const textsOf = (value: unknown): readonly string[] => listOf(value).map(String)

/** `field(metadata=dict(static=True))` is static. */
const isMeta = (field: unknown): boolean => {
  const metadata = field instanceof FieldDefault ? field.options.get('metadata') : null
  return isDict(metadata) && entriesOf(metadata).some(([key, value]) => key === 'static' && value === true)
}

function registerFields(given: unknown, byName: ReadonlyMap<string, unknown>): object {
  const type = classOf(given)
  const fields = [...fieldsOf(type)]
  const [data, meta] = [byName.get('data_fields'), byName.get('meta_fields')]
  const named = (wanted: boolean): readonly string[] =>
    fields.filter(([, field]) => isMeta(field) === wanted).map(([name]) => name)
  return registerDataclass(type, {
    data_fields: data === undefined ? named(false) : textsOf(data),
    meta_fields: meta === undefined ? named(true) : textsOf(meta),
  })
}

/** What makes a class of a text a tree: of `jax.tree_util`. */
export const registrations: Readonly<Record<string, unknown>> = {
  register_dataclass: builtin('register_dataclass', ([type, data, meta], byName) =>
    registerFields(
      type,
      new Map([
        ...(data === undefined ? [] : [['data_fields', data] as const]),
        ...(meta === undefined ? [] : [['meta_fields', meta] as const]),
        ...byName,
      ]),
    ),
  ),
  register_pytree_node: builtin('register_pytree_node', ([type, flatten, unflatten]) => {
    registerPytreeNode(
      classOf(type),
      (value) => pairOf(invoke(flatten, [value])),
      (fixed, children) => objectOf(invoke(unflatten, [fixed, children])),
    )
    return null
  }),
  register_pytree_node_class: builtin('register_pytree_node_class', ([given]) => {
    const type = classOf(given)
    registerPytreeNode(
      type,
      (value) => pairOf(callMethod(value, 'tree_flatten')),
      (fixed, children) => objectOf(invoke(getAttribute(type, 'tree_unflatten'), [fixed, children])),
    )
    return type
  }),
}

function pairOf(value: unknown): readonly [readonly unknown[], unknown] {
  const [children, fixed, ...more] = listOf(value)
  if (more.length > 0 || fixed === undefined)
    throw new PythonError(
      'ValueError',
      `a pytree node gives its children and what is static of it, but gave ${repr(value)}`,
    )
  return [listOf(children), fixed]
}

function objectOf(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value
  throw new PythonError('TypeError', `a pytree node is made again as an object, but got ${repr(value)}`)
}
