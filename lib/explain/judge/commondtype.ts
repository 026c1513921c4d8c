/** A dtype as an aval prints it, in parts: `bf16` is a float of 16 bits. */
interface Kind {
  readonly kind: 'bool' | 'u' | 'i' | 'f' | 'c'
  readonly bits: number
}

const shortName = /^(bool|(?:bf|[uifc])(?=\d))(\d*)/

const kinds = {bool: 'bool', u: 'u', i: 'i', f: 'f', bf: 'f', c: 'c'} as const

/** The parts of a dtype's short name; null for one that holds no numbers, such as a random key. */
function kindOf(short: string): Kind | null {
  const [, name, bits] = shortName.exec(short) ?? []
  const [kind] = Object.entries(kinds).flatMap(([one, is]) => (one === name ? [is] : []))
  return kind === undefined || (bits === '' && kind !== 'bool') ? null : {kind, bits: Number(bits)}
}

/**
 * The smallest dtype that holds the values of all, in short; null where there is none that a program has without x64. A whole
 * number of 32 bits goes into `f32`, as JAX itself promotes it.
 *
 * @example
 * promoted(['i32', 'f32']) // 'f32'
 * promoted(['f16', 'bf16']) // 'f32'
 * promoted(['i32', 'u32']) // null
 */
export const promoted = (dtypes: readonly string[]): string | null =>
  dtypes.reduce<string | null>((held, dtype) => (held === null ? null : both(held, dtype)), dtypes[0] ?? null)

function both(a: string, b: string): string | null {
  if (a === b) return a
  const [one, two] = [kindOf(a), kindOf(b)]
  if (one === null || two === null) return null
  if (one.kind === 'bool') return b
  if (two.kind === 'bool') return a
  if (one.kind === two.kind && one.bits !== two.bits && Math.max(one.bits, two.bits) > 8)
    return one.bits > two.bits ? a : b
  const [low, high, name] = order.indexOf(one.kind) <= order.indexOf(two.kind) ? [one, two, b] : [two, one, a]
  if (high.kind === 'c') return complex(low, high)
  if (high.kind !== 'f') return whole(low, high)
  return low.kind !== 'f' && high.bits >= floatBits(low) ? name : float(low, high)
}

/** Kinds of numbers, each of which holds those before it. */
const order: readonly Kind['kind'][] = ['bool', 'u', 'i', 'f', 'c']

/** Bits of the float that holds a number: of a whole one at least as many as its digits need. */
const floatBits = ({kind, bits}: Kind): number =>
  kind === 'f' ? bits : bits <= 8 ? 16 : bits <= 32 ? 32 : 64

/** Two floats of as many bits divide these otherwise among exponent and fraction: one of twice as many holds both. */
const float = (low: Kind, high: Kind): string => `f${Math.max(32, floatBits(low), high.bits)}`

const complex = (low: Kind, {bits}: Kind): string =>
  `c${Math.max(bits, low.kind === 'c' ? low.bits : 2 * floatBits(low))}`

/** A signed number that holds an unsigned one has more bits than it; none has more than 32 without x64. */
function whole(low: Kind, high: Kind): string | null {
  const bits = low.kind === high.kind ? Math.max(low.bits, high.bits) : Math.max(high.bits, 2 * low.bits)
  return bits <= 32 || (bits === 64 && high.bits === 64) ? `${high.kind}${bits}` : null
}

const longKinds: Readonly<Record<string, string>> = {
  bool: 'bool_',
  bf: 'bfloat',
  f: 'float',
  i: 'int',
  u: 'uint',
  c: 'complex',
}

/** A dtype as jax.numpy names it: `float32`, `bool_`, `float8_e4m3fn`. */
export const longName = (short: string): string =>
  short.replace(shortName, (_, kind: string, bits: string) => `${longKinds[kind] ?? kind}${bits}`)
