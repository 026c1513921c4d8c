import {type Mark, markOf, returning, screensOf, type State} from '../engine/index.ts'
import {lessons} from '../lessons/index.ts'
import type {Showing} from './showing.ts'

/** What a link leaves of a lesson: answers to other questions than are asked are dropped, and nobody stands behind one that is open. */
export function opened(lesson: Showing['lesson'], given: State, next: Showing['next']): Showing {
  const own = screensOf(lesson, given.seed)
  const screens = [...own, ...returning(given.back, lessons, own.length)]
  const answers = new Map([...given.answers].filter(([index, {kind}]) => screens[index]?.kind === kind))
  const open = screens.findIndex(
    ({kind}, index) => kind !== 'told' && kind !== 'edit' && kind !== 'fill' && !answers.has(index),
  )
  const at = Math.min(given.at, open < 0 ? screens.length : open)
  const marks = new Map(
    screens.flatMap((screen, index): [number, Mark][] => {
      const answer = answers.get(index)
      return answer === undefined ? [] : [[index, markOf(answer, screen)]]
    }),
  )
  return {
    lesson,
    screens,
    state: {...given, answers, at},
    marks,
    pending: null,
    picked: null,
    hints: 0,
    next,
  }
}
