import {type Explanation, without} from '../../lib/index.ts'
import type {Tone} from '../theme.ts'

/** A part of all seconds of a run: of a verdict, of the program itself, or what a what-if spares. */
export interface Part {
  readonly kind: Tone | 'other' | 'gone'
  readonly seconds: number
}

/**
 * All seconds of a run: what compiling took, by verdict, the program's own where the run's length is known, and last what a what-if spares.
 *
 * @param gone positions of the misses that it spares
 */
export function partsOf(explanation: Explanation, gone: ReadonlySet<number> = new Set()): Part[] {
  const before = explanation.figures
  const {seconds, avoidable, reducible, unexplained} = without(explanation, gone)
  const all: Part[] = [
    {kind: 'avoidable', seconds: avoidable.seconds},
    {kind: 'reducible', seconds: reducible.seconds},
    {kind: 'unknown', seconds: unexplained.seconds},
    {kind: 'necessary', seconds: seconds - avoidable.seconds - reducible.seconds - unexplained.seconds},
    {kind: 'other', seconds: before.span === null ? 0 : before.span - before.seconds},
    {kind: 'gone', seconds: before.seconds - seconds},
  ]
  const whole = before.span ?? before.seconds
  return all.filter((part) => part.seconds > whole * 1e-4)
}
