import {GraphDef} from '../graph/index.ts'
import {type Forms, Tag} from '../key/index.ts'
import {type Branch, leafPaths, type PytreeNode, staticType} from './pytree.ts'

/** A pytree, and a number that it shares with all that are one with it. */
interface Numbered<T extends PytreeNode = PytreeNode> {
  readonly tree: T
  readonly number: number
}

/** A value by what Python can tell apart, and by `==`; null for one that may change in place. */
interface Numbers {
  readonly exact: number
  readonly equal: number | null
}

/**
 * Makes equal parts of pytrees one object, so that two trees are compared only where they differ. What holds a value that may
 * change in place is not shared.
 */
export class Shared {
  readonly #forms: Forms
  readonly #known = new Map<number, Branch>()
  readonly #leaves = new WeakMap<Branch, readonly (readonly string[])[]>()
  readonly #graphdefs = new WeakMap<GraphDef, Numbers>()
  #alone = 0

  constructor(forms: Forms) {
    this.#forms = forms
  }

  /** The tree, made of the parts that are known. */
  tree(tree: Branch): Branch {
    return this.#branch(tree).tree
  }

  /** The traced leaves of a shared tree in order, each with the keys that lead to it. */
  leaves(tree: Branch): readonly (readonly string[])[] {
    const known = this.#leaves.get(tree)
    if (known !== undefined) return known
    const found = leafPaths(tree)
    this.#leaves.set(tree, found)
    return found
  }

  #visit(tree: PytreeNode): Numbered {
    if (typeof tree !== 'string') return this.#branch(tree)
    return {tree, number: tree === 'leaf' ? Tag.leaf : Tag.staticItem}
  }

  #branch(given: Branch): Numbered<Branch> {
    const {ids, statics} = this.#forms
    const children = given.children.map((child) => this.#visit(child))
    const {exact, equal} = this.#numbers(given.metadata)
    const number = ids.of([
      Tag.branch,
      equal === null ? Tag.mutable : exact,
      equal === null ? this.#alone++ : 0,
      statics.index(given.type),
      ...given.keys.map((key) => statics.text(key)),
      Tag.children,
      ...children.map((child) => child.number),
    ])
    const known = this.#known.get(number)
    if (known !== undefined) return {tree: known, number}
    const isStatic = given.type === staticType && !(given.metadata instanceof GraphDef)
    const tree = {...given, children: children.map((child) => child.tree), same: isStatic ? null : equal}
    this.#known.set(number, tree)
    return {tree, number}
  }

  #numbers(value: unknown): Numbers {
    if (value instanceof GraphDef) return this.#graphdef(value)
    const index = this.#forms.statics.index(value)
    return {exact: index, equal: this.#forms.statics.at(index).equal}
  }

  /** The numbers of a graphdef, part by part: most parts are those of an earlier one. */
  #graphdef(graphdef: GraphDef): Numbers {
    const known = this.#graphdefs.get(graphdef)
    if (known !== undefined) return known
    const [exact, equal]: [number[], number[]] = [[Tag.graphdef], [Tag.graphdef]]
    let isFixed = true
    const add = (number: number): void => {
      exact.push(number)
      equal.push(number)
    }
    const addValue = (value: unknown): void => {
      const numbers = this.#numbers(value)
      exact.push(numbers.exact)
      equal.push(numbers.equal ?? 0)
      isFixed &&= numbers.equal !== null
    }
    for (const def of graphdef.nodes) {
      add(def.kind === 'NodeRef' ? Tag.reference : def.kind === 'VariableDef' ? Tag.variable : Tag.module)
      add(def.index ?? -1)
      if (def.kind !== 'NodeRef') for (const value of [def.type, def.metadata]) addValue(value)
      if (def.kind === 'NodeDef') add(def.num_attributes)
    }
    add(Tag.children)
    for (const [key, attribute] of graphdef.attributes) {
      addValue(key)
      add(this.#forms.statics.text(attribute.kind))
      if (attribute.kind === 'Static') addValue(attribute.value)
    }
    const {ids} = this.#forms
    const found = {exact: ids.of(exact), equal: isFixed ? ids.of(equal) : null}
    this.#graphdefs.set(graphdef, found)
    return found
  }
}
