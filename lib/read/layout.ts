import {type Leaf, plain} from './aval.ts'
import type {Graph} from './graphdef.ts'
import {families} from './family.ts'
import type {Known} from './known.ts'
import {children} from './members.ts'
import type {Named} from './miss.ts'
import type {Thing} from './thing.ts'
import type {Call} from './told.ts'
import {place, segments, unbracketed} from './place.ts'
import {unquote} from './repr.ts'

/** Names and leaf paths of one function's parameters, as far as its log gives them. */
export interface Layout {
  /** The parameter's name, else `args[i]` or `kwargs['k']`. */
  parameter(root: number, argument: string): string
  /** The path of each leaf that the compile line prints, and the leaves that its program does not use. */
  leaves(call: number): Leaves
  /** The path that a leaf's name in JAX's messages stands for, `m.states[0][3]`. */
  named(name: string, call: number): readonly string[]
}

const graphAt = (argument: number): string => `[0][${argument}]._graphdef`
const many = 8
const lookback = 50

interface Argument {
  readonly label: [number, string]
  readonly count: number
  /** The leaves of a graph node; null for a plain argument. */
  readonly inside: Graph['leaves'] | null
  /** Its leaves that the program does not use. */
  readonly dropped?: Graph['leaves']
}

export interface Leaves {
  readonly paths: readonly {readonly path: readonly string[]; readonly certain: boolean}[]
  readonly missing: readonly (readonly string[])[]
}

/** What the calls of a function object tell of its parameters. */
export function layout(known: Known): Layout {
  const {calls, trees} = known
  const names = new Map<string, string>()
  /** Names of leaves by their position, and by their position behind the graph nodes. */
  const positions = new Map<string, string>()
  const after = new Map<number, string>()
  const slots = [...trees.names()]
  const deep = slots.some((slot) => place(slot).rest.length > 0)
  const wrapped = calls.some(({draft}) => /flax\/nnx\/transforms\//.test(draft.miss?.site ?? ''))

  calls.forEach((call, c) => {
    const told = call.draft.miss
    if (told?.severity !== 'types' || call.leaves === null) return
    const here = placesOf(call.leaves, calls[known.compared[c] ?? -1]?.leaves ?? null, told.types)
    if (here === null) return
    const graphs = graphsOf(c, call.leaves.length).reduce((sum, {count}) => sum + count, 0)
    here.forEach((position, i) => {
      const name = told.types[i]?.name ?? ''
      positions.set(`${call.leaves?.length ?? 0} ${position}`, name)
      if (position >= graphs) after.set(position - graphs, name)
    })
  })

  /** How many arguments are given by position; -1 where that is not told. */
  function arity(c: number): number {
    return Number(/^tuple of length (\d+)$/.exec(trees.get('[0]', c)?.words ?? '')?.[1] ?? -1)
  }

  /** The graph nodes that come first among the arguments, with their leaves. */
  function graphsOf(c: number, leaves: number): Argument[] {
    const found: Argument[] = []
    const given = arity(c)
    let left = leaves
    for (let at = 0; given < 0 || at < given; at++) {
      const here = trees.get(`[0][${at}]`, c)
      const fixed = here?.leaves === undefined || here.leaves === null || here.holds ? null : here.leaves
      const all = trees.get(graphAt(at), c)?.leaves ?? here?.leaves ?? borrowed(c, at, leaves - left)
      const inside = all === null ? null : used(all, (calls[c]?.leaves ?? []).slice(leaves - left))
      if (all === null || inside === null) break
      if (fixed !== null) at++
      found.push({
        label: [0, String(at)],
        count: inside.length,
        inside,
        dropped: all.filter((leaf) => !inside.includes(leaf)),
      })
      left -= inside.length
    }
    return found
  }

  /** The arguments in the order of their leaves; fewer where they cannot be told. */
  function argumentsOf(c: number, leaves: number): Argument[] {
    const found = graphsOf(c, leaves)
    const last = found.at(-1)
    const at = last === undefined ? 0 : Number(last.label[1]) + 1
    const keywords = keysOf(c).map((key): Argument => ({label: [1, key], count: 1, inside: null}))
    const left = leaves - found.reduce((sum, {count}) => sum + count, 0) - keywords.length
    if (left < 0) return found
    const container = trees.get(`[0][${at}]`, c)
    if (container?.component === 'tree') {
      const parts = childrenOf(`[0][${at}]`, container, c)
      return parts.length === left
        ? [
            ...found,
            {
              label: [0, String(at)],
              count: left,
              inside: parts.map((part) => ({path: [part], variable: ''})),
            },
            ...keywords,
          ]
        : found
    }
    const given = arity(c)
    const plain =
      given >= 0
        ? given - at === left
        : found.length > 0
          ? left <= 1 || [...after.keys()].length === 0
          : !wrapped && !deep && left <= many
    if (!plain && !(left <= 1 && given < 0))
      return after.size > 0 && found.length > 0
        ? [
            ...found,
            ...Array.from({length: left}, (): Argument => ({label: [-1, ''], count: 1, inside: null})),
            ...keywords,
          ]
        : found
    return [
      ...found,
      ...Array.from({length: left}, (_, i): Argument => ({
        label: [0, String(at + i)],
        count: 1,
        inside: null,
      })),
      ...keywords,
    ]
  }

  /** The leaves of a graph node that this call's messages do not tell of: those of another call, where the types agree. */
  function borrowed(c: number, at: number, from: number): Graph['leaves'] | null {
    const own = calls[c]?.leaves ?? []
    for (let k = 0; k < calls.length && k < lookback; k++) {
      const inside = trees.get(graphAt(at), k)?.leaves
      const other = calls[k]?.leaves
      if (
        k === c ||
        inside === undefined ||
        inside === null ||
        other === undefined ||
        other === null ||
        from + inside.length > Math.min(own.length, other.length)
      )
        continue
      if (inside.every((_, i) => own[from + i]?.type === other[from + i]?.type)) return inside
    }
    return null
  }

  /** The children of a container by their subscripts, as far as the log names them. */
  function childrenOf(slot: string, container: Thing, c: number): string[] {
    const length = Number(/^(?:tuple|list) of length (\d+)$/.exec(container.words)?.[1] ?? -1)
    if (length >= 0) return Array.from({length}, (_, i) => `[${i}]`)
    const keys = keysAt(slot, c)
      .filter((key) => key.startsWith("'"))
      .map((key) => `[${key}]`)
    const count = children(container)
    return keys.length === count
      ? keys.sort()
      : Array.from({length: count >= 0 ? count : 0}, (_, i) => `[leaf ${i}]`)
  }

  /** The keys that a dict is known to have. */
  const keysAt = (slot: string, c: number): string[] =>
    [...(known.members.keys.get(slot) ?? [])].filter(
      (key) => known.members.has.get(`${slot}${key}`, c) === true,
    )

  /** The keywords of a call, sorted as JAX sorts them; none where not all of them are told. */
  function keysOf(c: number): string[] {
    const held = trees.get('[1]', c)
    if (held === undefined) return []
    const keys = keysAt('[1]', c)
    return keys.length === children(held) ? keys.sort() : []
  }

  /** Names that the messages give to leaves: a keyword that is one of them is a parameter. */
  const bases = new Set<string>()
  for (const {draft} of calls)
    for (const {name} of draft.miss?.types ?? []) bases.add(/^[^.[]*/.exec(name)?.[0] ?? '')

  function parameter(root: number, argument: string): string {
    const known = names.get(`${root} ${argument}`)
    if (known !== undefined) return known
    if (root === 0) return `args[${argument}]`
    return bases.has(unquote(argument)) ? unquote(argument) : `kwargs[${argument}]`
  }

  function learn(c: number, call: Call): void {
    if (call.leaves === null) return
    let at = 0
    for (const {label, count, inside} of argumentsOf(c, call.leaves.length)) {
      for (let i = 0; i < count; i++) {
        const name = positions.get(`${call.leaves.length} ${at + i}`)
        const [base, ...rest] =
          name === undefined
            ? []
            : [/^[^.[]*/.exec(name)?.[0] ?? '', ...segments(name.replace(/^[^.[]*/, ''))]
        if (
          label[0] >= 0 &&
          base !== undefined &&
          base !== '' &&
          (inside !== null ? rest[0] === 'states' : rest[0] !== 'states')
        )
          names.set(label.join(' '), base)
      }
      at += count
    }
  }
  calls.forEach((call, c) => learn(c, call))
  const holders = new Set<string>()
  for (const {draft} of calls)
    for (const {name} of draft.miss?.types ?? [])
      if (/^\w+\.states\[0\]\[\d+\]$/.test(name)) holders.add(name.slice(0, name.indexOf('.')))
  const graphs = slots.filter((slot) => /^\[0\]\[\d+\]\._graphdef$/.test(slot))
  const [only] = holders
  if (holders.size === 1 && graphs.length === 1 && only !== undefined)
    names.set(`0 ${place(graphs[0] ?? '').argument ?? ''}`, only)

  const {fullestOf, twinOf, alikeOf} = families(known)
  const memo = new Map<number, Leaves>()

  function leaves(c: number): Leaves {
    const done = memo.get(c)
    if (done !== undefined) return done
    const made = find(c)
    memo.set(c, made)
    return made
  }

  function find(c: number): Leaves {
    const held = calls[c]?.leaves ?? []
    const fullest = fullestOf(c)
    const whole = fullest === undefined ? undefined : calls[fullest]?.leaves
    if (
      fullest !== undefined &&
      fullest !== c &&
      whole !== undefined &&
      whole !== null &&
      whole.length > held.length
    ) {
      const twin = twinOf(c)
      if (twin !== undefined) return leaves(twin)
      const {paths} = leaves(fullest)
      const at = embed(
        held.map(({type}) => type),
        whole.map(({type}) => type),
      )
      if (at === null) return {paths: [], missing: [[]]}
      const used = new Set(at)
      return {
        paths: at.map((i) => ({path: paths[i]?.path ?? [], certain: false})),
        missing: paths.flatMap(({path}, i) => (used.has(i) ? [] : [path])),
      }
    }
    const given = argumentsOf(c, held.length)
    const before = known.compared[c] ?? -1
    const twin =
      given.length > 0
        ? undefined
        : before >= 0 && before < c && calls[before]?.leaves?.length === held.length
          ? before
          : twinOf(c)
    if (twin !== undefined) return leaves(twin)
    const paths: {path: readonly string[]; certain: boolean}[] = []
    const graphs = graphsOf(c, held.length).reduce((sum, {count}) => sum + count, 0)
    const nameOf = (i: number): string | undefined =>
      positions.get(`${held.length} ${i}`) ?? (i >= graphs ? after.get(i - graphs) : undefined)
    for (const {label, count, inside} of given) {
      for (let i = 0; i < count; i++) {
        const name = inside === null && label[0] !== 1 ? nameOf(paths.length) : undefined
        if (name !== undefined) paths.push({path: named(name, c), certain: true})
        else if (label[0] < 0) paths.push({path: ['leaves', `[${paths.length}]`], certain: false})
        else paths.push({path: [parameter(...label), ...(inside?.[i]?.path ?? [])], certain: inside !== null})
      }
    }
    const same = given.length > 0 ? undefined : alikeOf(c)
    if (same !== undefined) return leaves(same)
    const [from, first] = trailing(c)
    if (given.length === 0 && from === held.length && strange(c)) return {paths: [], missing: [[]]}
    for (let i = paths.length; i < held.length; i++) {
      const name = positions.get(`${held.length} ${i}`)
      if (i >= from && name === undefined)
        paths.push({path: [parameter(0, String(first + i - from))], certain: false})
      else
        paths.push(
          name === undefined
            ? {path: ['leaves', `[${i}]`], certain: false}
            : {path: named(name, c), certain: true},
        )
    }
    return {
      paths,
      missing: given.flatMap(({label, dropped = []}) =>
        dropped.map(({path}) => [parameter(...label), ...path]),
      ),
    }
  }

  /**
   * The leaves of a call stand at other places than those of the earlier calls: more than one in four positions differ for a change of
   * types, so that comparing them by position would say nothing.
   */
  function strange(c: number): boolean {
    const held = calls[c]?.leaves ?? []
    let least = 0
    for (let k = 0; k < c && k < lookback; k++) {
      const other = calls[k]?.leaves
      if (other === undefined || other === null) continue
      if (known.shapes.equal('shape', k, c)) return false
      const differ =
        Math.abs(held.length - other.length) +
        held.slice(0, other.length).filter(({type}, i) => type !== other[i]?.type).length
      if (least === 0 || differ + 1 < least) least = differ + 1
    }
    return least > 2 && (least - 1) * 4 > held.length
  }

  /**
   * The leaves behind the last counter or key, which belong to an NNX object's state (an optimizer ends with its step):
   * those of the last arguments, one each where there are no more of them. The first such leaf and its argument.
   */
  function trailing(c: number): [number, number] {
    const held = calls[c]?.leaves ?? []
    const given = arity(c)
    if (!wrapped || given < 0 || keysOf(c).length > 0) return [held.length, 0]
    let from = held.length
    while (from > 0 && !/^(?:u32\[\]$|key<)/.test(held[from - 1]?.type ?? '')) from--
    const count = held.length - from
    return from > 0 && count < given ? [from, given - count] : [held.length, 0]
  }

  function named(name: string, c: number): readonly string[] {
    const base = /^[^.[]*/.exec(name)?.[0] ?? name
    const rest = segments(name.slice(base.length))
    const state = rest[0] === 'states' ? /^\[(\d+)\]$/.exec(rest[2] ?? '') : null
    if (state !== null) {
      const label = [...names].find(([, held]) => held === base)?.[0].split(' ')[1]
      const inside =
        label === undefined ? undefined : trees.get(graphAt(Number(label)), c)?.leaves?.[Number(state[1])]
      if (inside !== undefined) return [base, ...inside.path]
    }
    return [base, ...rest]
  }

  return {parameter, leaves, named}
}

/** The leaves of a graph node that these types begin with: all, or all but the random state of a program that draws nothing. */
function used(inside: Graph['leaves'], types: readonly Leaf[]): Graph['leaves'] | null {
  const fit = (leaves: Graph['leaves']): boolean =>
    leaves.length <= types.length &&
    leaves.every(({variable}, i) =>
      (variable === 'RngKey' ? /^(?:key<|u32\[)/ : variable === 'RngCount' ? /^u32\[/ : /^(?!key<)/).test(
        types[i]?.type ?? '',
      ),
    )
  if (fit(inside)) return inside
  const rest = inside.filter(({variable}) => variable !== 'RngKey' && variable !== 'RngCount')
  return rest.length < inside.length && fit(rest) ? rest : null
}

/** Where the leaves stand whose types a message names: those that differ from the call compared with, else the only ones of their type. */
function placesOf(
  now: readonly Leaf[],
  before: readonly Leaf[] | null,
  types: readonly Named[],
): number[] | null {
  if (before?.length === now.length) {
    const differ = now.flatMap(({type}, i) => (type === before[i]?.type ? [] : [i]))
    return differ.length === types.length ? differ : null
  }
  const strong = (type: string): string => type.replace('{weak_type=True}', '')
  const byType = new Map<string, number | null>()
  now.forEach(({type}, i) => byType.set(strong(type), byType.has(strong(type)) ? null : i))
  const found = types.map((one) => byType.get(strong(plain(one.now))) ?? null)
  return found.every((place) => place !== null) ? found : null
}

/** Where the items of a shorter list stand in a longer one, in order; null where they do not. */
function embed(short: readonly string[], long: readonly string[]): number[] | null {
  const found: number[] = []
  let at = 0
  for (const item of short) {
    while (at < long.length && long[at] !== item) at++
    if (at === long.length) return null
    found.push(at++)
  }
  return found
}

/** The path of a tree's place in a function's own words. */
export function written(slot: string, names: Layout, graph: boolean): readonly string[] {
  const {root, argument, rest} = place(slot)
  if (root < 0) return [argument ?? slot, ...rest]
  if (argument === null) return [root === 0 ? 'args' : 'kwargs']
  const inside = rest.at(-1) === '_graphdef' ? rest.slice(0, -1) : rest
  return [names.parameter(root, argument), ...(graph ? unbracketed(inside) : inside)]
}
