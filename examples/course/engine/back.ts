import type {Lesson, Origin} from './lesson.ts'
import type {Mark} from './mark.ts'
import {type Screen, screensOf} from './screen.ts'

/** So many questions come back. */
export const most = 2

const comesBack = ({kind}: Screen): boolean => kind === 'again' || kind === 'choice'

/** The questions of a lesson that were answered wrongly, those first of which the learner was sure: where each stands, or stood before. */
export function missed(
  screens: readonly Screen[],
  marks: ReadonlyMap<number, Mark>,
  {lesson, seed}: Pick<Origin, 'lesson' | 'seed'>,
): Origin[] {
  const wrong = screens
    .filter((screen) => comesBack(screen) && marks.get(screen.index)?.right === false)
    .map(({index, origin}) => ({
      sure: marks.get(index)?.sure === true,
      origin: origin ?? {lesson, seed, at: index},
    }))
  return wrong
    .toSorted((a, b) => Number(b.sure) - Number(a.sure))
    .slice(0, most)
    .map(({origin}) => origin)
}

/** Questions of earlier lessons as screens, behind so many others; what is none is left out. */
export function returning(origins: readonly Origin[], lessons: readonly Lesson[], behind: number): Screen[] {
  const found = origins.flatMap((origin): Screen[] => {
    const lesson = lessons.find(({id}) => id === origin.lesson)
    const screen = lesson === undefined ? undefined : screensOf(lesson, origin.seed)[origin.at]
    return screen !== undefined && comesBack(screen) ? [{...screen, isQuiz: true, origin}] : []
  })
  return found.map((screen, at) => ({...screen, index: behind + at}))
}
