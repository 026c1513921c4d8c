import type {Call, ProgramRun} from '../../site/index.ts'
import {ran} from './ran.ts'
import type {Prediction} from './screen.ts'

/** A run that contradicts a belief. */
export interface Counter {
  readonly code: string
  readonly run: ProgramRun
  readonly call: Call
  /** Whether it does contradict it. */
  readonly contradicts: boolean
}

/** The counterexample to a belief at a screen: what the lesson has for it, run after the program so far. A part of the key needs none: the run itself shows its pin, which fits. */
export function counterOf(screen: Prediction, belief: string): Counter | null {
  const code = screen.counters[belief]
  if (code === undefined) return null
  const run = ran(`${screen.text}\n${code}`)
  const call = run.calls.at(-1)
  if (call === undefined) return null
  return {code, run, call, contradicts: call.compiled === (belief === 'miss')}
}
