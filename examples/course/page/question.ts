import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {type Choice, lineOf, type Prediction} from '../engine/index.ts'
import {prose} from './prose.ts'
import {quoted} from './quoted.ts'
import {chosenAt, screenAt, type Showing} from './showing.ts'

/** What stands on a button that answers, and what it answers. */
export interface Button {
  readonly value: string
  readonly text: string
  readonly note?: string
  /** Whether it is chosen, where several may be. */
  readonly isChosen?: boolean
}

const outcomes: readonly Button[] = [
  {value: 'N', text: 'No', note: 'sure'},
  {value: 'n', text: 'No', note: 'I think'},
  {value: 'y', text: 'Yes', note: 'I think'},
  {value: 'Y', text: 'Yes', note: 'sure'},
]

/** What is asked, with its answers; nothing where a screen asks nothing. */
export function questionOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  if (screen?.kind === 'choice') return choosing(screen, chosenAt(showing))
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

/** So many letters fit a button that stands beside others. */
const short = 4

function choosing({options, question, quote}: Choice, picked: readonly number[]): Child[] {
  const isShort = options.every(({text}) => text.length <= short)
  const several = options.filter(({right}) => right).length > 1
  const buttons = options.map(({text}, at) => ({
    ...{value: String(at), text},
    ...(several && {isChosen: picked.includes(at)}),
  }))
  return [
    ask(question),
    quote !== undefined && quoted(quote),
    choices('pick', isShort ? 'four' : 'list', buttons),
  ]
}

export const ask = (text: string): Drawing => html('h2', {class: 'ask', tabindex: -1}, ...prose(text))

/** Buttons that answer; a number is the key of each. */
export const choices = (name: string, look: string, all: readonly Button[]): Drawing =>
  html(
    'div',
    {class: `choices ${look}`, role: 'group', 'aria-label': 'Answers'},
    ...all.map(({isChosen, note, text, value}, at) =>
      html(
        'button',
        {
          ...{type: 'button', [`data-${name}`]: value, 'data-choice': at + 1},
          ...(isChosen !== undefined && {'aria-pressed': String(isChosen)}),
        },
        html('span', {class: 'choice'}, ...prose(text)),
        note === undefined ? null : html('span', {class: 'note'}, note),
        html('kbd', {'aria-hidden': 'true'}, `${at + 1}`),
      ),
    ),
  )
