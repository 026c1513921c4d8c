import {quizAt, stepsOf} from '../../examples/course/engine/index.ts'
import {lessons} from '../../examples/course/lessons/index.ts'
import {solutions} from './solutions.ts'

/** Quizzes of so many seeds are recorded. */
export const seeds = Array.from({length: 20}, (_, seed) => seed + 1)

/** Every text of the course that runs: programs, counterexamples after their programs, quizzes, changed programs. */
export function texts(): string[] {
  const screens = lessons.flatMap((lesson) => [
    ...stepsOf(lesson),
    ...seeds.flatMap((seed) => quizAt(lesson, seed)),
  ])
  const counters = screens.flatMap((screen) =>
    screen.kind === 'again' ? Object.values(screen.counters).map((code) => `${screen.text}\n${code}`) : [],
  )
  return [...new Set([...screens.map(({text}) => text), ...counters, ...Object.values(solutions).flat()])]
}
