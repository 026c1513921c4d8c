import {type Explanation, say, type Trace} from '../../lib/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import type {State} from '../view.ts'
import {bar} from './bar.ts'
import {causes} from './causes.ts'
import {details, panel, tools} from './details.ts'
import {foot} from './foot.ts'
import {head} from './head.ts'
import {last} from './step.ts'

/** What stands above and below the views of a player. */
export interface Heading {
  readonly title?: string
  readonly under: boolean
  readonly linked: boolean
}

/** The parts of a player, from top to bottom; its pictures have their places. */
export const body = (trace: Trace, explanation: Explanation, state: State, heading: Heading): Drawing[] => [
  head(trace, explanation, heading),
  html(
    'section',
    {class: 'stage', 'aria-label': 'Timeline'},
    html('div', {class: 'chart', 'data-chart': 'timeline'}),
    html('div', {class: 'tools'}, ...tools('timeline', state.locked)),
  ),
  bar(trace.length, last(trace) > 0, state.locked),
  html('section', {class: 'now', 'aria-label': 'This call', 'aria-live': 'polite'}),
  html('section', {class: 'why'}, html('h2', {}, say('causes')), causes(trace, explanation)),
  html(
    'section',
    {class: 'more', 'aria-label': 'Details'},
    ...details.filter(({fits}) => fits?.(trace) ?? true).map((detail) => panel(detail, state)),
  ),
  foot(trace, explanation),
  html(
    'p',
    {class: 'give'},
    !state.locked.includes('download') &&
      html('button', {type: 'button', class: 'tool', 'data-save': 'trace'}, 'Save this trace'),
    ' ',
    heading.linked &&
      !state.locked.includes('link') &&
      html('a', {class: 'link', href: '#'}, 'Link to this view'),
    ' ',
    html('span', {class: 'trouble', role: 'status'}),
  ),
]
