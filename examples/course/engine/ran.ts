import {attempt, type Attempt, type ProgramRun, runOf} from '../../site/index.ts'

/** A call that a function of the text makes is one of the line that called the function: that is where a learner sees it. */
const placed = (run: ProgramRun): ProgramRun => ({
  ...run,
  calls: run.calls.map((call) => ({...call, line: call.from})),
})

/** Runs the text of a lesson. */
export const ran = (text: string): ProgramRun => placed(runOf(text))

/** A learner's program may take so many steps. */
const steps = 200_000

/** Runs the text of a learner. */
export function tried(text: string): Attempt {
  const {error, run} = attempt(text, {steps})
  return {error, run: placed(run)}
}

/** The same program, where nothing is compiled: each function does what it says. */
export const plainly = (text: string): string =>
  ['import jax', 'with jax.disable_jit():', ...text.split('\n').map((line) => `    ${line}`)].join('\n')
