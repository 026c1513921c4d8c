import {type Drawing, html, lock, timeline} from '../../../viz/index.ts'
import {listing} from '../listing.ts'
import type {Call, ProgramRun} from '../run.ts'
import {remarksOf, saidOf} from '../said.ts'

/** The width of the pictures before a page has measured their place. */
const width = 640

/** The program up to a call: the line that made it, and what became of all lines until then; of one that is asked for, a question mark. */
export function programAt({calls, text}: ProgramRun, at: number, isAsked = false): Drawing {
  const line = calls[at]?.line ?? 0
  const remarks = new Map(remarksOf(calls.slice(0, isAsked ? at : at + 1)))
  if (isAsked) remarks.set(line, {text: '?', kind: 'asked'})
  return listing(text, {remarks, line})
}

/** What a reader is asked before a call is shown. */
export const question = (): Drawing =>
  html(
    'div',
    {class: 'question'},
    html('p', {class: 'said'}, 'Does this call compile?'),
    html('button', {type: 'button', 'data-answer': 'yes'}, 'It compiles'),
    html('button', {type: 'button', 'data-answer': 'no'}, 'It does not'),
  )

export const lockAt = ({trace, explanation}: ProgramRun, {position}: Call): Drawing =>
  lock.draw(trace, explanation, {position, width, heading: false})

/** All calls, and which of them is looked at, where one is. */
export const timelineAt = ({trace, explanation}: ProgramRun, call: Call | null, width: number): Drawing =>
  timeline.draw(trace, explanation, {
    ...(call !== null && {position: call.position}),
    ...{width, heading: false},
  })

/** A program beside the key of one of its calls, and under both all calls: as it stands before a script moves it. */
export function show(run: ProgramRun, at: number): Drawing {
  const call = run.calls[at]
  if (call === undefined) throw new RangeError(`the program has no call ${at + 1}`)
  return html(
    'section',
    {class: 'show', 'aria-label': 'A program, call by call'},
    html(
      'div',
      {class: 'text'},
      html(
        'div',
        {class: 'program', tabindex: 0, role: 'group', 'aria-label': 'The program'},
        programAt(run, at),
      ),
      printedBy(run),
    ),
    html(
      'div',
      {class: 'key'},
      steps(run, at),
      html('div', {class: 'saying', 'aria-live': 'polite'}, saidOf(run, call)),
      html('div', {class: 'picture', 'data-picture': 'lock'}, lockAt(run, call)),
      html('div', {class: 'picture', 'data-picture': 'timeline'}, timelineAt(run, call, width)),
    ),
  )
}

/** What a program printed, a line each; nothing where it printed nothing. */
const printedBy = ({printed}: ProgramRun): Drawing | null =>
  printed.length === 0
    ? null
    : html(
        'details',
        {class: 'printed'},
        html('summary', {}, 'What it prints'),
        ...printed.map((line) => html('p', {}, html('code', {}, line.split('\n')[0] ?? ''))),
      )

const steps = (run: ProgramRun, at: number): Drawing =>
  html(
    'div',
    {class: 'steps', role: 'group', 'aria-label': 'Step through the calls', hidden: ''},
    step('back', '←', 'Call before'),
    step('play', 'Play', null),
    step('next', '→', 'Next call'),
    html('span', {class: 'place'}, placeOf(run, at)),
  )

export const placeOf = ({calls}: ProgramRun, at: number): string => `call ${at + 1} of ${calls.length}`

const step = (move: string, text: string, label: string | null): Drawing =>
  html('button', {type: 'button', 'data-move': move, ...(label !== null && {'aria-label': label})}, text)
