import type {Variant} from '../engine/index.ts'

/** Programs of the quiz that begin alike and have the same parts to blame: each says how it goes on, and why it does what it does. */
export const template =
  (head: readonly string[], parts: Readonly<Record<string, string>>) =>
  (lines: readonly string[], why: string): Variant => ({code: [...head, ...lines].join('\n'), parts, why})
