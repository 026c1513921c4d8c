/** Numbers from 0 to 1 out of a seed: the same link gives the same quiz. The generator is mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same list in another order. */
export const shuffled = <T>(list: readonly T[], next: () => number): T[] =>
  list
    .map((item) => ({item, at: next()}))
    .sort((a, b) => a.at - b.at)
    .map(({item}) => item)
