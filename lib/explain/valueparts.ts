import type {Path} from '../log/index.ts'
import {innermost, valuesApart} from '../python/index.ts'
import {type Delta, withoutAddress} from '../words/index.ts'

/** A part that two values do not share, of which one may not have it. */
interface OtherPart {
  /** Where it stands in them. */
  readonly path: Path
  readonly delta: Delta
}

/**
 * Where two values differ, part by part.
 *
 * @example
 * otherParts('Config(lr=0.1, layers=(8, 8))', 'Config(lr=0.1, layers=(8, 4))')
 * // [{path: ['layers', '[1]'], delta: {kind: 'value', now: '8', before: '4'}}]
 */
export const otherParts = (now: string, before: string): OtherPart[] =>
  valuesApart(now, before).map((one) => ({path: one.path, delta: deltaOfPart(one.now, one.before)}))

function deltaOfPart(now: string | null, before: string | null): Delta {
  if (now === null) return {kind: 'removed', before: before ?? ''}
  return before === null ? {kind: 'added', now} : textual(now, before)
}

/** How one text differs from another: another object where they are alike but for an address. */
export const textual = (now: string, before: string): Delta =>
  withoutAddress(now) === withoutAddress(before)
    ? {kind: 'identity', now, before}
    : {kind: 'value', now, before}

/**
 * The parts of a value that are objects by their texts, each as another one that reads alike.
 *
 * @example
 * objectsIn('Config(act=<function relu>, lr=0.1)') // [{path: ['act'], delta: {kind: 'identity', now: '<function relu>', before: '<function relu>'}}]
 */
export const objectsIn = (text: string): OtherPart[] =>
  innermost(text)
    .filter((one) => one.text.includes('<'))
    .map((one) => ({path: one.path, delta: textual(one.text, one.text)}))
