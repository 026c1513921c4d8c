import type {DType} from '../array/index.ts'
import {type Block, type Elements, isBig} from './block.ts'
import {keyWords, splitWords} from './drawn.ts'
import {errorInverse} from './special.ts'
import {blocks} from './threefry.ts'

/** A key's two words. */
type Words = readonly [number, number]

const splitIn = ([a, b]: Words, count: number): readonly Words[] => [...blocks(a, b, count)]

/** How a dtype samples: the bits of its mantissa, and what rounds to it. */
interface Precision {
  readonly mantissa: number
  readonly round: (x: number) => number
}

const precisionOf = ({bits}: DType): Precision =>
  bits === 64 ? {mantissa: 52, round: (x) => x} : {mantissa: 23, round: Math.fround}

/** A sample of the uniform distribution below one, of a multiple of the dtype's least step. */
function unit([a, b]: Words, {mantissa}: Precision): number {
  const [[x, y] = [0, 0]] = splitIn([a, b], 1)
  return mantissa === 52 ? x * 2 ** -32 + (y >>> 12) * 2 ** -52 : ((x ^ y) >>> 9) * 2 ** -23
}

/** A sample of the standard normal distribution. */
function standardNormal(key: Words, precision: Precision): number {
  const {mantissa, round} = precision
  const low = 2 ** -(mantissa + 1) - 1
  const u = Math.max(low, round(round(unit(key, precision) * round(1 - low)) + low))
  return round(round(Math.SQRT2) * round(errorInverse(u)))
}

/** What is accepted of Marsaglia's proposals: the cube of a shifted normal sample. */
function proposed(key: Words, d: number, c: number, precision: Precision): number {
  const {round} = precision
  let left = key
  for (;;) {
    const [next = left, forX = left, forU = left] = splitIn(left, 3)
    left = next
    let [x, v, source] = [0, -1, forX]
    while (v <= 0) {
      const [after = source, own = source] = splitIn(source, 2)
      source = after
      x = standardNormal(own, precision)
      v = round(1 + x * c)
    }
    const [square, cube] = [round(x * x), round(round(v * v) * v)]
    const u = unit(forU, precision)
    if (u < 1 - 0.0331 * square * square) return cube
    if (Math.log(u) < 0.5 * square + d * (1 - cube + Math.log(cube))) return cube
  }
}

/**
 * One sample of the gamma distribution, or its logarithm. A parameter below one is raised by one, and the sample lowered by a
 * power of a uniform one.
 *
 * Source: Marsaglia and Tsang, A simple method for generating gamma variables (2000); jax `random.py`, `_gamma_one`.
 */
function gammaSample(key: Words, alpha: number, isLog: boolean, precision: Precision): number {
  const {round} = precision
  const d = round((alpha >= 1 ? alpha : alpha + 1) - round(1 / 3))
  const [first = key, forBoost = key] = splitIn(key, 2)
  const cube = proposed(first, d, round(round(1 / 3) / Math.sqrt(d)), precision)
  const rest = 1 - unit(forBoost, precision)
  if (isLog) return Math.log(d) + Math.log(cube) + (alpha >= 1 || rest === 1 ? 0 : Math.log(rest) / alpha)
  return d * cube * (alpha >= 1 ? 1 : rest ** (1 / alpha))
}

/** `random_gamma`: a sample for each parameter, under keys split from those given. */
export function gammaSamples(keys: Block, a: Block, isLog: boolean, out: Elements): Elements {
  if (isBig(out)) return out
  const own = splitWords(keys, new Uint32Array(2 * out.length))
  const precision = precisionOf(a.aval.dtype)
  let i = 0
  for (const key of keyWords(own)) out[i] = gammaSample(key, Number(a.data[i++]), isLog, precision)
  return out
}
