import {entriesOf, isDict, isPlain, PythonError, repr, tuple, typeName} from '../python/index.ts'
import {isGraphNode} from './nodecell.ts'
import {container} from './container.ts'
import {type Filter, type NodePath, predicates} from './filter.ts'
import {pathKey} from './iterate.ts'
import {byKey} from './order.ts'
import {nest, State, stateOfVariable, VariableState} from './state.ts'
import {classOf, make, Variable, isVariable} from './variable.ts'
import {assign, remove, vars} from './vars.ts'
import {isArray} from './leaf.ts'

/**
 * Puts the values of states, or of dicts of their names, into a live model, in place: Variables keep their identity, so a function that is already
 * jitted sees them. A key that the model does not have is added, as in flax.
 *
 * @throws {PythonError} ValueError where a leaf meets a subgraph.
 * @example
 * update(model, edit(state, (draft) => { draft.bias.value = jnp.zeros([8]) }))
 */
export function update(model: unknown, ...states: readonly unknown[]): void {
  if (states.length === 0)
    throw new PythonError('TypeError', "update() missing 1 required positional argument: 'state'")
  for (const state of states) put(model, state)
}

function put(node: unknown, state: unknown): void {
  if (isVariable(node)) {
    putValue(node, state)
    return
  }
  for (const [key, value] of entriesIn(state)) putKey(node, key, value)
}

/** What a state or a dict holds under each name. */
function entriesIn(state: unknown): readonly (readonly [string, unknown])[] {
  if (state instanceof State) return Object.entries(state).sort(([a], [b]) => byKey(a, b))
  if (isDict(state)) return entriesOf(state).map(([key, value]) => [String(key), value])
  throw new PythonError(
    'TypeError',
    `update() takes a State or a dict, got ${repr(state)}; take one with nnx.state(model)`,
  )
}

function putKey(node: unknown, key: string, value: unknown): void {
  const [exists, current] = child(node, key)
  if (!exists) {
    setKey(node, key, value instanceof VariableState ? make(value.type, value.value, value.metadata) : value)
  } else if (isVariable(current)) putValue(current, value)
  else if (isGraphNode(current) || container(current) !== null) {
    if (value instanceof VariableState || isArray(value))
      throw new PythonError('ValueError', `Expected a subgraph for ${repr(key)}, but got: ${repr(value)}`)
    put(current, value)
  } else setKey(node, key, value)
}

function setKey(node: unknown, key: string, value: unknown): void {
  if (isModule(node)) assign(node, key, value)
  else if (isPlain(node) || (Array.isArray(node) && !Object.isFrozen(node))) Reflect.set(node, key, value)
  else
    throw new PythonError(
      'ValueError',
      `Cannot set key ${repr(key)} on immutable node of type ${typeName(node)}`,
    )
}

const isModule = (node: unknown): node is object => isGraphNode(node) && !isVariable(node)

function child(node: unknown, key: string): readonly [boolean, unknown] {
  if (isModule(node)) {
    const {target} = vars(node)
    return [Object.hasOwn(target, key), Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined]
  }
  const parts = container(node)
  const at = parts?.keys.findIndex((name) => String(name) === key) ?? -1
  return at < 0 ? [false, undefined] : [true, parts?.children[at]]
}

function putValue(variable: Variable, value: unknown): void {
  if (value instanceof VariableState) {
    variable.put(value.value)
    const metadata = variable.getMetadata()
    const differs = Object.keys({...metadata, ...value.metadata}).some(
      (key) => !Object.is(metadata[key], value.metadata[key]),
    )
    if (differs) variable.replaceMetadata({...value.metadata, hijax: metadata['hijax'], ref: metadata['ref']})
  } else if (!(value instanceof State && Object.keys(value).length === 0)) variable.put(value)
}

/**
 * Takes the Variables that pass a filter out of a model and returns them as a state.
 *
 * @example
 * pop(model, Intermediate) // what `sow` recorded
 */
export function pop(model: unknown, ...filters: readonly Filter[]): State | readonly State[] {
  if (filters.length === 0) throw new PythonError('ValueError', 'Expected at least one filter')
  const tests = predicates(filters)
  const taken: [NodePath, unknown][][] = tests.map(() => [])
  const seen = new Set<unknown>()
  const walk = (node: object, path: NodePath): void => {
    if (seen.has(node)) return
    seen.add(node)
    for (const name of [...vars(node).names]) {
      const value: unknown = Reflect.get(node, name)
      const at: NodePath = [...path, pathKey(node, name)]
      if (isModule(value)) walk(value, at)
      else if ((isVariable(value) || isArray(value)) && !seen.has(value)) {
        const part = taken[tests.findIndex((test) => test(at, value))]
        if (part === undefined) continue
        seen.add(value)
        remove(node, name)
        part.push([at, isVariable(value) ? stateOfVariable(value, classOf(value)) : value])
      }
    }
  }
  if (isModule(model)) walk(model, [])
  const states = taken.map(nest).map((state) => (state instanceof State ? state : State.of([])))
  const [only] = states
  return states.length === 1 && only !== undefined ? only : tuple(...states)
}
