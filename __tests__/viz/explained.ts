import {type Cause, type Explanation, type Fact, type Group, type Key, type Miss, noSeconds, show, total, type Trace} from '../../lib/index.ts'

const name = (fact: Fact) => JSON.stringify([fact.component, fact.kind, show(fact.path)])
const map = (key: Key) => new Map(key.facts.map((fact) => [name(fact), fact]))

function differences(now: Key, before: Key): Cause[] {
  const [a, b] = [map(now), map(before)]
  const causes: Cause[] = []
  for (const [id, fact] of a) {
    const other = b.get(id)
    const base = {component: fact.component, path: show(fact.path), segments: fact.path, evidence: 'simulated' as const}
    if (other === undefined) causes.push({...base, change: 'added', now: fact.value, before: null})
    else if (other.value !== fact.value) causes.push({...base, change: 'changed', now: fact.value, before: other.value})
    else if (other.identity !== fact.identity) causes.push({...base, change: 'identity', now: fact.value, before: other.value})
  }
  for (const [id, fact] of b) if (!a.has(id)) causes.push({component: fact.component, path: show(fact.path), segments: fact.path, evidence: 'simulated', change: 'removed', now: null, before: fact.value})
  return causes
}

/** The explanation of a fixture, small and slow. */
export function explained(trace: Trace): Explanation {
  const misses: Miss[] = []
  const calls = new Map<number, number>()
  const seen: {index: number; key: number; fn: number}[] = []
  for (let index = 0; index < trace.length; index++) {
    const fn = trace.functionAt(index)
    const call = (calls.get(fn) ?? 0) + 1
    calls.set(fn, call)
    if (trace.outcome(index) === 'hit') continue
    const event = trace.at(index)
    let nearest = -1
    let causes: Cause[] | null = null
    for (const old of seen.filter((old) => old.fn === fn && old.key !== event.key)) {
      const found = differences(trace.key(event.key), trace.key(old.key))
      if (causes === null || found.length <= causes.length) [causes, nearest] = [found, old.index]
    }
    seen.push({index, key: event.key, fn})
    const [first] = causes ?? []
    const named = trace.functions[fn]?.name ?? '?'
    misses.push({
      index,
      function: named,
      functionId: fn,
      call,
      outcome: event.outcome,
      evidence: event.evidence,
      causes: causes ?? [],
      nearest,
      taxonomy: first === undefined ? 'compulsory' : first.component === 'aval' ? 'type' : first.component === 'tree' ? 'tree' : first.change === 'identity' ? 'identity' : 'structural',
      verdict: first?.change === 'identity' ? 'avoidable' : 'necessary',
      seconds: event.seconds,
      blamed: null,
      misled: false,
      excluded: null,
      advice: first === undefined ? 'Nothing to do: a first call compiles.' : `Keep ${first.path} as it was.`,
      sentence: first === undefined ? `${named} was traced for the first time.` : `${named} was traced again: ${first.path} is ${first.now ?? 'gone'}, before ${first.before ?? 'absent'}.`,
    })
  }
  const groups = new Map<string, Miss[]>()
  for (const miss of misses) {
    const id = JSON.stringify([miss.functionId, miss.taxonomy, miss.causes[0]?.path])
    groups.set(id, [...(groups.get(id) ?? []), miss])
  }
  return {
    headline: `${misses.length} misses of ${trace.length} calls.`,
    misses,
    groups: [...groups.values()]
      .map((of): Group => {
        const [one] = of
        if (one === undefined) throw new Error('an empty group')
        return {function: one.function, taxonomy: one.taxonomy, verdict: one.verdict, paths: [...new Set(of.flatMap((miss) => miss.causes.map((cause) => cause.path)))], misses: of.map((miss) => miss.index), seconds: of.reduce((sum, miss) => sum + total(miss.seconds), 0), advice: one.advice, sentence: one.sentence}
      })
      .sort((a, b) => b.seconds - a.seconds),
    functions: [],
    eager: {compiles: 0, seconds: noSeconds, functions: []},
    lines: 0,
    unread: {lines: 0, kinds: [], examples: []},
  }
}
