import type {ShapedArray} from '../array/index.ts'
import type {ReasonRules} from '../release/index.ts'
import type {Config} from './config.ts'
import {type Arguments, type Branch, type CallTree, type PytreeNode, pytreeOf} from './pytree.ts'
import type {Shared} from './share.ts'
import type {Wrapper} from './wrapper.ts'

/** A call that is about to be traced. */
interface TracedCall {
  readonly wrapper: Wrapper
  readonly config: Config
  /** The avals of the traced leaves in order. */
  readonly avals: readonly ShapedArray[]
  readonly parts: Arguments
  /** Names of the arguments: positional ones in order, then keywords in order. */
  readonly names: readonly string[]
}

/** A static argument and what it is called. */
export interface StaticArgument {
  readonly name: string
  readonly value: unknown
}

/** The static arguments of a call, which releases before 0.9 keep apart from the tree of the others. */
interface Fixed {
  /** Which positional arguments are dynamic. */
  readonly dynamic: readonly number[]
  readonly placed: readonly StaticArgument[]
  readonly named: readonly StaticArgument[]
  /** What JAX wraps the function in to put them back: those by name first. */
  readonly transforms: readonly ('names' | 'positions')[]
}

/** A key of the trace layer, as far as JAX explains it; its pytree is made when a key is compared with it. */
export class TraceKey {
  /** The settings at the call. */
  readonly config: Config
  /** The avals of the traced leaves in order. */
  readonly avals: readonly ShapedArray[]
  readonly fixed: Fixed
  readonly #shared: Shared
  readonly #parts: Arguments
  readonly #how: CallTree
  readonly #names: readonly string[]
  #tree: Branch | null = null

  constructor(
    shared: Shared,
    {ranks, tellsStatics}: ReasonRules,
    {wrapper, config, avals, parts, names}: TracedCall,
  ) {
    this.#shared = shared
    this.config = config
    this.avals = avals
    this.fixed = fixedIn(wrapper, parts, names)
    const isApart = ranks === 'size'
    this.#parts = isApart ? withoutFixed(parts) : parts
    this.#how = {mode: wrapper.mode, staticsAreNodes: tellsStatics}
    this.#names = isApart ? names.filter((_, i) => !isFixed(allOf(parts)[i])) : names
  }

  /** The pytrees of the positional arguments. */
  get positional(): readonly PytreeNode[] {
    const [args] = this.tree.children
    return args === undefined || typeof args === 'string' ? [] : args.children
  }

  /** `(args, kwargs)`. */
  get tree(): Branch {
    this.#tree ??= this.#shared.tree(pytreeOf(this.#parts, this.#how))
    return this.#tree
  }

  /** The keys that lead to each traced leaf. */
  get inputs(): readonly (readonly string[])[] {
    return this.#shared.leaves(this.tree)
  }

  /** Whether JAX's debug information names the traced leaves alike: `x`, `m.states[0][3]`, `args[1]['y']`. */
  isNamedLike(other: TraceKey): boolean {
    if (this.tree === other.tree && sameTexts(this.#names, other.#names)) return true
    const [mine, theirs] = [this.#leafNames(), other.#leafNames()]
    return sameTexts(mine, theirs)
  }

  #leafNames(): readonly string[] {
    return this.inputs.map((input) => this.path(input).join(''))
  }

  /** An input path in the program's words: `[0][2]['x']` stands in the third argument. */
  path([holder, argument, ...rest]: readonly string[]): readonly string[] {
    if (holder === undefined) return []
    const isKeyword = holder === '[1]'
    if (argument === undefined) return [isKeyword ? 'kwargs' : 'args']
    const [args, kwargs] = this.tree.children.map(keysOf)
    const i = isKeyword
      ? (args?.length ?? 0) + (kwargs?.indexOf(argument) ?? 0)
      : Number(argument.slice(1, -1))
    return [this.#names[i] ?? argument, ...rest]
  }
}

type Part = Arguments['positional'][number]

const isFixed = (part: Part | undefined): part is {readonly fixed: unknown} =>
  part !== undefined && 'fixed' in part

const allOf = ({positional, keywords}: Arguments): readonly Part[] => [
  ...positional,
  ...keywords.map(([, part]) => part),
]

const withoutFixed = ({positional, keywords}: Arguments): Arguments => ({
  positional: positional.filter((part) => !isFixed(part)),
  keywords: keywords.filter(([, part]) => !isFixed(part)),
})

function fixedIn({resolved}: Wrapper, {positional, keywords}: Arguments, names: readonly string[]): Fixed {
  return {
    dynamic: positional.flatMap((part, i) => (isFixed(part) ? [] : [i])),
    placed: positional.flatMap((part, i) =>
      isFixed(part) ? [{name: names[i] ?? '', value: part.fixed}] : [],
    ),
    named: keywords.flatMap(([name, part]) => (isFixed(part) ? [{name, value: part.fixed}] : [])),
    transforms: [
      ...(resolved.static_argnames.length > 0 ? ['names' as const] : []),
      ...(resolved.static_argnums.length > 0 ? ['positions' as const] : []),
    ],
  }
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((text, i) => text === b[i]))

const keysOf = (node: PytreeNode): readonly string[] => (typeof node === 'string' ? [] : node.keys)
