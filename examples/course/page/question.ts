import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {type Count, lineOf, type Prediction} from '../engine/index.ts'
import {prose} from './prose.ts'
import {screenAt, type Showing} from './showing.ts'

/** What stands on a button that answers, and what it answers. */
interface Choice {
  readonly value: string
  readonly text: string
  readonly note?: string
}

const outcomes: readonly Choice[] = [
  {value: 'N', text: 'No', note: 'sure'},
  {value: 'n', text: 'No', note: 'I think'},
  {value: 'y', text: 'Yes', note: 'I think'},
  {value: 'Y', text: 'Yes', note: 'sure'},
]

/** What is asked, with its answers; nothing where a screen asks nothing. */
export function questionOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  if (screen?.kind === 'count') return counting(screen)
  if (screen?.kind !== 'again') return []
  return showing.pending === null ? predicting(screen) : blaming(screen)
}

const predicting = (screen: Prediction): Drawing[] => [
  ask(`Will \`${lineOf(screen).trim()}\` compile again?`),
  choices('answer', 'four', outcomes),
]

const blaming = ({isQuiz, parts}: Prediction): Child[] => [
  ask('Which part does not fit?'),
  choices(
    'part',
    'list',
    parts.map(({words}, at) => ({value: String(at), text: words})),
  ),
  isQuiz ? '' : html('p', {class: 'note'}, 'Or choose its pin in the picture.'),
  html('button', {type: 'button', class: 'quiet', 'data-move': 'undo'}, 'Another answer'),
]

const counting = ({calls, choices: numbers}: Count): Drawing[] => [
  ask(`How many of these ${calls.length} calls compile?`),
  choices(
    'count',
    'four',
    numbers.map((number) => ({value: String(number), text: String(number)})),
  ),
]

const ask = (text: string): Drawing => html('h2', {class: 'ask', tabindex: -1}, ...prose(text))

const choices = (name: string, look: string, all: readonly Choice[]): Drawing =>
  html(
    'div',
    {class: `choices ${look}`, role: 'group', 'aria-label': 'Answers'},
    ...all.map(({note, text, value}, at) =>
      html(
        'button',
        {type: 'button', [`data-${name}`]: value, 'data-choice': at + 1},
        html('span', {class: 'choice'}, ...prose(text)),
        note === undefined ? null : html('span', {class: 'note'}, note),
        html('kbd', {'aria-hidden': 'true'}, `${at + 1}`),
      ),
    ),
  )
