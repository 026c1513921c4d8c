import {type Cell, cellOf, classOf, container, isGraphNode, isPytree, type References, Variable, vars} from '../graph/index.ts'
import {Float, isDict} from '../python/index.ts'
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

/** Raised when a walk meets a node inside itself. */
class Cycle extends Error {}

/**
 * Describes models. While a model is unchanged its form is remembered, an edit costs the path to it, and only a model in
 * which something is really shared is walked as a whole.
 */
export class Summaries {
  readonly forms: Forms
  readonly #known = new WeakMap<object, Summary>()
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
    const known = this.#known.get(node)
    if (known?.edition === cell.edition && cell.fresh) return known
    if (this.#open.has(node)) throw new Cycle()
    this.#open.add(node)
    const suspects: object[] = cell.owners > 1 ? [node] : []
    let isLasting = true
    const child = (value: unknown): Form =>
      this.forms.tree(value, (inner) => {
        if (isOpen(inner)) isLasting = false
        if (!isGraphNode(inner)) return null
        const found = this.#summary(inner)
        if (!found.isLasting) isLasting = false
        if (found.suspects !== null) suspects.push(...found.suspects)
        cellOf(inner).feeds(cell)
        return found.form
      })
    const form = this.#form(node, child)
    this.#open.delete(node)
    const summary: Summary = {form, suspects: suspects.length > 0 ? suspects : null, edition: cell.edition, isLasting}
    if (isLasting) this.#remember(node, cell, summary)
    return summary
  }

  #remember(node: object, cell: Cell, summary: Summary): void {
    cell.fresh = true
    this.#known.set(node, summary)
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
    return node instanceof Variable ? this.#variable(node, child) : this.#module(node, child)
  }

  #variable(variable: Variable, child: (value: unknown) => Form): Form {
    const metadata = variable.getMetadata()
    const names = Object.keys(metadata).sort()
    const {statics} = this.forms
    return this.forms.variable(
      classOf(variable),
      names.map((name) => statics.text(name)),
      names.map((name) => statics.index(metadata[name])),
      child(variable.value),
    )
  }

  #module(module: object, child: (value: unknown) => Form): Form {
    const {target, nodes, names} = vars(module)
    const strict = isPytree(module)
    const {statics} = this.forms
    const heads: number[] = []
    const values: number[] = []
    const children: Form[] = []
    for (const name of names) {
      const value = target[name]
      const isData = strict ? nodes.get(name) === true : isDataByItself(value)
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

const isDataByItself = (value: unknown): boolean => isGraphNode(value) || (typeof value === 'object' && value !== null && !(value instanceof Float) && container(value) !== null)
