import type {Lock} from '../../lib/index.ts'

/** What begins a part of a program: what is defined, or what is done with it. */
const begins = /^[^\s#)\]}]/
const defines = /^(?:@|(?:class|def|async|import|from)\b)/

/**
 * The lines of a program that a lock keeps as they are: `model` definitions and imports, `calls` all others, `code` every line. Empty
 * ones are nobody's, and a line that is indented is of what it stands in.
 *
 * @example
 * keptOf('def f(x):\n    return x\n\nf(1)\n', ['model']) // 'def f(x):\n    return x'
 */
export function keptOf(text: string, locked: readonly Lock[]): string {
  if (locked.includes('code')) return text
  let isDefinition = true
  const kept = text.split('\n').filter((line) => {
    if (begins.test(line)) isDefinition = defines.test(line)
    return line.trim() !== '' && locked.includes(isDefinition ? 'model' : 'calls')
  })
  return kept.join('\n')
}
