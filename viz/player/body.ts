import {type Explanation, fixes, say, type Trace} from '../../lib/index.ts'
import {isOfJax, modeOf, unit} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import type {State} from '../view.ts'
import {bar, zoomBar} from './bar.ts'
import {causes} from './causes.ts'
import {details, panel, tableOf, tools} from './details.ts'
import {foot} from './foot.ts'
import {firstUses, glossBox} from './gloss.ts'
import {head} from './head.ts'
import {signs} from './signs.ts'
import {allSwitch} from './trial.ts'
import {foretoldBy} from './tried.ts'

/** What stands above and below the views of a player. */
export interface Heading {
  readonly title?: string
  readonly under: boolean
  readonly linked: boolean
}

/** The parts of a player, from top to bottom; its pictures have their places. */
export const body = (trace: Trace, explanation: Explanation, state: State, heading: Heading): Drawing[] => [
  ...firstUses(parts(trace, explanation, state, heading)),
  glossBox(),
]

/** The causes, with columns for switches and small keys where there are any. */
function why(trace: Trace, explanation: Explanation, state: State): Drawing {
  const [hasKeys, hasFixes] = [isOfJax(trace), fixes(trace).length > 0]
  const {groups} = explanation
  const aside = [
    ...(groups.length > 1 ? [say('causes order')] : []),
    ...(hasFixes ? [say('switches try')] : []),
  ].join('; ')
  return html(
    'section',
    {class: `why${hasFixes ? '' : ' fixless'}${hasKeys ? '' : ' keyless'}`},
    html('h2', {}, say(unit(trace) === 'program' ? 'causes of reads' : 'causes')),
    aside !== '' && html('p', {class: 'aside'}, aside),
    allSwitch(trace, explanation, state),
    groups.length > 0 && hasKeys && signs(explanation.misses.some(({nearest}) => nearest >= 0)),
    causes(trace, explanation, {tried: state.fixed}),
  )
}

/** One call at a time: its key, and in words what became of it. */
const one = (trace: Trace, {locked}: State): Drawing =>
  html(
    'section',
    {class: 'call'},
    html('h2', {}, say('one call')),
    isOfJax(trace) && html('p', {class: 'aside'}, say('one program')),
    bar(trace.length, locked),
    html('div', {class: 'chart', 'data-chart': 'lock'}),
    html('div', {class: 'now', 'aria-live': 'polite', tabindex: '0'}),
    html('div', {class: 'tools'}, ...tools('lock', locked)),
    tableOf('lock', isOfJax(trace) ? 'Key' : 'Guards'),
  )

const parts = (trace: Trace, explanation: Explanation, state: State, heading: Heading): Drawing[] => [
  head(trace, explanation, {...heading, told: foretoldBy({explanation, state, trace})}),
  html(
    'section',
    {class: 'stage'},
    html('div', {class: 'chart', 'data-chart': 'timeline'}),
    html(
      'div',
      {class: 'tools'},
      ...zoomBar(modeOf(trace, explanation, 'time') === 'time', state.locked),
      ...tools('timeline', state.locked),
    ),
  ),
  html('div', {class: 'pair'}, why(trace, explanation, state), one(trace, state)),
  html(
    'section',
    {class: 'more'},
    ...details
      .filter(({fits}) => trace.length > 0 && (fits?.(trace) ?? true))
      .map((detail) => panel(detail, state)),
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
