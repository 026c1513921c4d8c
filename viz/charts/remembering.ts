import type {Explanation} from '../../lib/index.ts'

/**
 * What finds something of an explanation and remembers the last of it: a step draws a picture anew, and what does not depend on the
 * position is found once. `asked` says what else it depends on, as the length of a trace that grows.
 *
 * @example
 * const found = remembering<number>()
 * found(explanation, '20', () => 3) // 3
 * found(explanation, '20', () => 4) // 3
 */
export function remembering<Found>(): (explanation: Explanation, asked: string, find: () => Found) => Found {
  const held = new WeakMap<Explanation, {readonly asked: string; readonly found: Found}>()
  return (explanation, asked, find) => {
    const known = held.get(explanation)
    if (known?.asked === asked) return known.found
    const found = find()
    held.set(explanation, {asked, found})
    return found
  }
}
