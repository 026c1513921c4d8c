import {loose} from '../words/index.ts'

/** Remembers texts: the same text is one string, cut loose from the chunk of the log that it stood in. */
export interface Intern {
  (text: string): string
}

/**
 * A fresh table of texts. V8 keeps the whole chunk alive behind a slice of it; a kept text is therefore copied, once.
 *
 * @example
 * const keep = intern()
 * keep('relu') // 'relu'
 */
export function intern(limit = 100_000): Intern {
  const seen = new Map<string, string>()
  return (text) => {
    const held = seen.get(text)
    if (held !== undefined) return held
    const copy = loose(text)
    if (seen.size < limit) seen.set(copy, copy)
    return copy
  }
}
