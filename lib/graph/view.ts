import {constructorOf, PythonError, repr} from '../python/index.ts'
import {isGraphNode} from './nodecell.ts'
import {container} from './container.ts'
import {type Filter, type NodePath, predicate} from './filter.ts'
import {pathKey} from './iterate.ts'
import {isVariable} from './variable.ts'
import {adopt, emptyLike, restore, vars} from './vars.ts'

/**
 * A second model that shares all Variables with the first and differs in attributes that its layers let a view set
 * (`static views = ['deterministic']` in a layer's class).
 *
 * @throws {PythonError} ValueError for an attribute that no layer takes.
 * @example
 * const evaluation = view(model, {deterministic: true, use_running_average: true})
 */
export function view<M>(
  model: M,
  attributes?: Readonly<Record<string, unknown>>,
  options?: {readonly only?: Filter},
): M
/** The copy of a model, taken apart and put together attribute by attribute, has the model's type. */
export function view(
  model: unknown,
  attributes: Readonly<Record<string, unknown>> = {},
  {only = true}: {readonly only?: Filter} = {},
): unknown {
  const test = predicate(only)
  const unused = new Set(Object.keys(attributes))
  const made = new Map<object, object>()

  const copy = (value: unknown, path: NodePath): unknown => {
    if (typeof value !== 'object' || value === null || isVariable(value)) return value
    if (!isGraphNode(value)) {
      const parts = container(value)
      return parts === null
        ? value
        : parts.make(parts.children.map((child, i) => copy(child, [...path, parts.keys[i] ?? i])))
    }
    return made.get(value) ?? copyModule(value, path)
  }

  const copyModule = (module: object, path: NodePath): object => {
    const node = adopt(emptyLike(vars(module).target))
    made.set(module, node)
    const found = vars(module)
    for (const name of found.names) {
      const value: unknown = Reflect.get(found.target, name)
      const isData = found.nodes.get(name)
      restore(node, name, isData === true ? copy(value, [...path, pathKey(module, name)]) : value, isData)
    }
    if (test(path, node)) set(node)
    return node
  }

  const set = (node: object): void => {
    const views: unknown = Reflect.get(constructorOf(node), 'views')
    for (const name of Array.isArray(views) ? views.map(String) : []) {
      unused.delete(name)
      if (attributes[name] !== undefined && attributes[name] !== null)
        Reflect.set(node, name, attributes[name])
    }
  }

  const out = copy(model, [])
  if (unused.size > 0)
    throw new PythonError('ValueError', `Unused keys found in nnx.view: ${repr([...unused].sort())}`)
  if (typeof out !== typeof model)
    throw new PythonError('TypeError', 'view() takes a Module or a container of Modules')
  return out
}
