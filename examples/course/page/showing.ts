import type {Answer, Edit, Fill, Lesson, Mark, Screen, State} from '../engine/index.ts'

/** What a learner sees of a lesson, as values. */
export interface Showing {
  readonly lesson: Lesson
  readonly screens: readonly Screen[]
  readonly state: State
  /** The mark of each answer, by screen. */
  readonly marks: ReadonlyMap<number, Mark>
  /** A yes that still lacks its part. */
  readonly pending: {readonly sure: boolean} | null
  /** Answers or lines that were chosen, where more are wanted; null where none was chosen since the screen came. */
  readonly picked: readonly number[] | null
  /** How many hints are open. */
  readonly hints: number
  /** The lesson after this one. */
  readonly next: Pick<Lesson, 'id' | 'title'> | null
}

/** The screen that is shown; null where all are done. */
export const screenAt = ({screens, state}: Showing): Screen | null => screens[state.at] ?? null

export const answerAt = ({state}: Showing): Answer | null => state.answers.get(state.at) ?? null

export const markAt = ({marks, state}: Showing): Mark | null => marks.get(state.at) ?? null

/** What is chosen at a screen: now, or in the answer that was given. */
export function chosenAt(showing: Showing): readonly number[] {
  const answer = answerAt(showing)
  return showing.picked ?? (answer !== null && 'chosen' in answer ? answer.chosen : [])
}

/** Whether a screen asks for a program, which may be tried until it is right, and skipped. */
export const isTried = (screen: Screen | null): screen is Edit | Fill =>
  screen?.kind === 'edit' || screen?.kind === 'fill'

/** Whether a learner is done with a screen: what is asked is answered, and a program that is to be changed does what was asked. */
export const isDone = (showing: Showing): boolean => {
  const screen = screenAt(showing)
  if (screen === null || screen.kind === 'told') return screen !== null
  const mark = markAt(showing)
  return mark !== null && (!isTried(screen) || mark.right)
}
