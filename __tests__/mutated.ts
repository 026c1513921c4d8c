/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number

const upTo = (random: Random, end: number): number => Math.floor(random() * end)
const pick = <T>(random: Random, all: readonly [T, ...T[]]): T => all[upTo(random, all.length)] ?? all[0]

const numbers = [
  '0',
  '-1',
  '1e999',
  '.',
  '9'.repeat(14),
  '9'.repeat(400),
  '4294967296',
  '0x1f',
  'NaN',
] as const
const pieces = [
  '\u0000',
  '\r',
  '\n',
  '\t',
  '\u001b[',
  "'",
  '"',
  '\\',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ' and before ',
  ', so ',
  '  * at ',
] as const
const number = /\d+/g

/** What is done to a log, as text of one letter a byte. */
const deeds: readonly [Deed, ...Deed[]] = [
  function flipped(text, _, random) {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    for (let times = 1 + upTo(random, 8); times > 0; times--)
      bytes[upTo(random, bytes.length)] = upTo(random, 256)
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  },
  function cut(text, _, random) {
    const [from, to] = [upTo(random, text.length), upTo(random, text.length)]
    return text.slice(0, Math.min(from, to)) + text.slice(Math.max(from, to))
  },
  function ended(text, _, random) {
    return text.slice(0, upTo(random, text.length))
  },
  function lines(text, _, random) {
    const all = text.split('\n')
    const [one, two] = [upTo(random, all.length), upTo(random, all.length)]
    const line = all[one] ?? ''
    return pick(random, [
      () => all.toSpliced(one, 1),
      () => all.toSpliced(two, 0, line),
      () => all.toSpliced(two, 0, ...Array.from({length: 1 + upTo(random, 40)}, () => line)),
      () => all.toSpliced(one, 1).toSpliced(two, 0, line),
    ])().join('\n')
  },
  function numbered(text, _, random) {
    return text.replace(number, (found) => (random() < 0.1 ? pick(random, numbers) : found))
  },
  function put(text, _, random) {
    const at = upTo(random, text.length)
    return text.slice(0, at) + pick(random, pieces).repeat(random() < 0.1 ? 400 : 1) + text.slice(at)
  },
  function spliced(text, other, random) {
    return text.slice(0, upTo(random, text.length)) + other.slice(upTo(random, other.length))
  },
]

interface Deed {
  (text: string, other: string, random: Random): string
}

/** One of many ways to damage a log: the same for the same logs and the same number. */
export function mutated(logs: readonly [Uint8Array, ...Uint8Array[]], nth: number): Uint8Array {
  const random = randomOf(nth)
  const other = Buffer.from(pick(random, logs)).toString('latin1')
  let text = Buffer.from(pick(random, logs)).toString('latin1')
  for (let times = 1 + upTo(random, 4); times > 0; times--)
    text = pick(random, deeds)(text, other, random).slice(0, 40_000)
  return Buffer.from(text, 'latin1')
}
