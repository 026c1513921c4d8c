import {
  type Component,
  type Event,
  type Fact,
  type FactKind,
  type Key,
  type Owner,
  noSeconds,
  Trace,
} from '../../lib/log/index.ts'

/** `['graphdef', 'attribute', 'model.rate', '0.1']`, and the identity where it matters; segments are split at dots. */
export type Line = readonly [
  component: Component,
  kind: FactKind,
  path: string,
  value: string,
  identity?: string,
]

export const fact = ([component, kind, path, value, identity]: Line): Fact => ({
  component,
  kind,
  path: path === '' ? [] : path.split('.'),
  value,
  ...(identity !== undefined && {identity}),
})

export interface Call extends Partial<Omit<Event, 'function' | 'key'>> {
  readonly name?: string
  readonly facts: readonly Line[]
  readonly unknown?: Key['unknown']
  readonly owner?: Owner
}

/** A trace of these calls, in order; the functions are those of their names. */
export function traced(calls: readonly Call[], producer = 'test'): Trace {
  const trace = new Trace({producer})
  const ids = new Map<string, number>()
  for (const {name = 'step', facts, unknown = [], owner, ...event} of calls) {
    const fn = ids.get(name) ?? trace.addFunction({name, ...(owner !== undefined && {owner})})
    ids.set(name, fn)
    const key = trace.addKey({function: fn, facts: facts.map(fact), unknown})
    trace.append({
      outcome: 'retrace',
      evidence: 'simulated',
      time: trace.length,
      seconds: noSeconds,
      layers: [],
      ...event,
      function: fn,
      key,
    })
  }
  return trace
}
