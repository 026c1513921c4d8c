import type {Mark} from './mark.ts'

/** What a learner has, and whether they know what they know. */
export interface Score {
  readonly points: number
  readonly of: number
  /** Of the answers that were sure, how many were right. */
  readonly sure: {readonly right: number; readonly of: number}
}

export function scoreOf(marks: readonly Mark[]): Score {
  const sure = marks.filter((mark) => mark.sure === true)
  return {
    points: marks.reduce((sum, {points}) => sum + points, 0),
    of: marks.length,
    sure: {right: sure.filter(({right}) => right).length, of: sure.length},
  }
}
