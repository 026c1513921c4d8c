import {PythonError, taking, tuple, typeRepr} from '../python/index.ts'
import {container} from './container.ts'
import type {NodePath} from './filter.ts'
import {pathKey} from './iterate.ts'
import {isGraphNode} from './nodecell.ts'
import {Variable} from './variable.ts'
import {adopt, emptyLike, restore, vars} from './vars.ts'

/**
 * `nnx.recursive_map(f, node)`: a copy of a model with Variables of the first, in which `f(path, value)` stands for each value,
 * children before their owner. Values are nodes, containers, Variables and static attributes; a node is met once.
 *
 * @throws {PythonError} ValueError for a node that holds itself.
 * @example
 * recursiveMap((path, value) => (path.at(-1) === 'kernel' ? nnx.clone(value) : value), model)
 */
export const recursiveMap = taking('nnx.recursiveMap(f: function, node: tree, /)', mapped)

function mapped<M>(f: (path: NodePath, value: unknown) => unknown, node: M): M
/** A copy has the type of its model as long as `f` keeps to it. */
function mapped(f: (path: NodePath, value: unknown) => unknown, node: unknown): unknown {
  return new Mapping(f).visit(node, [], true)
}

class Mapping {
  readonly #f: (path: NodePath, value: unknown) => unknown
  readonly #open = new Set<object>()
  readonly #results = new Map<object, unknown>()

  constructor(f: (path: NodePath, value: unknown) => unknown) {
    this.#f = (path, value) => f(tuple(...path), value)
  }

  /** What stands for a value; a container that is static stays the same object where nothing in it changes. */
  visit(value: unknown, path: NodePath, isData: boolean): unknown {
    if (typeof value !== 'object' || value === null) return this.#f(path, value)
    if (this.#results.has(value)) return this.#results.get(value)
    if (value instanceof Variable) return this.#kept(value, this.#f(path, value))
    if (!isGraphNode(value)) return this.#f(path, this.#container(value, path, isData))
    if (this.#open.has(value))
      throw new PythonError(
        'ValueError',
        `Found cycle in the graph at path '${path.join('/')}'. Node of type ${typeRepr(value)} has already been visited but has not been returned yet.`,
      )
    this.#open.add(value)
    return this.#kept(value, this.#f(path, this.#module(value, path)))
  }

  #kept(value: object, result: unknown): unknown {
    this.#results.set(value, result)
    return result
  }

  #container(value: object, path: NodePath, isData: boolean): unknown {
    const parts = container(value)
    if (parts === null) return value
    const children = parts.children.map((child, i) =>
      this.visit(child, [...path, parts.keys[i] ?? i], isData),
    )
    const isSame = !isData && children.every((child, i) => Object.is(child, parts.children[i]))
    return isSame ? value : parts.make(children)
  }

  #module(module: object, path: NodePath): object {
    const {target, names, nodes} = vars(module)
    const copy = adopt(emptyLike(target))
    for (const name of names) {
      const isData = nodes.get(name)
      const value = this.visit(target[name], [...path, pathKey(module, name)], isData === true)
      restore(copy, name, value, isData)
    }
    return copy
  }
}
