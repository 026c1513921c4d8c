import type {Call, Known} from './known.ts'
import {children} from './known.ts'
import {place, segments, unbracketed} from './place.ts'

/** Names and leaf paths of one function's parameters, as far as its log gives them. */
export interface Layout {
  /** The parameter's name, else `args[i]` or `kwargs['k']`. */
  parameter(root: number, argument: string): string
  /** The path of each leaf of a call, and whether it is certain. */
  leaves(call: number): readonly {readonly path: readonly string[]; readonly certain: boolean}[]
  /** The path that a leaf's name in JAX's messages stands for, `m.states[0][3]`. */
  named(name: string, call: number): readonly string[]
}

const graphAt = (argument: number): string => `[0][${argument}]._graphdef`
const many = 8

/** What the calls of a function object tell of its parameters. */
export function layout(known: Known): Layout {
  const {calls, trees} = known
  const names = new Map<string, string>()
  const positions = new Map<number, string>()
  const slots = [...trees.names()]
  const deep = slots.some((slot) => place(slot).rest.length > 0)
  const wrapped = calls.some(({draft}) => /flax\/nnx\/transforms\//.test(draft.miss?.site ?? ''))

  calls.forEach((call, c) => {
    const told = call.draft.miss
    const before = calls[known.compared[c] ?? -1]?.leaves ?? null
    if (told?.severity !== 'types' || call.leaves === null || before?.length !== call.leaves.length) return
    const differ = call.leaves.flatMap(({type}, i) => (type === before[i]?.type ? [] : [i]))
    if (differ.length !== told.types.length) return
    differ.forEach((position, i) => positions.set(position, told.types[i]?.name ?? ''))
  })

  /** How many arguments are given by position; -1 where that is not told. */
  const arity = (c: number): number => Number(/^tuple of length (\d+)$/.exec(trees.get('[0]', c)?.words ?? '')?.[1] ?? -1)

  /** The arguments in the order of their leaves, with the number of leaves; -1 where it is not known. */
  function argumentsOf(c: number, leaves: number): {label: [number, string]; count: number; graph: boolean}[] {
    const found: {label: [number, string]; count: number; graph: boolean}[] = []
    const given = arity(c)
    let left = leaves
    let at = 0
    for (; given < 0 || at < given; at++) {
      const graph = trees.get(graphAt(at), c)
      if (graph === undefined || graph.leaves === null || graph.leaves.length > left) break
      found.push({label: [0, String(at)], count: graph.leaves.length, graph: true})
      left -= graph.leaves.length
    }
    const keywords = keysOf(c)
    const rest = given < 0 ? left - keywords.length : given - at
    if (keywords.length + rest !== left) return found
    if (given < 0 && left > 1 && (wrapped || deep) && at === 0) return found
    if (given < 0 && left > many) return found
    for (let i = 0; i < rest; i++) found.push({label: [0, String(at + i)], count: 1, graph: false})
    for (const key of keywords) found.push({label: [1, key], count: 1, graph: false})
    return found
  }

  /** The keywords of a call, sorted as JAX sorts them; none where not all of them are told. */
  function keysOf(c: number): string[] {
    const held = trees.get('[1]', c)
    if (held === undefined) return []
    const keys = [...known.members.names()].filter((slot) => slot.startsWith('[1]') && known.members.get(slot, c) === true).map((slot) => slot.slice(3))
    return keys.length === children(held) ? keys.sort() : []
  }

  const parameter = (root: number, argument: string): string => names.get(`${root} ${argument}`) ?? (root === 0 ? `args[${argument}]` : `kwargs[${argument}]`)

  function learn(c: number, call: Call): void {
    if (call.leaves === null) return
    let at = 0
    for (const {label, count, graph} of argumentsOf(c, call.leaves.length)) {
      for (let i = 0; i < count; i++) {
        const name = positions.get(at + i)
        const [base, ...rest] = name === undefined ? [] : [/^[^.[]*/.exec(name)?.[0] ?? '', ...segments(name.replace(/^[^.[]*/, ''))]
        if (base !== undefined && base !== '' && (graph ? rest[0] === 'states' : rest[0] !== 'states')) names.set(label.join(' '), base)
      }
      at += count
    }
  }
  calls.forEach((call, c) => learn(c, call))
  const bases = new Set<string>()
  for (const {draft} of calls) for (const {name} of draft.miss?.types ?? []) if (/^\w+\.states\[0\]\[\d+\]$/.test(name)) bases.add(name.slice(0, name.indexOf('.')))
  const graphs = slots.filter((slot) => /^\[0\]\[\d+\]\._graphdef$/.test(slot))
  const [only] = bases
  if (bases.size === 1 && graphs.length === 1 && only !== undefined) names.set(`0 ${place(graphs[0] ?? '').argument ?? ''}`, only)

  return {
    parameter,
    leaves(c) {
      const held = calls[c]?.leaves ?? []
      const paths: {path: string[]; certain: boolean}[] = []
      for (const {label, count, graph} of argumentsOf(c, held.length)) {
        const inside = graph ? (trees.get(graphAt(Number(label[1])), c)?.leaves ?? []) : []
        for (let i = 0; i < count; i++) {
          const name = positions.get(paths.length)
          if (!graph && name !== undefined) paths.push({path: this.named(name, c).slice(), certain: true})
          else paths.push({path: [parameter(...label), ...(inside[i]?.path ?? [])], certain: graph})
        }
      }
      for (let i = paths.length; i < held.length; i++) {
        const name = positions.get(i)
        paths.push(name === undefined ? {path: ['leaves', `[${i}]`], certain: false} : {path: this.named(name, c).slice(), certain: true})
      }
      return paths
    },
    named(name, c) {
      const base = /^[^.[]*/.exec(name)?.[0] ?? name
      const rest = segments(name.slice(base.length))
      const state = rest[0] === 'states' ? /^\[(\d+)\]$/.exec(rest[2] ?? '') : null
      if (state !== null) {
        const label = [...names].find(([, held]) => held === base)?.[0].split(' ')[1]
        const inside = label === undefined ? undefined : trees.get(graphAt(Number(label)), c)?.leaves?.[Number(state[1])]
        if (inside !== undefined) return [base, ...inside.path]
      }
      return [base, ...rest]
    },
  }
}

/** The path of a tree's place in a function's own words. */
export function written(slot: string, names: Layout, graph: boolean): readonly string[] {
  const {root, argument, rest} = place(slot)
  if (root < 0) return [argument ?? slot, ...rest]
  if (argument === null) return [root === 0 ? 'args' : 'kwargs']
  const inside = rest.at(-1) === '_graphdef' ? rest.slice(0, -1) : rest
  return [names.parameter(root, argument), ...(graph ? unbracketed(inside) : inside)]
}
