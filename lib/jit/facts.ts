import type {ShapedArray} from '../array/index.ts'
import {
  type Attribute,
  type Container,
  defaults,
  GraphDef,
  type NodePath,
  type NodeType,
  type Structure,
} from '../graph/index.ts'
import {type Component, type Fact, type FactKind, type Path, show} from '../log/index.ts'
import {
  comparedBy,
  Complex,
  Float,
  FrozenDict,
  isDict,
  isHashable,
  isSequence,
  qualname,
  repr,
  tuple,
  Tuple,
} from '../python/index.ts'

/** A leaf of a call as its key tells it: its aval, and where it lives. */
interface LeafFact {
  readonly aval: ShapedArray | null
  readonly place: string
}

/** Numbers for what Python compares by identity. */
type Identify = (value: object) => string

const identified = (value: unknown, identify: Identify): {readonly identity?: string} => {
  const identity = identityOf(value, identify)
  return identity === '' ? {} : {identity}
}

/** The numbers of everything in a value that Python compares by identity; empty where it is compared by content alone. */
function identityOf(value: unknown, identify: Identify): string {
  if (typeof value === 'function') return identify(value)
  if (typeof value !== 'object' || value === null) return ''
  if (value instanceof Tuple)
    return value
      .map((item) => identityOf(item, identify))
      .filter((id) => id !== '')
      .join(',')
  if (
    Array.isArray(value) ||
    isDict(value) ||
    value instanceof Set ||
    value instanceof FrozenDict ||
    comparedBy(value) !== undefined ||
    !isHashable(value)
  )
    return ''
  return value instanceof Float || value instanceof Complex ? '' : identify(value)
}

/** Writes down what a tree of arguments holds, argument by argument. */
export class Facts {
  readonly list: Fact[] = []
  readonly #identify: Identify
  readonly #leaves: Iterator<LeafFact>
  readonly #paths = new Map<number, Path>()

  constructor(identify: Identify, leaves: Iterable<LeafFact>) {
    this.#identify = identify
    this.#leaves = leaves[Symbol.iterator]()
  }

  add(component: Component, kind: FactKind, path: Path, value: string, of?: unknown): void {
    this.list.push({component, kind, path, value, ...identified(of, this.#identify)})
  }

  /** A static argument; a GraphDef is told part by part, like a model's. */
  fixed(value: unknown, path: Path, text: string): void {
    if (value instanceof GraphDef) this.#graph(value, [], path)
    else this.add('static', 'static', path, text, value)
  }

  /** The facts of one argument. */
  tree(structure: Structure, path: Path): void {
    switch (structure.kind) {
      case 'constant':
        return
      case 'leaf':
        this.#leaf(path)
        return
      case 'container': {
        const {like} = structure
        if (like.type === 'VariableState' && like.class !== null && like.fixed instanceof FrozenDict) {
          this.#variable(like.class, like.fixed, path)
          structure.children.forEach((child) => {
            this.tree(child, path)
          })
          return
        }
        if (like.fixed instanceof GraphDef) {
          this.#graph(like.fixed, [], path)
          return
        }
        if (like.type === 'registered') this.#registered(like, path)
        else
          this.add(
            'tree',
            'container',
            path,
            containerText(like.type, like.class, like.keys),
            like.class ?? undefined,
          )
        structure.children.forEach((child, i) => {
          this.tree(child, [...path, itemName(like, like.keys[i] ?? i)])
        })
        return
      }
      case 'node':
        this.#graph(structure.graphdef, structure.values, path)
    }
  }

  /** An object of a registered class: its class, and what is static of it. */
  #registered({class: type, fields, fixed}: Container, path: Path): void {
    const name = type === null ? 'object' : qualname(type)
    if (!isSequence(fields)) this.add('tree', 'container', path, `${name} ${repr(fixed)}`, tuple(type, fixed))
    else {
      const values: readonly unknown[] = isSequence(fixed) ? fixed : []
      this.add('tree', 'container', path, name, type ?? undefined)
      for (const [i, field] of fields.entries())
        this.add('static', 'static', [...path, field], repr(values[i]), values[i])
    }
  }

  #leaf(path: Path): void {
    const step = this.#leaves.next()
    if (step.done === true) return
    const {aval, place} = step.value
    this.add('aval', 'leaf', path, aval === null ? 'no array' : avalText(aval))
    this.add('placement', 'placement', path, place)
  }

  #graph({nodes, attributes}: GraphDef, values: readonly Structure[], root: Path): void {
    let [atNode, atAttribute, atValue] = [0, 0, 0]
    const visit = (path: Path): void => {
      const def = nodes[atNode++]
      if (def === undefined) return
      if (def.kind === 'NodeRef') {
        this.add('graphdef', 'reference', path, show(this.#paths.get(def.index) ?? []))
        return
      }
      if (def.index !== null) this.#paths.set(def.index, path)
      if (def.kind === 'VariableDef') {
        this.#variable(def.type, def.metadata, path)
        const value = values[atValue++]
        if (value !== undefined) this.tree(value, path)
        return
      }
      this.add(
        'graphdef',
        'node',
        path,
        nodeText(def.type),
        typeof def.type === 'string' ? undefined : def.type,
      )
      for (let i = 0; i < def.num_attributes; i++) {
        const row = attributes[atAttribute++]
        if (row !== undefined) attribute(row[0], row[1], path)
      }
    }
    const attribute = (key: string | number, given: Attribute, path: Path): void => {
      if (key === '_pytree__nodes') return
      if (key === '_pytree__state') {
        atNode++
        return
      }
      const at: Path = [...path, String(key)]
      if (given.kind === 'Static') this.add('graphdef', 'attribute', at, repr(given.value), given.value)
      else if (given.kind === 'NodeAttr') visit(at)
      else {
        const value = values[atValue++]
        if (value !== undefined) this.tree(value, at)
      }
    }
    visit(root)
  }

  #variable(type: object, metadata: FrozenDict, path: Path): void {
    this.add('graphdef', 'variable', path, qualname(type), type)
    for (const [name, value] of metadata.items)
      if (!(name in defaults) || defaults[name] !== value)
        this.add('graphdef', 'metadata', [...path, String(name)], repr(value), value)
  }
}

/** An item of a container in a path. */
export const itemName = ({type, fields}: Container, key: string | number): string =>
  type === 'State' || (type === 'registered' && fields !== null)
    ? String(key)
    : type === 'registered'
      ? `[${key}]`
      : `[${repr(key)}]`

const nodeText = (type: NodeType): string => (typeof type === 'string' ? type : qualname(type))

function containerText(type: string, Class: object | null, keys: NodePath): string {
  switch (type) {
    case 'NoneType':
      return 'None'
    case 'list':
    case 'tuple':
      return `${type} of length ${keys.length}`
    case 'namedtuple':
      return `${Class === null ? type : qualname(Class)}(${keys.join(', ')})`
    default:
      return `${type}{${keys.map((key) => repr(key)).join(', ')}}`
  }
}

/** An aval in JAX's short form: `f32[4,8]`, `f32[]{weak_type=True}`. */
const avalText = (aval: ShapedArray): string => `${aval.short}${aval.weak_type ? '{weak_type=True}' : ''}`
