import {skipString} from '../python/index.ts'

const plain = /^(?:-?\d[\w.+-]*|True|False|None|torch\.\w+)(?=\s+[^\w\s])/
const type = /^<class '[^']*'>/
const quoted = /^[bBrRuUfF]{0,2}(?=['"])/

/**
 * A value without what stands behind it, which a handler may have written; null for a string or a class that breaks off.
 *
 * @example
 * valueIn("'sum' [logger]") // "'sum'"
 */
export function valueIn(text: string): string | null {
  const [word] = plain.exec(text) ?? []
  if (word !== undefined) return word
  if (text.startsWith('<')) return type.exec(text)?.[0] ?? (text.endsWith('>') ? text : null)
  const [before] = quoted.exec(text) ?? []
  if (before === undefined) return text
  const end = skipString(text, before.length)
  const whole = text.slice(0, end)
  return whole.length > before.length + 1 && whole.endsWith(text[before.length] ?? '') ? whole : null
}
