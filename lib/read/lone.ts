import type {MissRecord} from './miss.ts'
import type {RecordedCall} from './recorded.ts'

/** So many lists of leaves are remembered. */
const kept = 1000

/** Whether a message tells of a function that JAX never saw, and nothing of the call; no message tells nothing. */
export const tellsNothing = (miss: MissRecord | null): boolean =>
  miss === null ||
  (miss.neverSeen &&
    !miss.isNewTree &&
    miss.severity === null &&
    miss.given.length === 0 &&
    [miss, ...miss.keys].every(
      ({trees, types, context}) => trees.length + types.length + context.length === 0,
    ))

/**
 * Remembers what follows for calls each of which is the only one of its function object, and of which the log tells the leaves alone:
 * programs make function objects by the thousand, and what follows for one follows for each of the same leaves.
 */
export function loneCalls<T>(): (call: RecordedCall, again: boolean, make: () => T) => T {
  const known = new Map<RecordedCall['leaves'], Map<string, T>>()
  return ({leaves, draft}, again, make) => {
    if (known.size >= kept && !known.has(leaves)) known.clear()
    const alike = known.get(leaves) ?? new Map<string, T>()
    known.set(leaves, alike)
    const kind = `${draft.miss === null} ${again}`
    const found = alike.get(kind) ?? make()
    alike.set(kind, found)
    return found
  }
}
