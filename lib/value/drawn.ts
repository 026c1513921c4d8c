import {type Block, type Elements, isBig} from './block.ts'
import {blocks, threefry} from './threefry.ts'

/** The two words of each key. */
export function* keyWords(data: Elements): Generator<readonly [number, number]> {
  for (let i = 0; i + 1 < data.length; i += 2) yield [Number(data[i]), Number(data[i + 1])]
}

/** `random_seed`: a seed as the high and the low word of 64 bits; keys of four words hold these twice. */
export function seeded({data}: Block, out: Elements): Elements {
  if (isBig(out) || data.length === 0) return out
  const width = out.length / data.length
  data.forEach((seed, i) => {
    const words = typeof seed === 'bigint' ? BigInt.asUintN(64, seed) : BigInt(seed >>> 0)
    for (let j = 0; j < width; j++)
      out[i * width + j] = Number(j % 2 === 0 ? words >> 32n : words & 0xffffffffn)
  })
  return out
}

/** `random_split`: as many keys of each key as the result has room for. */
export function splitWords(keys: Block, out: Elements): Elements {
  if (isBig(out) || keys.data.length === 0) return out
  const each = out.length / keys.data.length
  let i = 0
  for (const [a, b] of keyWords(keys.data))
    for (const [x, y] of blocks(a, b, each)) {
      out[i++] = x
      out[i++] = y
    }
  return out
}

/** `random_fold_in`: a key and a number give a key. */
export function mixedIn(keys: Block, {data}: Block, out: Elements): Elements {
  if (isBig(out)) return out
  const all = [...keyWords(keys.data)]
  for (let i = 0; 2 * i < out.length; i++) {
    const [a, b] = all[i % all.length] ?? [0, 0]
    const [x, y] = threefry(a, b, 0, Number(data[i % data.length]) >>> 0)
    out[2 * i] = x
    out[2 * i + 1] = y
  }
  return out
}

/** `random_bits`: words of 8 to 64 random bits. */
export function randomBits(keys: Block, out: Elements): Elements {
  if (keys.data.length === 0) return out
  const each = (2 * out.length) / keys.data.length
  let i = 0
  for (const [a, b] of keyWords(keys.data))
    for (const [x, y] of blocks(a, b, each)) {
      if (isBig(out)) out[i++] = (BigInt(x) << 32n) | BigInt(y)
      else out[i++] = (x ^ y) >>> 0
    }
  return out
}

/** `threefry2x32`: words under keys, all of one shape or scalars. */
export function hashed(inputs: readonly Block[], outs: readonly Elements[]): readonly Elements[] {
  const [first, second] = outs
  if (first === undefined || second === undefined) return outs
  const word = (which: number, i: number): number => {
    const data = inputs[which]?.data
    return data === undefined ? 0 : Number(data[data.length === 1 ? 0 : i])
  }
  for (let i = 0; i < first.length; i++) {
    const [x, y] = threefry(word(0, i), word(1, i), word(2, i), word(3, i))
    if (!isBig(first)) first[i] = x
    if (!isBig(second)) second[i] = y
  }
  return outs
}
