import {
  type Cell,
  cellIn,
  cellOf,
  container,
  isArray,
  isGraphNode,
  isPytree,
  type Metadata,
  type References,
  type NodeShape,
  Variable,
  type Vars,
  vars,
  isVariable,
} from '../graph/index.ts'
import {constructorOf} from '../python/index.ts'
import {type Form, Forms} from './form.ts'

/** What is remembered of a graph node: its form, and the nodes inside that may be shared. */
class Summary {
  readonly by: Summaries
  readonly form: Form
  /** Nodes inside that more than one attribute points at; null for none. */
  readonly suspects: readonly object[] | null
  readonly edition: number
  /** False where a Python list or dict inside may change without a word. */
  readonly isLasting: boolean

  constructor(
    by: Summaries,
    form: Form,
    suspects: readonly object[] | null,
    edition: number,
    isLasting: boolean,
  ) {
    this.by = by
    this.form = form
    this.suspects = suspects
    this.edition = edition
    this.isLasting = isLasting
  }
}

/** Gives the form of a value in an attribute or a Variable. */
interface Walker {
  /**
   * @param inGraph whether it stands in an attribute. Of the items of a container there, those that are no array and no node are
   * static (flax/nnx/graphlib.py, `_graph_flatten`); in a Variable they are leaves.
   */
  child(value: unknown, inGraph: boolean): Form
}

/** A Module described before, that the next one of its layout may be like. */
interface Like {
  readonly type: object
  readonly statics: readonly unknown[]
  readonly values: readonly number[]
  readonly children: readonly Form[]
  readonly form: Form
}

/** What follows from a shape. */
interface Layout {
  readonly data: readonly string[]
  readonly statics: readonly string[]
  /** Attributes as numbers, data or not. */
  readonly heads: readonly number[]
  like: Like | null
}

const noNode = (): null => null

/** Raised when a walk meets a node inside itself. */
class Cycle extends Error {}

/** Describes one node by its children's descriptions, and gathers what its owner has to know. */
class Walk implements Walker {
  suspects: readonly object[] | null
  isLasting = true
  readonly #by: Summaries
  readonly #cell: Cell

  constructor(by: Summaries, cell: Cell, suspects: readonly object[] | null) {
    this.#by = by
    this.#cell = cell
    this.suspects = suspects
  }

  child(value: unknown, inGraph: boolean): Form {
    if (typeof value !== 'object' || value === null) return this.#by.forms.tree(value, noNode)
    const cell = cellIn(value)
    if (cell !== undefined) {
      const found = this.#by.summary(value, cell)
      if (!found.isLasting) this.isLasting = false
      if (found.suspects !== null)
        this.suspects = this.suspects === null ? found.suspects : [...this.suspects, ...found.suspects]
      cell.feeds(this.#cell)
      return found.form
    }
    const parts = container(value)
    if (parts === null) return this.#by.forms.leaf(value)
    if (isOpen(value)) this.isLasting = false
    return this.#by.forms.container(
      parts,
      parts.children.map((child) =>
        inGraph && isFixed(child) ? this.#by.forms.fixed(child) : this.child(child, inGraph),
      ),
    )
  }
}

/** Describes a graph exactly: numbers at first sight, references afterwards. */
class Exact implements Walker {
  readonly #by: Summaries
  readonly #references: References = new Map()

  constructor(by: Summaries) {
    this.#by = by
  }

  child(value: unknown, inGraph: boolean): Form {
    const {forms} = this.#by
    if (isGraphNode(value)) {
      const seen = this.#references.get(value)
      if (seen !== undefined) return forms.reference(seen)
      this.#references.set(value, this.#references.size)
      return this.#by.describe(value, this)
    }
    const parts = container(value)
    if (parts === null) return forms.leaf(value)
    return forms.container(
      parts,
      parts.children.map((child) =>
        inGraph && isFixed(child) ? forms.fixed(child) : this.child(child, inGraph),
      ),
    )
  }
}

/**
 * Describes models. While a model is unchanged its form is remembered, an edit costs the path to it, and only a model in
 * which something is really shared is walked as a whole.
 */
export class Summaries {
  readonly forms: Forms
  readonly #known = new WeakMap<Cell, Summary>()
  readonly #open: Cell[] = []
  readonly #layouts = new WeakMap<NodeShape, Layout>()
  readonly #metadata = new WeakMap<
    Metadata,
    {
      readonly names: readonly number[]
      readonly values: readonly number[]
      readonly made: Map<object, Map<Form, Form>>
    }
  >()

  readonly #byValue: boolean

  /**
   * @param byValue whether what an attribute holds says what it is, and not its status (`GraphLayout.statusDecides`). A tree is
   * always described by status, so that another one is needed for trees.
   */
  constructor(forms: Forms, byValue = false) {
    this.forms = forms
    this.#byValue = byValue
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
      this.#close()
    }
    const exact = new Exact(this)
    return values.map((value) => exact.child(value, false))
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
      this.#close()
    }
  }

  #tree(value: unknown, suspects: object[], roots: object[]): Form {
    return this.forms.tree(value, (node) => {
      if (!isGraphNode(node)) return null
      const summary = this.summary(node)
      if (summary.suspects !== null) suspects.push(...summary.suspects)
      roots.push(node)
      return summary.form
    })
  }

  #close(): void {
    for (const cell of this.#open) cell.isOpen = false
    this.#open.length = 0
  }

  /** The summary of a node, remembered while it is unchanged. */
  summary(node: object, cell = cellOf(node)): Summary {
    const known = this.#recall(cell)
    if (known !== undefined) return known
    if (cell.isOpen) throw new Cycle()
    cell.isOpen = true
    this.#open.push(cell)
    const walk = new Walk(this, cell, cell.owners > 1 ? [node] : null)
    const form = this.describe(node, walk)
    cell.isOpen = false
    this.#open.pop()
    const summary = new Summary(this, form, walk.suspects, cell.edition, walk.isLasting)
    if (walk.isLasting) this.#remember(cell, summary)
    return summary
  }

  #recall(cell: Cell): Summary | undefined {
    if (!cell.fresh) return undefined
    const {note} = cell
    const known = note instanceof Summary && note.by === this ? note : this.#known.get(cell)
    return known?.edition === cell.edition ? known : undefined
  }

  #remember(cell: Cell, summary: Summary): void {
    cell.fresh = true
    if (cell.note === null || (cell.note instanceof Summary && cell.note.by === this)) cell.note = summary
    else this.#known.set(cell, summary)
  }

  /** The form of one node, its children described by the walker. */
  describe(node: object, walker: Walker): Form {
    if (isVariable(node)) return this.#variable(node, walker.child(node.value, false))
    const found = vars(node)
    if (!isPytree(node)) return this.#loose(found, walker, [])
    return this.#byValue ? this.#loose(found, walker, this.#statuses(found)) : this.#module(found, walker)
  }

  #variable(variable: Variable, value: Form): Form {
    const metadata = variable.getMetadata()
    let known = this.#metadata.get(metadata)
    if (known === undefined) {
      const {statics} = this.forms
      const names = Object.keys(metadata).sort()
      known = {
        names: names.map((name) => statics.text(name)),
        values: names.map((name) => statics.index(metadata[name])),
        made: new Map(),
      }
      this.#metadata.set(metadata, known)
    }
    const type = constructorOf(variable)
    let made = known.made.get(type)
    if (made === undefined) known.made.set(type, (made = new Map<Form, Form>()))
    let form = made.get(value)
    if (form === undefined)
      made.set(value, (form = this.forms.variable(type, known.names, known.values, value)))
    return form
  }

  /** An attribute as a number, data or not. */
  #head(name: string, isData: boolean): number {
    return this.forms.statics.text(name) * 2 + (isData ? 1 : 0)
  }

  #layout(found: Vars): Layout {
    const {shape} = found
    let layout = this.#layouts.get(shape)
    if (layout === undefined) {
      const {names, nodes} = found
      const isData = (name: string): boolean => nodes.get(name) === true
      const heads = names.map((name) => this.#head(name, isData(name)))
      layout = {data: names.filter(isData), statics: names.filter((name) => !isData(name)), heads, like: null}
      this.#layouts.set(shape, layout)
    }
    return layout
  }

  /** A Module's form. Layers of one kind mostly follow each other, so the one before is tried first. */
  #module(found: Vars, walker: Walker): Form {
    const {target} = found
    const type = constructorOf(target)
    const layout = this.#layout(found)
    const children = layout.data.map((name) => walker.child(target[name], true))
    const {like} = layout
    const isLike =
      like !== null &&
      like.type === type &&
      layout.statics.every((name, i) => Object.is(target[name], like.statics[i]))
    if (isLike && children.every((child, i) => child === like.children[i])) return like.form
    const statics = isLike ? like.statics : layout.statics.map((name) => target[name])
    const values = isLike ? like.values : statics.map((value) => this.forms.statics.index(value))
    const form = this.forms.module(type, layout.heads, values, children)
    layout.like = {type, statics, values, children, form}
    return form
  }

  /** The statuses that a Module keeps, those of deleted attributes among them, in an order of their own. */
  #statuses({nodes}: Vars): readonly number[] {
    return [...nodes].map(([name, isData]) => -1 - this.#head(name, isData)).sort((a, b) => a - b)
  }

  /** A Module of which what an attribute holds decides, not its status. */
  #loose({names, target}: Vars, walker: Walker, statuses: readonly number[]): Form {
    const {statics} = this.forms
    const heads = names.map((name) => this.#head(name, isDataByItself(target[name])))
    const values = names
      .filter((name) => !isDataByItself(target[name]))
      .map((name) => statics.index(target[name]))
    const children = names
      .filter((name) => isDataByItself(target[name]))
      .map((name) => walker.child(target[name], true))
    return this.forms.module(constructorOf(target), [...heads, ...statuses], values, children)
  }
}

const areDistinct = (nodes: readonly object[]): boolean => new Set(nodes).size === nodes.length

/** Whether a container may change in place. */
const isOpen = (value: object): boolean => !Object.isFrozen(value)

/** Whether an item of a container in an attribute is static. */
const isFixed = (value: unknown): boolean => !isDataByItself(value) && value !== null

const isDataByItself = (value: unknown): boolean =>
  isGraphNode(value) || isArray(value) || (typeof value === 'object' && container(value) !== null)
