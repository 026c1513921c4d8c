import {bracketItems, closesBracket, isOrdinary, isQuote, opensBracket, skipString} from '../python/index.ts'

/** Two sides of a comparison and what stands between them. */
export interface Relation {
  readonly left: string
  readonly operator: string
  readonly right: string
}

const operators = ['==', '!=', '<=', '>=', '<', '>', 'is not', 'is'] as const
const called = /^(Eq|Ne)\(/
const blank = 32

/**
 * A comparison, taken apart at its first operator outside brackets and strings; null where there is none. Torch before 2.5 writes
 * `Eq(n, 4)` for some.
 *
 * @example
 * comparisonIn("mode == 'a == b'") // {left: 'mode', operator: '==', right: "'a == b'"}
 */
export function comparisonIn(text: string): Relation | null {
  const [, name] = called.exec(text) ?? []
  if (name !== undefined) return calledIn(text, name)
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === blank && open === 0) {
      const operator = operators.find((one) => text.startsWith(`${one} `, at + 1))
      if (operator !== undefined)
        return {left: text.slice(0, at).trim(), operator, right: text.slice(at + operator.length + 2).trim()}
    }
    if (isOrdinary(code)) continue
    if (isQuote(text, at)) at = skipString(text, at) - 1
    else if (opensBracket(code)) open++
    else if (closesBracket(code)) open--
  }
  return null
}

function calledIn(text: string, name: string): Relation | null {
  const {items, closed, next} = bracketItems(text, name.length)
  const [left, right] = items
  if (left === undefined || right === undefined || !closed || next < text.length) return null
  return {left, operator: name === 'Eq' ? '==' : '!=', right}
}
