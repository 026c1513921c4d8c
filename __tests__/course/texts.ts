import {filledText, plainly, quizAt, stepsOf} from '../../examples/course/engine/index.ts'
import {lessons} from '../../examples/course/lessons/index.ts'
import {fillings, solutions} from './solutions.ts'

/** Quizzes of so many seeds are recorded. */
export const seeds = Array.from({length: 20}, (_, seed) => seed + 1)

/** Every text of the course that runs: programs, with `jit` and where numbers are asked for without it, counterexamples after their programs, quizzes, programs that were changed or filled. */
export function texts(): string[] {
  const screens = lessons.flatMap((lesson) => [
    ...stepsOf(lesson),
    ...seeds.flatMap((seed) => quizAt(lesson, seed)),
  ])
  const counters = screens.flatMap((screen) =>
    screen.kind === 'again' ? Object.values(screen.counters).map((code) => `${screen.text}\n${code}`) : [],
  )
  const plain = lessons.flatMap((lesson) => [
    ...stepsOf(lesson).flatMap(({index, text}) => {
      const step = lesson.steps[index]
      const isCompared = step !== undefined && 'ask' in step && /prints|edit/.test(step.ask)
      return isCompared ? [plainly(text)] : []
    }),
    ...(lesson.quiz === 'truth' ? seeds.flatMap((seed) => quizAt(lesson, seed)) : []).map(({text}) =>
      plainly(text),
    ),
  ])
  const filled = lessons.flatMap((lesson) =>
    stepsOf(lesson).flatMap((screen) =>
      screen.kind === 'fill' ? [filledText(screen, fillings[lesson.id] ?? [])] : [],
    ),
  )
  const programs = screens.map(({run}) => run.text)
  return [...new Set([...programs, ...counters, ...plain, ...filled, ...Object.values(solutions).flat()])]
}
