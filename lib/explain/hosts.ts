import {type Event, type Key, Trace} from '../log/index.ts'
import {causes as differences} from './causes.ts'
import {explain} from './explain.ts'
import type {Cause, Miss} from './explanation.ts'
import {signature} from './signature.ts'
import {withoutAddress} from './slot.ts'

/** One process of a job. */
export interface Host {
  /** Its number among the traces, or the one in its name. */
  readonly name: string
  readonly trace: Trace
  readonly misses: readonly Miss[]
}

/** Where hosts part: the first miss of a function that is not the same on all. */
export interface Divergence {
  readonly function: string
  /** Which miss of the function, from 1. */
  readonly nth: number
  /** Hosts by what they do there; the largest group first. A host without that miss has null. */
  readonly groups: readonly {readonly hosts: readonly string[]; readonly miss: Miss | null}[]
  /** The hosts outside the largest group. */
  readonly odd: readonly string[]
  /** What is particular to the odd ones: what differs there and not on the others. */
  readonly causes: readonly Cause[]
}

export interface Alignment {
  readonly hosts: readonly Host[]
  /** Hosts whose misses are equal throughout, the largest group first. */
  readonly groups: readonly (readonly string[])[]
  /** The first divergence of each function that diverges, in the order of the calls. */
  readonly divergences: readonly Divergence[]
  /** Misses that fewer than half of the hosts have. */
  readonly alone: readonly {readonly host: string; readonly misses: readonly Miss[]}[]
}

/**
 * Aligns the hosts of one job by function and miss: all hosts should compile the same, in the same order, or they wait for each
 * other. A trace that holds several processes is taken apart.
 */
export function hosts(traces: readonly Trace[]): Alignment {
  const all = traces.flatMap(processes)
  const numbers = all.map(({name}) =>
    numberOf(
      name,
      all.map((one) => one.name),
    ),
  )
  const isNumbered = new Set(numbers).size === all.length && numbers.every((number) => number !== null)
  const named: Host[] = all.map(({trace}, at) => ({
    name: `host ${isNumbered ? (numbers[at] ?? at) : at}`,
    trace,
    misses: explain(trace).misses.filter(
      (miss) => miss.library !== true && (miss.within === undefined || miss.within === 'aot'),
    ),
  }))
  const byText = groupBy(named, ({misses, trace}) => misses.map((miss) => alike(miss, trace)).join('\u0003'))
  const reference = byText[0]?.[0]
  const functions = [
    ...new Set(
      [...(reference?.misses ?? []), ...named.flatMap(({misses}) => misses)].map((miss) => miss.function),
    ),
  ]
  const divergences = functions.flatMap((name) => diverge(named, name))
  const order = (one: Divergence): number => Math.min(...one.groups.map(({miss}) => miss?.index ?? Infinity))
  return {
    hosts: named,
    groups: byText.map((group) => group.map(({name}) => name)),
    divergences: divergences.sort((a, b) => order(a) - order(b)),
    alone: named.flatMap((host) => alone(host, named)),
  }
}

/** The number that tells this name from the others: the last that is not the same in all. */
function numberOf(name: string, all: readonly string[]): string | null {
  const mine = name.match(/\d+/g) ?? []
  const others = all.map((other) => other.match(/\d+/g) ?? [])
  if (others.some((numbers) => numbers.length !== mine.length)) return null
  for (let at = mine.length - 1; at >= 0; at--)
    if (others.some((numbers) => numbers[at] !== mine[at])) return mine[at] ?? null
  return null
}

function groupBy<T>(all: readonly T[], text: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(text(one), [...(groups.get(text(one)) ?? []), one])
  return [...groups.values()].sort((a, b) => b.length - a.length)
}

function diverge(all: readonly Host[], name: string): Divergence[] {
  const rows = all.map((host) => ({host, misses: host.misses.filter((miss) => miss.function === name)}))
  const longest = Math.max(...rows.map(({misses}) => misses.length))
  for (let at = 0; at < longest; at++) {
    const groups = groupBy(rows, ({host, misses}) =>
      misses[at] === undefined ? '' : alike(misses[at], host.trace),
    )
    if (groups.length === 1) continue
    const sides = groups.map((group) => ({
      hosts: group.map(({host}) => host.name),
      miss: group[0]?.misses[at] ?? null,
      host: group[0]?.host,
    }))
    const [most, ...others] = sides
    const [odd] = others
    return [
      {
        function: name,
        nth: at + 1,
        groups: sides.map(({hosts: names, miss}) => ({hosts: names, miss})),
        odd: others.flatMap(({hosts: names}) => names),
        causes:
          most === undefined || odd === undefined ? [] : particular(odd.miss, odd.host, most.miss, most.host),
      },
    ]
  }
  return []
}

/** What the odd host's miss has and the others' has not: in its causes, else between the two keys. */
function particular(
  odd: Miss | null,
  oddHost: Host | undefined,
  most: Miss | null,
  mostHost: Host | undefined,
): Cause[] {
  if (odd === null || most === null) return [...((odd ?? most)?.causes ?? [])]
  const said = new Set(most.causes.map(textOf))
  const own = odd.causes.filter((cause) => !said.has(textOf(cause)))
  if (own.length > 0) return own
  const mine = keyOf(oddHost?.trace, odd)
  const theirs = keyOf(mostHost?.trace, most)
  return mine === null || theirs === null
    ? []
    : differences(mine, theirs, odd.evidence).filter(
        ({change, component}) =>
          change === 'changed' && component !== 'placement' && component !== 'function',
      )
}

/** The same for equal misses of two hosts: their causes, types and statics, by their order, for a log may name fewer of them. */
function alike(miss: Miss, trace: Trace): string {
  const facts = keyOf(trace, miss)?.facts ?? []
  const values = facts
    .filter(({component}) => component === 'aval' || component === 'static')
    .map(({value}) => withoutAddress(value))
  return `${signature(miss)}\u0004${values.join('\u0001')}`
}

const textOf = ({component, path, now, before}: Cause): string =>
  [component, path, now, before].join('\u0000')

function keyOf(trace: Trace | undefined, miss: Miss): Key | null {
  const id = trace?.keyAt(miss.index) ?? -1
  return trace === undefined || id === -1 ? null : trace.key(id)
}

/** Misses for which fewer than half of the hosts have an equal one. */
function alone(host: Host, all: readonly Host[]): {host: string; misses: Miss[]}[] {
  const counts = all
    .filter((other) => other !== host)
    .map(({misses, trace}) => count(misses.map((miss) => alike(miss, trace))))
  const seen = new Map<string, number>()
  const misses = host.misses.filter((miss) => {
    const name = alike(miss, host.trace)
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return (counts.filter((other) => (other.get(name) ?? 0) >= nth).length + 1) * 2 < all.length + 1
  })
  return misses.length === 0 || all.length < 2 ? [] : [{host: host.name, misses}]
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** The processes of a trace, each as a trace of its own. */
function processes(trace: Trace): {name: string; trace: Trace}[] {
  const names = new Set<string>()
  for (const index of trace.misses()) names.add(trace.at(index).process ?? '')
  const whole = trace.source?.name ?? trace.header.title ?? ''
  if (names.size < 2) return [{name: whole, trace}]
  return [...names].sort().map((name) => ({name, trace: part(trace, name)}))
}

function part(trace: Trace, process: string): Trace {
  const own = new Trace(trace.header)
  for (const {id: _id, ...fn} of trace.functions) own.addFunction(fn)
  for (let id = 0; id < trace.keyCount; id++) {
    const {id: _id, ...key} = trace.key(id)
    own.addKey(key)
  }
  const belongs = (event: Event): boolean => (event.process ?? '') === process
  for (const event of trace) if (belongs(event)) own.append(event)
  return own
}
