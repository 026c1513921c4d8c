/** Nothing is known yet, or the value was seen to change. */
const unset = Symbol('unset')
const dynamic = Symbol('dynamic')

/** A stride that follows of the size and stride of another dimension. */
type Stride = number | string

type Atom = number | string | typeof unset | typeof dynamic
type Atoms = readonly Atom[] | typeof unset | typeof dynamic

const merged = (a: Atom, b: Atom): Atom => (a === unset ? b : b === unset || a === b ? a : dynamic)

function mergedAll(a: Atoms, b: Atoms): Atoms {
  if (a === unset) return b
  if (b === unset) return a
  if (a === dynamic || b === dynamic || a.length !== b.length) return dynamic
  return a.map((atom, i) => merged(atom, b[i] ?? unset))
}

/** What a code object remembers of one source (torch `FrameStateSizeEntry`). */
export class Remembered {
  #scalar: Atom = unset
  #sizes: Atoms = unset
  #strides: Atoms = unset

  /** Nothing is known of what was seen: a compile that takes nothing for dynamic keeps what it sees alone. */
  forget(): void {
    this.#scalar = unset
    this.#sizes = unset
    this.#strides = unset
  }

  /** A number was seen: a tensor at the same place is dynamic in everything. */
  number(value: number): void {
    this.#scalar = merged(this.#scalar, value)
    this.#sizes = dynamic
    this.#strides = dynamic
  }

  /** A tensor was seen: a number at the same place is dynamic. */
  tensor(sizes: readonly number[], strides: readonly number[]): void {
    this.#scalar = dynamic
    this.#sizes = mergedAll(this.#sizes, sizes)
    this.#strides = mergedAll(this.#strides, inferred(sizes, strides))
  }

  /** A dimension is said to be dynamic. */
  mark(at: number, rank: number): void {
    this.#sizes = mergedAll(
      this.#sizes,
      Array.from({length: rank}, (_, i) => (i === at ? dynamic : unset)),
    )
    if (typeof this.#sizes !== 'symbol')
      this.#sizes = this.#sizes.map((atom, i) => (i === at ? dynamic : atom))
  }

  get isNumberDynamic(): boolean {
    return this.#scalar === dynamic
  }

  isSizeDynamic(at: number): boolean {
    return this.#sizes === dynamic || (this.#sizes !== unset && this.#sizes[at] === dynamic)
  }

  /** Strides are dynamic only where all sizes are known: else they follow of these. */
  isStrideDynamic(at: number): boolean {
    if (this.#sizes === dynamic || this.#sizes === unset || this.#sizes.includes(dynamic)) return false
    return this.#strides === dynamic || (this.#strides !== unset && this.#strides[at] === dynamic)
  }
}

/** Strides with those that follow of a smaller one by its dimension (torch `record_automatic_dynamic`). */
function inferred(sizes: readonly number[], strides: readonly number[]): readonly Stride[] {
  const found: Stride[] = [...strides]
  const candidates = new Map<number, string>()
  for (const i of ascending(strides)) {
    const stride = strides[i] ?? 0
    found[i] = candidates.get(stride) ?? stride
    const next = stride * (sizes[i] ?? 1)
    if (!candidates.has(next)) candidates.set(next, `of ${i}`)
  }
  return found
}

/** The dimensions by stride, the last of equal ones first. */
export const ascending = (strides: readonly number[]): readonly number[] =>
  strides.map((_, i) => i).sort((a, b) => (strides[a] ?? 0) - (strides[b] ?? 0) || b - a)

/** What the traces of a code object remember, by source. */
export class Memory {
  readonly #known = new Map<string, Remembered>()

  of(name: string): Remembered {
    let found = this.#known.get(name)
    if (found === undefined) this.#known.set(name, (found = new Remembered()))
    return found
  }
}
