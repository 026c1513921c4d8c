import {type Call, type ProgramRun, runOf} from '../../site/index.ts'
import type {Edited, Lesson, Step} from './lesson.ts'
import {offered, type Part} from './parts.ts'
import {type Question, quizOf} from './quiz.ts'

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

/** Calls of which a learner says how many compile. */
export interface Count extends Base {
  readonly kind: 'count'
  readonly why: string
  readonly choices: readonly number[]
}

/** A program that a learner changes. */
export interface Edit extends Base {
  readonly kind: 'edit'
  readonly why: string
  readonly step: Edited
}

/** One thing that a learner sees or is asked. */
export type Screen = (Base & {readonly kind: 'told'; readonly say: string}) | Prediction | Count | Edit

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
    const isEdit = 'ask' in step && step.ask === 'edit'
    const text = isEdit || before === '' ? step.code : `${before}\n${step.code}`
    const fresh = isEdit || before === '' ? 1 : before.split('\n').length + 1
    if (!isEdit) before = text
    return screenOf(step, {index, isQuiz: false, ...ranTo(text, fresh)}, lesson)
  })
}

const quizzes = new WeakMap<Lesson, Map<number, readonly Screen[]>>()

/** The questions of the quiz that a seed makes; they come after the steps, and run once. */
export function quizAt(lesson: Lesson, seed: number): readonly Screen[] {
  const made = quizzes.get(lesson) ?? new Map<number, readonly Screen[]>()
  quizzes.set(lesson, made)
  const quiz =
    made.get(seed) ??
    quizOf(lesson, seed).map((question, at) => questionAt(question, lesson.steps.length + at, lesson))
  made.set(seed, quiz)
  return quiz
}

/** A question of the quiz: its own parts may be blamed where it has some, and those of the lesson otherwise. */
function questionAt({call, parts, run, why}: Question, index: number, lesson: Lesson): Screen {
  const named = Object.keys(parts).length === 0 ? lesson.parts : parts
  const base = {index, isQuiz: true, text: run.text, fresh: call.line, run, calls: [call]}
  return {...base, kind: 'again', why, call, parts: offered(named, run, call), counters: {}}
}

/** A text that has run, and the calls of its lines from `fresh` on. */
function ranTo(text: string, fresh: number): Pick<Base, 'text' | 'fresh' | 'run' | 'calls'> {
  const run = runOf(text)
  return {text, fresh, run, calls: run.calls.filter(({line}) => line >= fresh)}
}

function screenOf(step: Step, base: Base, lesson: Lesson): Screen {
  if (!('ask' in step)) return {...base, kind: 'told', say: step.say}
  const {why} = step
  if (step.ask === 'edit') return {...base, kind: 'edit', why, step}
  if (step.ask === 'count') return {...base, kind: 'count', why, choices: choicesOf(base.calls)}
  const call = base.calls.at(-1)
  if (call === undefined) throw new Error(`nothing is called in ${JSON.stringify(step.code)}`)
  return {
    ...base,
    kind: 'again',
    why,
    call,
    parts: offered(lesson.parts, base.run, call),
    counters: step.counters,
  }
}

/** How many calls of several compiled. */
export const compiledOf = (calls: readonly Call[]): number => calls.filter(({compiled}) => compiled).length

/** The numbers a learner may choose from: none, few, all, and the right one. */
function choicesOf(calls: readonly Call[]): number[] {
  const count = calls.length
  return [...new Set([0, 1, 2, count - 1, count, compiledOf(calls)])].sort((a, b) => a - b)
}
