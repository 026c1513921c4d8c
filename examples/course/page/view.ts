import {listing, remarksOf} from '../../site/index.ts'
import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {gapsOf, type Screen} from '../engine/index.ts'
import {editorOf, filledAt, taskOf} from './editing.ts'
import {prose} from './prose.ts'
import {questionOf} from './question.ts'
import {resultOf} from './result.ts'
import {revealOf} from './reveal.ts'
import {isDone, isTried, markAt, screenAt, type Showing} from './showing.ts'

/** A lesson as it stands: how far it is, the program, the key of a call, and the words. */
export function lessonView(showing: Showing): Drawing[] {
  const screen = screenAt(showing)
  const words = html('div', {class: 'words', 'aria-live': 'polite'}, ...wordsOf(showing))
  if (screen === null) return [progressOf(showing), html('div', {class: 'stage end'}, words, moves(showing))]
  return [
    progressOf(showing),
    html(
      'div',
      {class: 'show'},
      html(
        'div',
        {
          class: 'program',
          ...(screen.kind !== 'edit' && {tabindex: 0, role: 'group', 'aria-label': 'The program'}),
        },
        editorOf(showing) ?? programOf(showing, screen),
      ),
      html(
        'div',
        {class: 'stage'},
        html('div', {
          class: showing.pending === null ? 'picture' : 'picture asking',
          'data-picture': screen.isWhole === true ? 'timeline' : 'lock',
        }),
        words,
        moves(showing),
      ),
    ),
  ]
}

/** Whether all lines of a screen have run for the learner. */
export const hasRun = (showing: Showing): boolean =>
  screenAt(showing)?.kind === 'told' || markAt(showing) !== null

function wordsOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  if (screen === null) return resultOf(showing)
  if (screen.kind === 'told') return [html('p', {class: 'say'}, ...prose(screen.say))]
  if (isTried(screen)) return taskOf(showing)
  return markAt(showing) === null ? questionOf(showing) : revealOf(showing)
}

/** The program: behind each line what became of it, as far as the learner knows; the new lines are lit. */
function programOf(showing: Showing, screen: Screen): Drawing {
  if (screen.kind === 'fill') return fillingOf(filledAt(showing, screen))
  const {fresh, run, text} = screen
  const knows = hasRun(showing)
  const remarks = new Map(remarksOf(run.calls.filter(({line}) => knows || line < fresh)))
  const now = screen.line ?? screen.calls.at(-1)?.line
  if (!knows && now !== undefined && now >= fresh) remarks.set(now, {text: '?', kind: 'asked'})
  return listing(text, {remarks, ...(now !== undefined && {line: now})})
}

/** A program with gaps; the first of them is lit. */
function fillingOf(text: string): Drawing {
  const gap = text.split('\n').findIndex((line) => gapsOf(line) > 0)
  return listing(text, gap < 0 ? {} : {line: gap + 1})
}

/** How far a learner is: in the steps, the quiz, what comes back of other lessons. */
function placeOf({lesson, screens, state}: Showing): string {
  const steps = lesson.steps.length
  const {at} = state
  const own = screens.filter(({origin}) => origin === undefined).length
  if (at < steps) return `Step ${at + 1} of ${steps}`
  if (at < own) return `Quiz: ${at - steps + 1} of ${own - steps}`
  return at < screens.length ? `Once more: ${at - own + 1} of ${screens.length - own}` : 'Done'
}

function progressOf(showing: Showing): Drawing {
  const {screens, state} = showing
  return html(
    'div',
    {class: 'progress'},
    html('progress', {
      max: screens.length,
      value: Math.min(state.at + 1, screens.length),
      'aria-label': 'Progress',
    }),
    html('span', {}, placeOf(showing)),
  )
}

const moves = (showing: Showing): Drawing =>
  html(
    'div',
    {class: 'moves'},
    showing.state.at > 0 && html('button', {type: 'button', 'data-move': 'back'}, '← Back'),
    isDone(showing) && html('button', {type: 'button', class: 'strong', 'data-move': 'next'}, 'Next'),
    isTried(screenAt(showing)) &&
      !isDone(showing) &&
      html('button', {type: 'button', class: 'quiet', 'data-move': 'next'}, 'Skip'),
  )
