import {Float} from '../python/index.ts'
import type {Source} from './source.ts'
import type {Place} from './told.ts'

/** What of a source a symbol stands for. */
type Property =
  {readonly of: 'size' | 'stride'; readonly at: number} | {readonly of: 'offset' | 'value' | 'item'}

/** A place that a symbol is read from. */
export interface Spot {
  readonly source: Source
  readonly property: Property
}

/** As torch writes it: `L['x'].size()[0]`, `L['n']`. */
export function spotText({source, property}: Spot): string {
  switch (property.of) {
    case 'size':
    case 'stride':
      return `${source.name}.${property.of}()[${property.at}]`
    case 'offset':
      return `${source.name}.storage_offset()`
    case 'item':
      return `${source.name}.item()`
    case 'value':
      return source.name
  }
}

/** A symbol's place as a path: `['x', 'size', 0]`, `['n']`. */
export const spotPath = ({source, property}: Spot): readonly unknown[] => [
  ...source.path,
  ...(property.of === 'value' ? [] : 'at' in property ? [property.of, property.at] : [property.of]),
]

/** Its place by the names that a program writes. */
export const spotPlace = ({source: {segments}, property}: Spot): Place => ({
  segments,
  ...('at' in property && {what: property.of, index: property.at}),
})

/** A number of which a trace knows only where it comes from and what it was (torch `ShapeEnv`). */
export interface Symbol {
  /** Where it is read: the first of the places that are taken for one. */
  readonly spot: Spot
  readonly type: 'size' | 'int' | 'float'
  /** What it was in the call that is traced. */
  readonly value: number
  min: number
  max: number
  /** The symbol that it was found to equal. */
  same: Symbol | null
  /** The trace needed the very number. */
  isFixed: boolean
}

/** A relation that the trace took for granted. */
interface Relation {
  readonly text: string
  readonly spots: readonly Spot[]
  readonly holds: (read: (spot: Spot) => number) => boolean
}

/** The symbols of one trace, and what it found out about them. */
export class ShapeEnv {
  readonly symbols: Symbol[] = []
  readonly relations: Relation[] = []
  /** Sizes taken for one because they were equal, under `dynamic=True`. */
  readonly #equals = new Map<number, Symbol>()

  /** A new symbol. */
  add(spot: Spot, type: Symbol['type'], value: number, range: readonly [number, number]): SymNumber {
    const symbol: Symbol = {
      spot,
      type,
      value,
      min: range[0],
      max: range[1],
      same: null,
      isFixed: false,
    }
    this.symbols.push(symbol)
    return this.number(symbol)
  }

  /** The symbol of all sizes of this value, which are taken for one (duck shaping). */
  duck(spot: Spot, value: number): SymNumber {
    const known = this.#equals.get(value)
    if (known !== undefined) return this.number(known)
    const made = this.add(spot, 'size', value, [2, Infinity])
    if (made.symbol !== null) this.#equals.set(value, made.symbol)
    return made
  }

  /** The number that a symbol stands for. */
  number(symbol: Symbol): SymNumber {
    const top = root(symbol)
    return new SymNumber(
      this,
      [top],
      top.value,
      (name) => name(top),
      (read) => read(top),
      top,
    )
  }
}

/** The symbol that stands for all that were found equal. */
export const root = (symbol: Symbol): Symbol => (symbol.same === null ? symbol : root(symbol.same))

/** The name that a symbol has in guards. */
export const symbolText = (symbol: Symbol): string => spotText(root(symbol).spot)

type Name = (symbol: Symbol) => string
type Read = (symbol: Symbol) => number

/** An int or float that is traced as a symbol, or made of some. Python's number comes of it where one is needed, which then is guarded. */
export class SymNumber {
  readonly env: ShapeEnv
  readonly symbols: readonly Symbol[]
  /** What it was in the call that is traced. */
  readonly hint: number
  readonly text: (name: Name) => string
  readonly read: (read: Read) => number
  /** The symbol that it is, where it is no more than that. */
  readonly symbol: Symbol | null

  constructor(
    env: ShapeEnv,
    symbols: readonly Symbol[],
    hint: number,
    text: (name: Name) => string,
    read: (read: Read) => number,
    symbol: Symbol | null = null,
  ) {
    this.env = env
    this.symbols = symbols
    this.hint = hint
    this.text = text
    this.read = read
    this.symbol = symbol
  }

  /** Whether it is a float in Python. */
  get isFloat(): boolean {
    return this.symbols.some(({type}) => type === 'float')
  }

  /** The Python number, which the trace depends on from now on. */
  fixed(): number {
    if (this.symbol !== null) root(this.symbol).isFixed = true
    else this.guard('==', this.hint)
    return this.hint
  }

  /** JavaScript's own operators need the number. */
  valueOf(): number {
    return this.fixed()
  }

  /** The least that it can be, as far as ranges tell. */
  get min(): number {
    return this.read((symbol) => root(symbol).min)
  }

  /** Makes a number of this one and another. */
  with(other: SymNumber | number, sign: string, compute: (a: number, b: number) => number): SymNumber {
    const [symbols, text, read] =
      other instanceof SymNumber
        ? [[...this.symbols, ...other.symbols], other.text, other.read]
        : [this.symbols, () => String(other), () => other]
    return new SymNumber(
      this.env,
      symbols,
      compute(this.hint, other instanceof SymNumber ? other.hint : other),
      (name) => `(${this.text(name)} ${sign} ${text(name)})`,
      (values) => compute(this.read(values), read(values)),
    )
  }

  /** Compares with a number, and guards what was found. */
  guard(sign: Comparison, other: number | SymNumber): boolean {
    const right = other instanceof SymNumber ? other.hint : other
    const found = comparisons[sign].holds(this.hint, right)
    const told: Comparison = found ? sign : comparisons[sign].not
    if (this.symbol !== null && refined(root(this.symbol), told, other)) return found
    this.#relate(told, other)
    return found
  }

  #relate(sign: Comparison, other: number | SymNumber): void {
    const symbols = [...this.symbols, ...(other instanceof SymNumber ? other.symbols : [])]
    const right =
      other instanceof SymNumber ? other.text(symbolText) : this.isFloat ? floatText(other) : String(other)
    this.env.relations.push({
      text: `${this.text(symbolText)} ${sign} ${right}`,
      spots: symbols.map((symbol) => root(symbol).spot),
      holds: (read) => {
        const value = valueBy(read)
        return comparisons[sign].holds(
          this.read(value),
          other instanceof SymNumber ? other.read(value) : other,
        )
      },
    })
  }
}

/** What a symbol is in a call, of which places can be read. */
export const valueBy =
  (read: (spot: Spot) => number): Read =>
  (symbol) =>
    read(root(symbol).spot)

const floatText = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

const comparisons: Readonly<
  Record<Comparison, {readonly not: Comparison; readonly holds: (a: number, b: number) => boolean}>
> = {
  '==': {not: '!=', holds: (a, b) => a === b},
  '!=': {not: '==', holds: (a, b) => a !== b},
  '<': {not: '>=', holds: (a, b) => a < b},
  '<=': {not: '>', holds: (a, b) => a <= b},
  '>': {not: '<=', holds: (a, b) => a > b},
  '>=': {not: '<', holds: (a, b) => a >= b},
}

/** Whether all that was found is in the symbol itself: its range, its number, or that it is another one. */
function refined(symbol: Symbol, sign: Comparison, other: number | SymNumber): boolean {
  if (other instanceof SymNumber)
    return sign === '==' && other.symbol !== null && joined(symbol, root(other.symbol))
  if (sign === '==') {
    symbol.isFixed = true
    return true
  }
  return symbol.type !== 'float' && narrowed(symbol, sign, other)
}

/** Takes two symbols for one. */
function joined(symbol: Symbol, theirs: Symbol): boolean {
  if (symbol.type === 'float') return false
  if (theirs !== symbol) theirs.same = symbol
  symbol.min = Math.max(symbol.min, theirs.min)
  symbol.max = Math.min(symbol.max, theirs.max)
  return true
}

/** Narrows the range of a symbol; what a range cannot say is left. */
function narrowed(symbol: Symbol, sign: Exclude<Comparison, '=='>, other: number): boolean {
  if (sign === '!=') {
    if (other < symbol.min || other > symbol.max) return true
    if (other !== symbol.min) return false
    symbol.min = other + 1
  } else if (sign === '>' || sign === '>=')
    symbol.min = Math.max(symbol.min, sign === '>' ? other + 1 : other)
  else symbol.max = Math.min(symbol.max, sign === '<' ? other - 1 : other)
  return true
}

/** Whether a number is a float in Python. */
export const isFloat = (value: unknown): boolean =>
  value instanceof Float ||
  (typeof value === 'number' && !Number.isInteger(value)) ||
  (value instanceof SymNumber && value.isFloat)

/** A number that is handed on: it is guarded, or becomes a symbol, once code works with it. */
export class LazyNumber {
  /** The Python number. */
  readonly value: unknown
  readonly #settle: () => unknown

  constructor(value: unknown, settle: () => unknown) {
    this.value = value
    this.#settle = settle
  }

  /** The number as code works with it. */
  get settled(): unknown {
    return this.#settle()
  }

  /** JavaScript's own operators need the number. */
  valueOf(): number {
    const {settled} = this
    return settled instanceof SymNumber ? settled.fixed() : (pythonNumber(settled) ?? NaN)
  }
}

/** A value as code works with it: a number that was only handed on is settled. */
export const settled = (value: unknown): unknown => (value instanceof LazyNumber ? value.settled : value)

/** A size: known, or a symbol. */
export type Dim = number | SymNumber

export const hintOf = (dim: Dim): number => (typeof dim === 'number' ? dim : dim.hint)

/** What a number makes of two sizes; with a symbol, a symbol. */
export function combined(a: Dim, b: Dim, sign: string, compute: (a: number, b: number) => number): Dim {
  if (a instanceof SymNumber) return a.with(b, sign, compute)
  return b instanceof SymNumber ? b.with(a, sign, (y, x) => compute(x, y)) : compute(a, b)
}

/** Whether two sizes are one; what decides it is guarded. */
export function sameDim(a: Dim, b: Dim): boolean {
  if (a instanceof SymNumber) return a.guard('==', b)
  return b instanceof SymNumber ? b.guard('==', a) : a === b
}

/** Whether a size is this number. */
export function isDim(dim: Dim, value: number): boolean {
  if (typeof dim === 'number') return dim === value
  if (dim.symbol !== null && (root(dim.symbol).min > value || root(dim.symbol).max < value)) return false
  return dim.symbol === null && dim.min > value ? false : dim.guard('==', value)
}

/** The number of a Python int or float; null for anything else. */
export function pythonNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  return value instanceof Float ? value.value : null
}
