import {recording} from './trace.ts'

/** Names that a function reads besides its arguments: its globals, or what it closes over. */
export type Scope = Record<string, unknown>

const held = new WeakMap<object, Map<string, unknown>>()

/** What a scope holds, past any trace. */
export const scopeValues = (scope: object): Map<string, unknown> =>
  held.get(scope) ?? new Map(Object.entries(scope))

/**
 * Names that functions read besides their arguments. JavaScript does not tell of such reads, so what a compiled function is to be
 * guarded by stands in a scope.
 *
 * @example
 * const globals = scope({SCALE: float(1)})
 * const step = torch.compile(described((x) => mul(x, globals.SCALE), {globals}))
 */
export function scope(values: Readonly<Record<string, unknown>>): Scope {
  const map = new Map(Object.entries(values))
  const made: Scope = new Proxy<Scope>(
    {},
    {
      get: (_, key) =>
        typeof key === 'string' ? (recording()?.scoped(made, key) ?? map.get(key)) : undefined,
      set: (_, key, value) => (typeof key === 'string' && map.set(key, value), true),
      has: (_, key) => typeof key === 'string' && map.has(key),
    },
  )
  held.set(made, map)
  return made
}
