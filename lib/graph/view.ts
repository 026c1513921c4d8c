import {constructorOf, PythonError, repr, taking} from '../python/index.ts'
import {type Filter, predicate} from './filter.ts'
import {Module, notFound} from './module.ts'
import {isGraphNode} from './nodecell.ts'
import {recursiveMap} from './recursive.ts'

/** What `nnx.view` and `nnx.withAttributes` take beside the attributes. */
export interface ViewOptions {
  /** In which Modules attributes are set; in all of them where it is not given. */
  readonly only?: Filter
  /** Whether it is an error when no Module takes one of the attributes; true where it is not given. */
  readonly raise_if_not_found?: boolean
}

/** Attributes by name, and what is said of those that no Module takes. */
interface Setting {
  readonly attributes: Readonly<Record<string, unknown>>
  /** Which of the attributes a Module takes. */
  readonly takenBy: (module: object) => readonly string[]
  readonly refuse: (names: readonly string[]) => PythonError
}

/** A copy of a model around its Variables, with attributes of its Modules set. */
function changed<M>(model: M, {only = true, raise_if_not_found = true}: ViewOptions, setting: Setting): M {
  const {attributes, takenBy, refuse} = setting
  const isMeant = predicate(only)
  const unused = new Set(Object.keys(attributes))
  const copy = recursiveMap((path, node) => {
    if (!isGraphNode(node) || !isMeant(path, node)) return node
    for (const name of takenBy(node)) {
      unused.delete(name)
      if (attributes[name] !== undefined) Reflect.set(node, name, attributes[name])
    }
    return node
  }, model)
  if (unused.size > 0 && raise_if_not_found) throw refuse([...unused].sort())
  return copy
}

/**
 * A second model that shares all Variables with the first and differs in attributes that its layers let a view set
 * (`static views = ['deterministic']` in a layer's class).
 *
 * @throws {PythonError} ValueError for an attribute that no layer takes, and for a model that holds itself.
 * @example
 * const evaluation = view(new nnx.Dropout({rate: 0.1, rngs}), {deterministic: true})
 * evaluation.deterministic // true
 */
export const view = taking(
  'nnx.view(node, attributes: dict=, /, *, only=, raise_if_not_found: bool=)',
  <M>(model: M, attributes: Readonly<Record<string, unknown>> = {}, options: ViewOptions = {}): M =>
    changed(model, options, {
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, value ?? undefined]),
      ),
      takenBy: viewsOf,
      refuse: (names) => new PythonError('ValueError', `Unused keys found in nnx.view: ${repr(names)}`),
    }),
)

const viewsOf = (module: object): readonly string[] => {
  const views: unknown = Reflect.get(constructorOf(module), 'views')
  return Array.isArray(views) ? views.map(String) : []
}

/**
 * `nnx.with_attributes(model, …)`: a second model that shares all Variables with the first and differs in attributes of its Modules.
 *
 * @throws {PythonError} ValueError for an attribute that no Module has, and for a model that holds itself.
 * @example
 * withAttributes(new nnx.Dropout({rate: 0.1, rngs}), {rate: 0.2}).rate // 0.2: the model itself keeps its rate
 */
export const withAttributes = taking(
  'nnx.withAttributes(node, attributes, /, *, only=, raise_if_not_found: bool=)',
  <M>(model: M, attributes: Readonly<Record<string, unknown>>, options: ViewOptions = {}): M =>
    changed(model, options, {
      attributes,
      takenBy: (module) =>
        module instanceof Module ? Object.keys(attributes).filter((name) => name in module) : [],
      refuse: notFound,
    }),
)
