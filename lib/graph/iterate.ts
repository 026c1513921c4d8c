import {isGraphNode} from './nodecell.ts'
import {container} from './container.ts'
import type {NodePath} from './filter.ts'
import {isIndex} from './order.ts'
import {isVariable} from './variable.ts'
import {vars} from './vars.ts'
import {tuple} from '../python/index.ts'

/** An attribute name as flax shows it in a path: a number for a list's item. */
export const pathKey = (node: object, name: string): string | number =>
  vars(node).shape.hasIntKeys && isIndex(name) ? Number(name) : name

/**
 * Every value of a model with its path, each graph node once, children before their owner, as flax's `iter_graph`.
 *
 * @example
 * [...iterGraph(model)].map(([path]) => path.join('.'))
 */
export function* iterGraph(model: unknown): Generator<readonly [NodePath, unknown]> {
  for (const [path, value] of valuesIn(model)) yield tuple(tuple(...path), value)
}

/** What `iterGraph` gives, for ourselves. */
export const valuesIn = (model: unknown): Generator<readonly [NodePath, unknown]> =>
  walk(model, [], new Set())

function* walk(value: unknown, path: NodePath, seen: Set<unknown>): Generator<readonly [NodePath, unknown]> {
  if (isGraphNode(value)) {
    if (seen.has(value)) return
    seen.add(value)
    if (!isVariable(value))
      for (const name of vars(value).names)
        yield* walk(Reflect.get(value, name), [...path, pathKey(value, name)], seen)
  } else {
    const parts = container(value)
    if (parts !== null)
      for (const [i, key] of parts.keys.entries()) yield* walk(parts.children[i], [...path, key], seen)
  }
  yield [path, value]
}
