import {type Call, missOf, type ProgramRun, saidText} from '../../site/index.ts'
import {compiledOf} from './choice.ts'
import {tried} from './ran.ts'

/** What a changed program does, measured by what was asked of it. */
export type Judgement =
  | {readonly is: 'right'; readonly compiles: number}
  | {readonly is: 'compiling'; readonly compiles: number; readonly because: string | null}
  | {readonly is: 'sparing'; readonly compiles: number}
  | {readonly is: 'calls'; readonly calls: number; readonly wanted: number}
  | {readonly is: 'result'; readonly printed: string; readonly wanted: string}
  | {readonly is: 'raising'; readonly type: string; readonly message: string; readonly line: number | null}

/** What a program has to do: call as another does and print what that prints, or would print where nothing is compiled, and compile at most so often. */
export interface Goal {
  readonly like: Pick<ProgramRun, 'calls' | 'printed'>
  readonly most: number
  /** It compiles at least so often; 0 where it is not given. */
  readonly least?: number
}

/** Runs a changed program, and says whether it does what was asked, and compiles as often as was asked. */
export function judged(text: string, {like: first, most, least = 0}: Goal): Judgement {
  const {error, run} = tried(text)
  if (error !== null) return {is: 'raising', ...error}
  const [calls, wanted] = [run.calls.length, first.calls.length]
  if (calls !== wanted) return {is: 'calls', calls, wanted}
  const [said, expected] = [run.printed.join('\n'), first.printed.join('\n')]
  if (said !== expected) return {is: 'result', printed: said, wanted: expected}
  const compiles = compiledOf(run.calls)
  if (compiles < least) return {is: 'sparing', compiles}
  if (compiles <= most) return {is: 'right', compiles}
  const last = run.calls.filter(isAgain(run)).at(-1)
  return {is: 'compiling', compiles, because: last === undefined ? null : saidText(run, last)}
}

/** Which calls compiled again, of which a part of the key is told. */
const isAgain =
  (run: ProgramRun) =>
  (call: Call): boolean =>
    call.compiled && (missOf(run, call)?.causes.length ?? 0) > 0

/** Three hints, from where to look to the whole: those of the lesson, or a line, a part of the key, the sentence of the run. */
export function hintsOf({
  hints,
  run,
}: {
  readonly hints?: readonly string[]
  readonly run: ProgramRun
}): readonly string[] {
  if (hints !== undefined) return hints
  const call = run.calls.find(isAgain(run))
  const [cause] = (call === undefined ? null : missOf(run, call))?.causes ?? []
  if (call === undefined || cause === undefined) return []
  return [
    `Look at line ${call.line}: that call compiles again.`,
    `The part that does not fit is \`${cause.path}\`.`,
    saidText(run, call),
  ]
}
