import {explain, isCompile} from '../../../lib/index.ts'
import {Program} from '../../../lib/script/index.ts'
import {missOf} from './parts.ts'
import type {Edit} from './screen.ts'

/** What a changed program does, measured by what was asked of it. */
export type Judgement =
  | {readonly is: 'right'; readonly compiles: number}
  | {readonly is: 'compiling'; readonly compiles: number; readonly because: string | null}
  | {readonly is: 'calls'; readonly calls: number; readonly wanted: number}
  | {readonly is: 'result'; readonly printed: string; readonly wanted: string}
  | {readonly is: 'raising'; readonly type: string; readonly message: string; readonly line: number | null}

/** A learner's program may take so many steps. */
const steps = 200_000

/** Runs a text that may fail. */
function tried(text: string) {
  const printed: string[] = []
  const program = new Program({print: (line) => printed.push(line), steps})
  const {calls, error} = program.run(text)
  const {trace} = program
  const compiles = calls.filter(({event}) => isCompile(trace.at(event))).length
  return {calls: calls.length, compiles, printed: printed.join('\n'), error, trace}
}

/** Runs a changed program, and says whether it does what the first one did and compiles as seldom as was asked. */
export function judged(text: string, {step}: Edit): Judgement {
  const wanted = tried(step.code)
  const {calls, compiles, error, printed, trace} = tried(text)
  if (error !== null) return {is: 'raising', ...error}
  if (calls !== wanted.calls) return {is: 'calls', calls, wanted: wanted.calls}
  if (printed !== wanted.printed) return {is: 'result', printed, wanted: wanted.printed}
  if (compiles <= step.most) return {is: 'right', compiles}
  const again = explain(trace).misses.filter(({causes}) => causes.length > 0)
  return {is: 'compiling', compiles, because: again.at(-1)?.sentence ?? null}
}

/** Three hints, from where to look to the whole: a line, a part of the key, the sentence of the run. */
export function hintsOf({run}: Edit): string[] {
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
