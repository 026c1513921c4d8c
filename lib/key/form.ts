import {
  ArrayImpl,
  avalOf,
  isPythonInt,
  JaxArray,
  kindOf,
  NumpyArray,
  NumpyScalar,
  type ShapedArray,
} from '../array/index.ts'
import {container, type Container} from '../graph/index.ts'
import {Float, isInt, repr, typePath} from '../python/index.ts'
import {Interner} from './interner.ts'
import {Statics} from './statics.ts'
import {Tag} from './tag.ts'

/** A leaf as the caches see it. */
interface Leaf {
  /** A value of that kind; only its type, shape, dtype and place matter. */
  readonly sample: unknown
  /** Whether JAX takes it for an array. */
  readonly isArray: boolean
  /** What the dispatch cache tells apart beside the aval: Python, NumPy, or a JAX array and its place. */
  readonly kind: number
}

/**
 * A description of a tree of arguments by content, interned: two trees have one form if and only if nothing that Python
 * could tell apart differs in structure, static values and the looks of leaves. The keys of all layers derive from it.
 */
export interface Form {
  readonly id: number
  /** What the node is, as integers: its class, its names. */
  readonly head: readonly number[]
  /** Indices of static values, in place. */
  readonly statics: readonly number[]
  readonly children: readonly Form[]
  readonly leaf: Leaf | null
  /** How many leaves it has. */
  readonly leaves: number
  /** Whether a static value in it may change in place. */
  readonly isVolatile: boolean
  /** Whether JAX takes all of its leaves for arrays. */
  readonly isArrays: boolean
  /** Whether a Python int is among its leaves, whose value may fit into no dtype. */
  readonly hasInts: boolean
}

/** Makes forms, and derives from them what the layers of caches compare. */
export class Forms {
  readonly ids = new Interner()
  readonly statics = new Statics(this.ids)
  readonly #forms = new Map<number, Form>()
  readonly #equal = new Map<number, number>()
  readonly #avals: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()]
  readonly #kinds = new Map<number, number>()
  /** Forms of uncommitted arrays by their avals. */
  readonly #free = new WeakMap<ShapedArray, Form>()

  /** The form of one leaf. */
  leaf(value: unknown): Form {
    const {statics} = this
    if (value instanceof ArrayImpl && !value.committed) {
      let form = this.#free.get(value.aval)
      if (form === undefined)
        this.#free.set(
          value.aval,
          (form = this.#leaf([Tag.leaf, 0, statics.object(value.aval), -1], value, statics.text('jax'))),
        )
      return form
    }
    if (value instanceof ArrayImpl)
      return this.#leaf(
        [Tag.leaf, 0, statics.object(value.aval), statics.text(value.placement.device)],
        value,
        statics.text(`committed ${value.placement.device}`),
      )
    if (value instanceof JaxArray)
      return this.#leaf([Tag.leaf, 4, statics.object(value.aval)], value, statics.text('jax'))
    if (value instanceof NumpyArray || value instanceof NumpyScalar)
      return this.#leaf(
        [Tag.leaf, 1, value instanceof NumpyArray ? 1 : 0, statics.object(value.dtype), ...value.shape],
        value,
        statics.text('numpy'),
      )
    if (kindOf(value) === 'python')
      return this.#leaf(
        [Tag.leaf, 2, statics.text(value instanceof Float ? 'float' : typePath(value))],
        value,
        statics.text('python'),
      )
    return this.#leaf([Tag.leaf, 3, statics.text(typePath(value))], value, statics.text('none'))
  }

  #leaf(head: readonly number[], sample: unknown, kind: number): Form {
    return this.#form(head, [], [], {sample, isArray: head[1] !== 3, kind})
  }

  /** The form of a Python container whose children have these forms. */
  container(parts: Container, children: readonly Form[]): Form {
    const {statics} = this
    const head = [
      Tag.container,
      statics.text(parts.type),
      parts.class === null ? -1 : statics.object(parts.class),
    ]
    if (parts.type !== 'list' && parts.type !== 'tuple')
      for (const key of parts.keys) head.push(typeof key === 'number' ? 1 : 0, statics.text(String(key)))
    return this.#form(head, parts.fixed === undefined ? [] : [statics.index(parts.fixed)], children, null)
  }

  /** The form of a Module: class, attribute names, and for each attribute a static value's index or a child's form. */
  module(type: object, names: readonly number[], values: readonly number[], children: readonly Form[]): Form {
    return this.#form([Tag.module, this.statics.object(type), ...names], values, children, null)
  }

  /** The form of a Variable: class, metadata, and the form of its value. */
  variable(type: object, names: readonly number[], metadata: readonly number[], value: Form): Form {
    return this.#form([Tag.variable, this.statics.object(type), ...names], metadata, [value], null)
  }

  /** The form of a static value that stands among the items of a container. */
  fixed(value: unknown): Form {
    return this.#form([Tag.staticItem], [this.statics.index(value)], [], null)
  }

  /** The second sight of a node, by its number. */
  reference(index: number): Form {
    return this.#form([Tag.reference, index], [], [], null)
  }

  /** The form of a call's arguments: names of keywords and one form an argument. */
  call(positional: number, keywords: readonly string[], children: readonly Form[]): Form {
    return this.#form(
      [Tag.arguments, positional, ...keywords.map((name) => this.statics.text(name))],
      [],
      children,
      null,
    )
  }

  /** The form of any value without graph nodes; `node` gives the form of a graph node in it. */
  tree(value: unknown, node: (value: object) => Form | null): Form {
    const form = typeof value === 'object' && value !== null ? node(value) : null
    if (form !== null) return form
    const parts = container(value)
    return parts === null
      ? this.leaf(value)
      : this.container(
          parts,
          parts.children.map((child) => this.tree(child, node)),
        )
  }

  readonly #scratch: number[] = []

  #form(
    head: readonly number[],
    statics: readonly number[],
    children: readonly Form[],
    leaf: Leaf | null,
  ): Form {
    const key = this.#scratch
    key.length = 0
    key.push(Tag.form, head.length)
    for (const part of head) key.push(part)
    for (const index of statics) key.push(index)
    key.push(Tag.children)
    for (const child of children) key.push(child.id)
    const id = this.ids.of(key)
    const known = this.#forms.get(id)
    if (known !== undefined) return known
    const form: Form = Object.freeze({
      id,
      head: [...head],
      statics: [...statics],
      children: [...children],
      leaf,
      leaves: leaf === null ? children.reduce((sum, child) => sum + child.leaves, 0) : 1,
      hasInts: leaf === null ? children.some((child) => child.hasInts) : isPythonInt(leaf.sample),
      isArrays: leaf === null ? children.every((child) => child.isArrays) : leaf.isArray,
      isVolatile:
        statics.some((index) => this.statics.at(index).equal === null) ||
        children.some((child) => child.isVolatile),
    })
    this.#forms.set(id, form)
    return form
  }

  /** The tree definition under Python's `==`: what a pytree's structure and static values are to every cache. */
  equal(form: Form): number {
    const known = this.#equal.get(form.id)
    if (known !== undefined) return known
    const id = this.ids.of(
      form.leaf !== null
        ? [Tag.equalLeaf]
        : [
            Tag.equalTree,
            form.head.length,
            ...form.head,
            ...form.statics.map((index) => this.statics.equalId(index)),
            Tag.children,
            ...form.children.map((child) => this.equal(child)),
          ],
    )
    if (!form.isVolatile) this.#equal.set(form.id, id)
    return id
  }

  /** The avals of all leaves in order, as canonicalised with x64 on or off. */
  avals(form: Form, x64: boolean): number {
    const cache = this.#avals[x64 ? 1 : 0]
    const known = cache.get(form.id)
    if (known !== undefined) return known
    const id = this.ids.of(
      form.leaf !== null
        ? [Tag.leafAval, this.#aval(form.leaf, x64)]
        : [Tag.treeAvals, ...form.children.filter(hasLeaves).map((child) => this.avals(child, x64))],
    )
    cache.set(form.id, id)
    return id
  }

  #aval(leaf: Leaf, x64: boolean): number {
    const aval = avalOfLeaf(leaf, x64)
    return aval === null ? -1 : this.statics.object(aval)
  }

  /** The static values of a form as they read now: those that may change in place do not change its id. */
  textOf(form: Form): string {
    return [
      ...form.statics.map((index) => repr(this.statics.value(index))),
      ...form.children.filter((child) => child.isVolatile).map((child) => this.textOf(child)),
    ].join('\n')
  }

  /** What the dispatch cache sees of all leaves beside their avals. */
  kinds(form: Form): number {
    const known = this.#kinds.get(form.id)
    if (known !== undefined) return known
    const id = this.ids.of(
      form.leaf !== null
        ? [Tag.leafKind, form.leaf.kind]
        : [Tag.treeKinds, ...form.children.filter(hasLeaves).map((child) => this.kinds(child))],
    )
    this.#kinds.set(form.id, id)
    return id
  }
}

const hasLeaves = (form: Form): boolean => form.leaves > 0

/** The aval of a leaf; null when it is no array. */
const avalOfLeaf = (leaf: Leaf, x64: boolean): ShapedArray | null => {
  const {sample} = leaf
  return avalOf(typeof sample === 'number' && isInt(sample) ? 0 : typeof sample === 'bigint' ? 0 : sample, {
    x64,
  })
}
