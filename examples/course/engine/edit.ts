import {attempt, missOf} from '../../site/index.ts'
import {compiledOf, type Edit} from './screen.ts'

/** What a changed program does, measured by what was asked of it. */
export type Judgement =
  | {readonly is: 'right'; readonly compiles: number}
  | {readonly is: 'compiling'; readonly compiles: number; readonly because: string | null}
  | {readonly is: 'sparing'; readonly compiles: number}
  | {readonly is: 'calls'; readonly calls: number; readonly wanted: number}
  | {readonly is: 'result'; readonly printed: string; readonly wanted: string}
  | {readonly is: 'raising'; readonly type: string; readonly message: string; readonly line: number | null}

/** A learner's program may take so many steps. */
const steps = 200_000

/** Runs a changed program, and says whether it does what the first one did, or what was asked, and compiles as often as was asked. */
export function judged(text: string, {run: first, step}: Edit): Judgement {
  const {error, run} = attempt(text, {steps})
  if (error !== null) return {is: 'raising', ...error}
  const [calls, wanted] = [run.calls.length, first.calls.length]
  if (calls !== wanted) return {is: 'calls', calls, wanted}
  const [said, expected] = [run.printed.join('\n'), step.prints ?? first.printed.join('\n')]
  if (said !== expected) return {is: 'result', printed: said, wanted: expected}
  const compiles = compiledOf(run.calls)
  if (compiles < (step.least ?? 0)) return {is: 'sparing', compiles}
  if (compiles <= step.most) return {is: 'right', compiles}
  const again = run.explanation.misses.filter(({causes}) => causes.length > 0)
  return {is: 'compiling', compiles, because: again.at(-1)?.sentence ?? null}
}

/** Three hints, from where to look to the whole: those of the lesson, or a line, a part of the key, the sentence of the run. */
export function hintsOf({run, step}: Edit): readonly string[] {
  if (step.hints !== undefined) return step.hints
  const call = run.calls.find((one) => (missOf(run, one)?.causes.length ?? 0) > 0)
  const miss = call === undefined ? null : missOf(run, call)
  const [cause] = miss?.causes ?? []
  if (call === undefined || miss === null || cause === undefined) return []
  return [
    `Look at line ${call.line}: that call compiles again.`,
    `The part that does not fit is \`${cause.path}\`.`,
    miss.sentence,
  ]
}
