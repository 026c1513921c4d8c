import type {BinarySign, CompareSign, Expression, UnarySign} from './syntax.ts'

/** An operand, or a sign between operands. */
export type Piece = Expression | {readonly sign: string; readonly line: number}

const levels: readonly (readonly BinarySign[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
]
const compares: readonly CompareSign[] = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not']
const unary: readonly UnarySign[] = ['-', '+', '~']

/** Operands and signs, read from left to right. */
class Reading {
  readonly #pieces: readonly Piece[]
  #at = 0

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces
  }

  get isDone(): boolean {
    return this.#at >= this.#pieces.length
  }

  /** The sign that comes next, if it is one of these. */
  taken<S extends string>(signs: readonly S[]): S | null {
    const piece = this.#pieces[this.#at]
    const found = signs.find((sign) => piece !== undefined && !('is' in piece) && piece.sign === sign) ?? null
    if (found !== null) this.#at++
    return found
  }

  operand(): Expression {
    const piece = this.#pieces[this.#at++]
    if (piece === undefined || !('is' in piece)) throw new SyntaxError('an operand is missing')
    return piece
  }

  power(): Expression {
    const left = this.operand()
    return this.taken(['**']) === null
      ? left
      : {is: 'binary', sign: '**', left, right: this.signed(), line: left.line}
  }

  signed(): Expression {
    const sign = this.taken(unary)
    if (sign === null) return this.power()
    const of = this.signed()
    return {is: 'unary', sign, of, line: of.line}
  }

  level(depth: number): Expression {
    const signs = levels[depth]
    if (signs === undefined) return this.signed()
    let left = this.level(depth + 1)
    for (let sign = this.taken(signs); sign !== null; sign = this.taken(signs))
      left = {is: 'binary', sign, left, right: this.level(depth + 1), line: left.line}
    return left
  }

  comparison(): Expression {
    const first = this.level(0)
    const rest: (readonly [CompareSign, Expression])[] = []
    for (let sign = this.taken(compares); sign !== null; sign = this.taken(compares))
      rest.push([sign, this.level(0)])
    return rest.length === 0 ? first : {is: 'comparison', first, rest, line: first.line}
  }

  negation(): Expression {
    if (this.taken(['not']) === null) return this.comparison()
    const of = this.negation()
    return {is: 'unary', sign: 'not', of, line: of.line}
  }

  joined(sign: 'and' | 'or'): Expression {
    const next = (): Expression => (sign === 'or' ? this.joined('and') : this.negation())
    let left = next()
    while (this.taken([sign]) !== null) left = {is: sign, left, right: next(), line: left.line}
    return left
  }
}

/**
 * Orders operands and the signs between them as Python does: the grammar of an editor takes `not a and b` for `not (a and b)`.
 *
 * @throws {SyntaxError} where an operand is missing.
 */
export function ordered(pieces: readonly Piece[]): Expression {
  const reading = new Reading(pieces)
  const whole = reading.joined('or')
  if (!reading.isDone) throw new SyntaxError('an operand is missing')
  return whole
}
