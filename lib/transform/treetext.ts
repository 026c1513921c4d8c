import {isIndex, type Structure} from '../graph/index.ts'
import {FrozenDict, qualname, repr, tuple} from '../python/index.ts'

type Container = Extract<Structure, {kind: 'container'}>['like']
type Keys = readonly (string | number)[]

const braced = (keys: Keys, parts: readonly string[]): string =>
  `{${parts.map((part, i) => `${repr(keys[i])}: ${part}`).join(', ')}}`

/** Python's own containers, around what their children are in words. */
const plain: Partial<Record<Container['type'], (keys: Keys, parts: readonly string[]) => string>> = {
  NoneType: () => 'None',
  dict: braced,
  list: (_keys, parts) => `[${parts.join(', ')}]`,
  tuple: (_keys, parts) => `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`,
}

/** The keys of a state: numbers for the items of lists. */
const stateKeys = (keys: Keys): Keys =>
  keys.map((key) => (typeof key === 'string' && isIndex(key) ? Number(key) : key))

/** Metadata of a Variable as flax registers it: pairs, sorted by name. */
const metadataText = ({items}: FrozenDict): string =>
  repr(tuple(...[...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => tuple(name, held))))

/** The name of a registered class, and what JAX keeps of its object beside the children. */
function registered({type, class: own, keys, fixed}: Container): readonly [name: string, kept: string] {
  const name = own === null ? type : qualname(own)
  if (type === 'namedtuple') return [type, name]
  if (type === 'State') return [type, repr(tuple(...stateKeys(keys)))]
  if (type === 'OrderedDict' || type === 'defaultdict') return [type, repr(tuple(...keys))]
  return [name, fixed instanceof FrozenDict ? metadataText(fixed) : repr(fixed)]
}

const custom = ([name, kept]: readonly [string, string], parts: readonly string[]): string =>
  `CustomNode(${name}[${kept}], [${parts.join(', ')}])`

/**
 * A tree without its leaves as JAX prints it, a star for each leaf: `{'a': [*, None]}`.
 *
 * Source: jaxlib `pytree.cc`, `PyTreeDef::ToString`; flax `statelib.py`, whose nested states are dicts.
 *
 * @param model what is printed for a model.
 */
export function treeText(structure: Structure, model: (structure: Structure) => string): string {
  const text = (one: Structure, isInState = false): string => {
    if (one.kind === 'leaf') return '*'
    if (one.kind === 'constant') return 'None'
    if (one.kind === 'container') {
      const {type, keys} = one.like
      const parts = one.children.map((child) => text(child, type === 'State'))
      if (isInState && type === 'State') return braced(stateKeys(keys), parts)
      return plain[type]?.(keys, parts) ?? custom(registered(one.like), parts)
    }
    const [def] = one.graphdef.nodes
    if (def?.kind !== 'VariableDef') return model(one)
    const parts = one.values.map((value) => text(value))
    return custom([qualname(def.type), metadataText(def.metadata)], parts)
  }
  return text(structure)
}
