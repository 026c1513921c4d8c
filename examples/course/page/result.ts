import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {linkOf, missed, type Origin, scoreOf} from '../engine/index.ts'
import {prose} from './prose.ts'
import type {Showing} from './showing.ts'

/** What stands at the end: the rule, what was right, where it comes from, and the ways on. */
export function resultOf({lesson, marks, next, screens, state}: Showing): Child[] {
  const back = missed(screens, marks, {lesson: lesson.id, seed: state.seed})
  const {of, points, sure} = scoreOf([...marks.values()])
  return [
    html('h2', {class: 'ask', tabindex: -1}, 'What you know now'),
    html('p', {class: 'takeaway'}, ...prose(lesson.takeaway)),
    html(
      'p',
      {},
      `${points} of ${of} points. `,
      sure.of > 0 && `Where you were sure: ${sure.right} of ${sure.of} right. `,
      next !== null && back.length > 0 && 'What was wrong comes back at the end of the next lesson.',
    ),
    html(
      'div',
      {class: 'choices row'},
      html('button', {type: 'button', 'data-move': 'again'}, 'Another quiz'),
      next === null
        ? html('a', {class: 'button strong', href: '../log.html'}, 'Now your own log')
        : html('a', {class: 'button strong', href: `${next.id}.html${onward(back)}`}, `Next: ${next.title}`),
      html('a', {class: 'button', href: 'index.html'}, 'All lessons'),
    ),
    html('p', {class: 'sources'}, 'Read on: ', ...lesson.sources.flatMap(linked)),
  ]
}

/** Where the next lesson begins: what was wrong comes back at its end. */
const onward = (back: readonly Origin[]): string =>
  back.length === 0 ? '' : linkOf({seed: 1, at: 0, answers: new Map(), back})

const linked = (
  {title, url}: {readonly title: string; readonly url: string},
  at: number,
): (Drawing | string)[] => [at === 0 ? '' : ', ', html('a', {href: url}, title)]
