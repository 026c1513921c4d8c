import {type CallArgument} from './prepare.ts'
import {cellOf, intercepted, isGraphNode, vars, isVariable} from '../graph/index.ts'
import type {Path, Stale} from '../log/index.ts'
import {constructorOf, isPlain, qualname, repr} from '../python/index.ts'

/** What stood at a place when a function was traced. */
interface Sight {
  readonly how: 'read' | 'static'
  readonly path: Path
  /** What stands there now. */
  readonly look: () => unknown
  readonly before: unknown
  readonly text: string
}

/** So deep static arguments are looked into, and so many places are kept of a trace. */
const [deepest, most] = [4, 1000]

/**
 * What a trace saw besides what its key tells: attributes of models that its function reads from around it, and what is inside of
 * static arguments. Later hits are compared with it.
 */
export class Witness {
  /** The id of the call's key in the log. */
  readonly key: number
  readonly #sights: Sight[] = []
  readonly #paths = new Map<object, {readonly path: Path; readonly how: Sight['how']}>()

  constructor(key: number, given: readonly CallArgument[]) {
    this.key = key
    for (const {name, value, isStatic} of given) if (isStatic) this.#inside(value, [name], 0)
  }

  /** Runs `body`, and keeps what it reads of models that were there before it. */
  watch<T>(body: () => T): T {
    return intercepted(this.#see, body)
  }

  /** The places where something else stands now. */
  differences(): readonly (Stale['places'][number] & {readonly how: Sight['how']})[] {
    return this.#sights.flatMap(({how, path, look, before, text}) => {
      const value = valueOf(look())
      const now = Object.is(value, before) ? text : textOf(value)
      return now === text ? [] : [{how, component: 'static' as const, at: '', path, now, before: text}]
    })
  }

  readonly #see = (node: object, name: string, value: unknown): unknown => {
    if (cellOf(node).frame !== null || !Object.hasOwn(vars(node).target, name)) return value
    const {path, how} = this.#paths.get(node) ?? {path: [qualname(constructorOf(node))], how: 'read' as const}
    this.#add(how, [...path, name], () => Reflect.get(node, name), value)
    return value
  }

  #add(how: Sight['how'], path: Path, look: () => unknown, found: unknown): void {
    if (this.#sights.length >= most) return
    const before = valueOf(found)
    if (isGraphNode(found) && !this.#paths.has(found)) this.#paths.set(found, {path, how})
    this.#sights.push({how, path, look, before, text: textOf(before)})
  }

  /** Keeps what an object holds that is compared by its identity, or as its class says. */
  #inside(value: unknown, path: Path, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > deepest) return
    if (isGraphNode(value)) this.#paths.set(value, {path, how: 'static'})
    else
      for (const name of isPlain(value) || Array.isArray(value) ? [] : Object.keys(value)) {
        const found: unknown = Reflect.get(value, name)
        this.#add('static', [...path, name], () => Reflect.get(value, name), found)
        this.#inside(found, [...path, name], depth + 1)
      }
  }
}

/** What counts of what stands somewhere: of a Variable what it holds. */
const valueOf = (value: unknown): unknown => (isVariable(value) ? value.value : value)

/** A model is told by its class alone: what is read of it is told by itself. */
const textOf = (value: unknown): string => (isGraphNode(value) ? qualname(constructorOf(value)) : repr(value))
