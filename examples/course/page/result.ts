import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {scoreOf} from '../engine/index.ts'
import {prose} from './prose.ts'
import type {Showing} from './showing.ts'

/** What stands at the end: the rule, what was right, where it comes from, and the ways on. */
export function resultOf({lesson, marks, next}: Showing): Child[] {
  const {of, points, sure} = scoreOf([...marks.values()])
  return [
    html('h2', {class: 'ask', tabindex: -1}, 'What you know now'),
    html('p', {class: 'takeaway'}, ...prose(lesson.takeaway)),
    html(
      'p',
      {},
      `${points} of ${of} points. `,
      sure.of > 0 && `Where you were sure: ${sure.right} of ${sure.of} right.`,
    ),
    html(
      'div',
      {class: 'choices row'},
      html('button', {type: 'button', 'data-move': 'again'}, 'Another quiz'),
      next === null
        ? null
        : html('a', {class: 'button strong', href: `${next.id}.html`}, `Next: ${next.title}`),
      html('a', {class: 'button', href: 'index.html'}, 'All lessons'),
    ),
    html('p', {class: 'sources'}, 'Read on: ', ...lesson.sources.flatMap(linked)),
  ]
}

const linked = (
  {title, url}: {readonly title: string; readonly url: string},
  at: number,
): (Drawing | string)[] => [at === 0 ? '' : ', ', html('a', {href: url}, title)]
