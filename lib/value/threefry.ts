/** How far the words are turned in each of four rounds, for even and odd groups of rounds. */
const turns = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/**
 * Threefry-2x32 of one block: twenty rounds on two words under a key of two words. JAX's random numbers are made of it, bit
 * for bit.
 *
 * Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011); jax `prng.py`, `_threefry2x32_lowering`.
 *
 * @example
 * threefry(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3) // [3297917596, 1212020640]
 */
export function threefry(k0: number, k1: number, c0: number, c1: number): readonly [number, number] {
  const keys = [k0, k1, k0 ^ k1 ^ 0x1bd11bda]
  let [x, y] = [(c0 + k0) | 0, (c1 + k1) | 0]
  for (let group = 0; group < 5; group++) {
    for (const by of turns[group % 2 === 0 ? 0 : 1]) {
      x = (x + y) | 0
      y = turned(y, by) ^ x
    }
    x = (x + Number(keys[(group + 1) % 3])) | 0
    y = (y + Number(keys[(group + 2) % 3]) + group + 1) | 0
  }
  return [x >>> 0, y >>> 0]
}

/** The block of each number below `count` under a key, as JAX counts them since `jax_threefry_partitionable`. */
export function* blocks(k0: number, k1: number, count: number): Generator<readonly [number, number]> {
  for (let i = 0; i < count; i++) yield threefry(k0, k1, Math.floor(i / 2 ** 32), i >>> 0)
}
