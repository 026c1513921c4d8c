import {container} from './container.ts'
import {type Filter, type NodePath, predicate} from './filter.ts'
import {pathKey} from './iterate.ts'
import {isArray} from './leaf.ts'
import {isGraphNode} from './nodecell.ts'
import {isVariable} from './variable.ts'
import {vars} from './vars.ts'
import {optionsBy, tuple} from '../python/index.ts'

/** What `nnx.findDuplicates` takes beside the model. */
export interface DuplicateOptions {
  /** Which of the later places count; all where it is not given. */
  readonly only?: Filter
}

const duplicateOptions = optionsBy<DuplicateOptions>('nnx.findDuplicates(*, only=)')

/**
 * `nnx.find_duplicates(node)`: for each Module, Variable or array that a model holds at several places, the paths of these.
 *
 * @example
 * model.tied = model.kernel
 * findDuplicates(model) // [[['kernel'], ['tied']]]
 */
export function findDuplicates(
  node: unknown,
  options: DuplicateOptions = {},
): readonly (readonly NodePath[])[] {
  const {only = true} = duplicateOptions([options])
  const isMeant = predicate(only)
  const places = new Map<object, NodePath[]>()
  const visit = (value: unknown, path: NodePath): void => {
    const isNode = isGraphNode(value)
    if (isNode || isArray(value)) {
      const known = places.get(value)
      if (known !== undefined) {
        if (isMeant(path, value)) known.push(tuple(...path))
        return
      }
      places.set(value, [tuple(...path)])
    }
    if (isNode && !isVariable(value))
      for (const name of vars(value).names) visit(Reflect.get(value, name), [...path, pathKey(value, name)])
    else {
      const parts = container(value)
      parts?.children.forEach((child, i) => {
        visit(child, [...path, parts.keys[i] ?? i])
      })
    }
  }
  visit(node, [])
  return [...places.values()].filter((paths) => paths.length > 1)
}
