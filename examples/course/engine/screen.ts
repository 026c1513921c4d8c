import type {Call, ProgramRun} from '../../site/index.ts'
import {type Choosing, compiledOf, counting, falling, judging, printing} from './choice.ts'
import type {Goal} from './edit.ts'
import {plainly, ran} from './ran.ts'
import type {
  Asked,
  Counted,
  Edited,
  Fallen,
  Filled,
  Lesson,
  Origin,
  Printed,
  Read,
  Shown,
  Told,
} from './lesson.ts'
import {offered, type Part} from './parts.ts'
import {type Question, quizOf} from './quiz.ts'
import {blaming, dearest, sparing, together} from './reading.ts'

interface Base {
  /** Its place among all, from 0. */
  readonly index: number
  /** Whether it is a question of the quiz. */
  readonly isQuiz: boolean
  /** The program up to here. */
  readonly text: string
  /** The line, from 1, from which on nothing has run before. */
  readonly fresh: number
  readonly run: ProgramRun
  /** The calls that the new lines made. */
  readonly calls: readonly Call[]
  /** The line that is looked at, from 1; that of the last call where it is none. */
  readonly line?: number
  /** Where it stood, if it comes back from an earlier lesson. */
  readonly origin?: Origin
  /** Whether it is about a whole run, of which all calls are shown. */
  readonly isWhole?: boolean
}

/** A call that a learner predicts. */
export interface Prediction extends Base {
  readonly kind: 'again'
  readonly why: string
  readonly call: Call
  /** What may be blamed. */
  readonly parts: readonly Part[]
  readonly counters: Readonly<Record<string, string>>
}

/** A question about what has not run yet, with its answers. */
export interface Choice extends Base, Choosing {
  readonly kind: 'choice'
  readonly why: string
  /** What `torch.compile` does with the same. */
  readonly torch?: string
}

/** A program that a learner changes. */
export interface Edit extends Base, Goal {
  readonly kind: 'edit'
  readonly why: string
  readonly task: string
  readonly hints?: readonly string[]
}

/** A program whose gaps a learner fills with lines. */
export interface Fill extends Base, Goal {
  readonly kind: 'fill'
  readonly why: string
  readonly task: string
  readonly lines: readonly string[]
}

/** One thing that a learner sees or is asked. */
export type Screen =
  (Base & {readonly kind: 'told'; readonly say: string}) | Prediction | Choice | Edit | Fill

/** The line of the program that makes the call which is predicted. */
export const lineOf = ({call, text}: Prediction): string => text.split('\n')[call.line - 1] ?? ''

/** All screens of a lesson: its steps, and the quiz that a seed makes. */
export const screensOf = (lesson: Lesson, seed: number): Screen[] => [
  ...stepsOf(lesson),
  ...quizAt(lesson, seed),
]

const known = new WeakMap<Lesson, readonly Screen[]>()

/** The steps of a lesson, each after the program of those before. No seed changes them, so they run once. */
export function stepsOf(lesson: Lesson): readonly Screen[] {
  const steps = known.get(lesson) ?? ranSteps(lesson)
  known.set(lesson, steps)
  return steps
}

function ranSteps(lesson: Lesson): Screen[] {
  let before = ''
  return lesson.steps.map((step, index) => {
    if ('run' in step) return readAt(step, index)
    const isOwn = before === '' || ('ask' in step && (step.ask === 'edit' || step.ask === 'fill'))
    const text = isOwn ? step.code : `${before}\n${step.code}`
    const fresh = isOwn ? 1 : before.split('\n').length + 1
    if (!isOwn || before === '') before = text
    return screenOf(step, {index, isQuiz: false, text, fresh}, lesson)
  })
}

/** A screen about a run of real JAX: nothing is new in it. */
function readAt(step: Shown | Read, index: number): Screen {
  const {run} = step
  const line = 'line' in step ? step.line : undefined
  const calls = run.calls.filter((call) => call.line === line)
  const base = {
    index,
    isQuiz: false,
    text: run.text,
    fresh: Infinity,
    run,
    calls,
    isWhole: line === undefined,
  }
  if ('say' in step) return {...base, kind: 'told', say: step.say}
  return {...base, kind: 'choice', why: step.why, ...readingOf(step, calls)}
}

function readingOf({ask, log, run}: Read, calls: readonly Call[]): Choosing {
  if (ask === 'dearest') return dearest(run)
  if (ask === 'together') return together(run)
  const call = lastOf(run.text, calls)
  return ask === 'blame' ? blaming(run, call, log) : sparing(run, call)
}

const quizzes = new WeakMap<Lesson, Map<number, readonly Screen[]>>()

/** The questions of the quiz that a seed makes; they come after the steps, and run once. */
export function quizAt(lesson: Lesson, seed: number): readonly Screen[] {
  const known = quizzes.get(lesson) ?? new Map<number, readonly Screen[]>()
  const quiz = known.get(seed) ?? ranQuiz(lesson, seed)
  quizzes.set(lesson, known.set(seed, quiz))
  return quiz
}

const ranQuiz = (lesson: Lesson, seed: number): Screen[] =>
  quizOf(lesson, seed).map((question, at) => questionAt(question, lesson.steps.length + at, lesson))

/** A question of the quiz: its own parts may be blamed where it has some, and those of the lesson otherwise. */
function questionAt({call, parts, run, why}: Question, index: number, lesson: Lesson): Screen {
  const named = Object.keys(parts).length === 0 ? lesson.parts : parts
  const base = {index, isQuiz: true, text: run.text, fresh: call.line, run, calls: [call]}
  if (lesson.quiz === 'truth') return {...base, kind: 'choice', why, ...judging(run)}
  if (lesson.quiz === 'way') return {...base, kind: 'choice', why, ...falling(run, call)}
  if (lesson.quiz === 'spare') return {...base, fresh: Infinity, kind: 'choice', why, ...sparing(run, call)}
  return {...base, kind: 'again', why, call, parts: offered(named, run, call), counters: {}}
}

type Begun = Pick<Base, 'index' | 'isQuiz' | 'text' | 'fresh'>

/** A step whose program runs here. */
type Running = Told | Asking | Filled
type Asking = Asked | Counted | Printed | Fallen | Edited

function screenOf(step: Running, begun: Begun, lesson: Lesson): Screen {
  if ('ask' in step && step.ask === 'fill') {
    const {lines, task, why} = step
    const run = ran(step.like)
    return {...begun, kind: 'fill', why, task, lines, run, calls: [], like: run, most: compiledOf(run.calls)}
  }
  const run = ran(begun.text)
  const base = {...begun, run, calls: run.calls.filter(({line}) => line >= begun.fresh)}
  return 'ask' in step ? askedOf(step, base, lesson) : {...base, kind: 'told', say: step.say}
}

function askedOf(step: Asking, base: Base, lesson: Lesson): Screen {
  const {why} = step
  const {calls, run} = base
  if (step.ask === 'edit') return editOf(step, base)
  if (step.ask === 'count')
    return {
      ...base,
      kind: 'choice',
      why,
      ...counting(calls),
      ...(step.torch !== undefined && {torch: step.torch}),
    }
  if (step.ask === 'way') return {...base, kind: 'choice', why, ...falling(run, lastOf(step.code, calls))}
  if (step.ask === 'prints') return {...base, kind: 'choice', why, ...printing(run, step)}
  const call = lastOf(step.code, calls)
  const parts = offered(lesson.parts, run, call)
  return {...base, kind: 'again', why, call, parts, counters: step.counters}
}

function lastOf(code: string, calls: readonly Call[]): Call {
  const call = calls.at(-1)
  if (call === undefined) throw new Error(`nothing is called in ${JSON.stringify(code)}`)
  return call
}

/** A program that is changed has to print what is asked, or what its functions say. */
function editOf({ask: kind, hints, least = 0, most, prints, task, why}: Edited, base: Base): Edit {
  const printed = prints?.split('\n') ?? ran(plainly(base.text)).printed
  const goal = {like: {calls: base.run.calls, printed}, most, least}
  return {...base, kind, why, task, ...goal, ...(hints !== undefined && {hints})}
}
