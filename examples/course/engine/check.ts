import {counterOf} from './counter.ts'
import type {Lesson} from './lesson.ts'
import {isCause, isFree} from './parts.ts'
import {lineOf, type Prediction, quizAt, stepsOf} from './screen.ts'

/** What is wrong with a lesson, a line each: a belief that nothing contradicts, a call whose cause nobody can name, a program that does not run. */
export function check(lesson: Lesson, seeds = 20): string[] {
  const first = stepsOf(lesson)
  const asked = first.filter((screen): screen is Prediction => screen.kind === 'again')
  const quizzes = Array.from({length: seeds}, (_, seed) => quizAt(lesson, seed + 1)).flat()
  const named = [...asked, ...quizzes.filter((screen): screen is Prediction => screen.kind === 'again')]
  return [
    ...asked.flatMap(uncontradicted),
    ...runsOfThree(asked),
    ...new Set(named.flatMap(unnamed)),
    ...quizzes.flatMap(({text}) => (/\{\w+\}/.test(text) ? [`a hole is left in ${text}`] : [])),
  ].map((fault) => `${lesson.id}: ${fault}`)
}

/** What somebody may believe at a screen and nothing in the key shows to be wrong. */
export const beliefsAt = ({call, parts}: Prediction): string[] =>
  call.compiled ? ['hit', ...parts.map(({path}) => path).filter(isFree)] : ['miss']

const uncontradicted = (screen: Prediction): string[] =>
  beliefsAt(screen).flatMap((belief) => {
    const counter = counterOf(screen, belief)
    if (counter?.contradicts === true) return []
    return [
      `${lineOf(screen)}: ${counter === null ? 'nothing' : `not ${counter.code}`} contradicts ${belief}`,
    ]
  })

const unnamed = (screen: Prediction): string[] =>
  screen.call.compiled && !screen.parts.some(({path}) => isCause(path, screen.run, screen.call))
    ? [`${lineOf(screen)}: no part to blame is its cause`]
    : []

/** Three alike one after another can be guessed. */
const runsOfThree = (asked: readonly Prediction[]): string[] =>
  asked.flatMap((screen, at) => {
    const three = asked.slice(at, at + 3)
    const isAlike = three.length === 3 && three.every(({call}) => call.compiled === screen.call.compiled)
    return isAlike ? [`${lineOf(screen)}: three outcomes in a row are alike`] : []
  })

/** How many words a learner reads, without code. */
export const wordsOf = ({steps, takeaway, title, variants}: Lesson): number =>
  [title, takeaway, ...steps.flatMap(textsOf), ...variants.map(({why}) => why)]
    .join(' ')
    .replaceAll(/`[^`]*`/g, '')
    .match(/[\p{L}\p{N}’']+/gu)?.length ?? 0

const textsOf = (step: Lesson['steps'][number]): string[] =>
  'ask' in step
    ? [step.why, ...('torch' in step ? [step.torch ?? ''] : []), ...('task' in step ? [step.task] : [])]
    : [step.say]
