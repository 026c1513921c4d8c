import {type Cell, cellOf, container, isArray, isGraphNode, isPytree, type Metadata, type References, type Shape, Variable, type Vars, vars} from '../graph/index.ts'
import {isDict} from '../python/index.ts'
import {type Form, Forms} from './form.ts'

/** What is remembered of a graph node: its form, and the nodes inside that may be shared. */
interface Summary {
  readonly form: Form
  /** Nodes inside that more than one attribute points at; null for none. */
  readonly suspects: readonly object[] | null
  readonly edition: number
  /** False where a Python list or dict inside may change without a word. */
  readonly isLasting: boolean
}

/** What is gathered while one node is described. */
interface Walk {
  readonly cell: Cell
  suspects: readonly object[] | null
  isLasting: boolean
}

/** What follows from a shape. */
interface Layout {
  readonly names: readonly string[]
  readonly isData: readonly boolean[]
  readonly heads: readonly number[]
}

const noNode = (): null => null

/** Raised when a walk meets a node inside itself. */
class Cycle extends Error {}

/**
 * Describes models. While a model is unchanged its form is remembered, an edit costs the path to it, and only a model in
 * which something is really shared is walked as a whole.
 */
export class Summaries {
  readonly forms: Forms
  readonly #known = new WeakMap<Cell, Summary>()
  readonly #open = new Set<object>()

  constructor(forms: Forms) {
    this.forms = forms
  }

  /**
   * The form of arguments as a graph, in which a node that was seen before is a reference (flax's graph mode).
   */
  graph(values: readonly unknown[]): readonly Form[] {
    const suspects: object[] = []
    const roots: object[] = []
    try {
      const forms = values.map((value) => this.#tree(value, suspects, roots))
      const mayHoldAnother = roots.length > 1 && roots.some((root) => cellOf(root).owners > 0)
      if (!mayHoldAnother && areDistinct(suspects) && areDistinct(roots)) return forms
    } catch (error) {
      if (!(error instanceof Cycle)) throw error
    } finally {
      this.#open.clear()
    }
    const references: References = new Map()
    return values.map((value) => this.#walk(value, references))
  }

  /**
   * The form of an argument as a tree, in which a shared node is two nodes (JAX's own view of a Module).
   *
   * @throws {RangeError} where a Module holds itself.
   */
  tree(value: unknown): Form {
    try {
      return this.#tree(value, [], [])
    } catch (error) {
      if (error instanceof Cycle) throw new RangeError('maximum recursion depth exceeded')
      throw error
    } finally {
      this.#open.clear()
    }
  }

  #tree(value: unknown, suspects: object[], roots: object[]): Form {
    return this.forms.tree(value, (node) => {
      if (!isGraphNode(node)) return null
      const summary = this.#summary(node)
      if (summary.suspects !== null) suspects.push(...summary.suspects)
      roots.push(node)
      return summary.form
    })
  }

  #summary(node: object): Summary {
    const cell = cellOf(node)
    const known = this.#known.get(cell)
    if (known?.edition === cell.edition && cell.fresh) return known
    if (this.#open.has(node)) throw new Cycle()
    this.#open.add(node)
    const walk: Walk = {cell, suspects: cell.owners > 1 ? [node] : null, isLasting: true}
    const form = node instanceof Variable ? this.#variable(node, this.#child(node.value, walk)) : this.#module(node, (value) => this.#child(value, walk))
    this.#open.delete(node)
    const summary: Summary = {form, suspects: walk.suspects, edition: cell.edition, isLasting: walk.isLasting}
    if (walk.isLasting) {
      cell.fresh = true
      this.#known.set(cell, summary)
    }
    return summary
  }

  /** The form of a value in an attribute, and what the walk has to know of it. */
  #child(value: unknown, walk: Walk): Form {
    if (typeof value !== 'object' || value === null) return this.forms.tree(value, noNode)
    if (!isGraphNode(value)) {
      const parts = container(value)
      if (parts === null) return this.forms.leaf(value)
      if (isOpen(value)) walk.isLasting = false
      return this.forms.container(parts, parts.children.map((child) => this.#child(child, walk)))
    }
    const found = this.#summary(value)
    if (!found.isLasting) walk.isLasting = false
    if (found.suspects !== null) walk.suspects = walk.suspects === null ? found.suspects : [...walk.suspects, ...found.suspects]
    cellOf(value).feeds(walk.cell)
    return found.form
  }

  /** The exact walk: numbers at first sight, references afterwards. */
  #walk(value: unknown, references: References): Form {
    return this.forms.tree(value, (node) => {
      if (!isGraphNode(node)) return null
      const seen = references.get(node)
      if (seen !== undefined) return this.forms.reference(seen)
      references.set(node, references.size)
      return this.#form(node, (inner) => this.#walk(inner, references))
    })
  }

  #form(node: object, child: (value: unknown) => Form): Form {
    return node instanceof Variable ? this.#variable(node, child(node.value)) : this.#module(node, child)
  }

  readonly #metadata = new WeakMap<Metadata, readonly [readonly number[], readonly number[]]>()

  #variable(variable: Variable, value: Form): Form {
    const metadata = variable.getMetadata()
    let known = this.#metadata.get(metadata)
    if (known === undefined) {
      const {statics} = this.forms
      const names = Object.keys(metadata).sort()
      known = [names.map((name) => statics.text(name)), names.map((name) => statics.index(metadata[name]))]
      this.#metadata.set(metadata, known)
    }
    return this.forms.variable(variable.constructor, known[0], known[1], value)
  }

  readonly #layouts = new WeakMap<Shape, Layout>()

  /** What follows from a node's shape: its attributes as numbers, and which of them are data. */
  #layout(found: Vars): Layout {
    let layout = this.#layouts.get(found.shape)
    if (layout === undefined) {
      const {names, nodes} = found
      const {statics} = this.forms
      const isData = names.map((name) => nodes.get(name) === true)
      layout = {names, isData, heads: names.map((name, i) => statics.text(name) * 2 + (isData[i] === true ? 1 : 0))}
      this.#layouts.set(found.shape, layout)
    }
    return layout
  }

  #module(module: object, child: (value: unknown) => Form): Form {
    const found = vars(module)
    const {target} = found
    if (!isPytree(module)) return this.#loose(module, found, child)
    const {names, isData, heads} = this.#layout(found)
    const values: number[] = []
    const children: Form[] = []
    for (let i = 0; i < names.length; i++) {
      const value = target[names[i] ?? '']
      if (isData[i] === true) children.push(child(value))
      else values.push(this.forms.statics.index(value))
    }
    return this.forms.module(module.constructor, heads, values, children)
  }

  /** A Module whose class keeps no status of attributes (`pytree=False`): what an attribute holds decides. */
  #loose(module: object, {names, target}: Vars, child: (value: unknown) => Form): Form {
    const {statics} = this.forms
    const heads: number[] = []
    const values: number[] = []
    const children: Form[] = []
    for (const name of names) {
      const value = target[name]
      const isData = isDataByItself(value)
      heads.push(statics.text(name) * 2 + (isData ? 1 : 0))
      if (isData) children.push(child(value))
      else values.push(statics.index(value))
    }
    return this.forms.module(module.constructor, heads, values, children)
  }
}

const areDistinct = (nodes: readonly object[]): boolean => new Set(nodes).size === nodes.length

/** Whether a container may change in place. */
const isOpen = (value: object): boolean => (Array.isArray(value) || isDict(value)) && !Object.isFrozen(value)

const isDataByItself = (value: unknown): boolean => isGraphNode(value) || isArray(value) || (typeof value === 'object' && container(value) !== null)
