import {type Drawing, html, lock, timeline} from '../../../viz/index.ts'
import {listing} from '../listing.ts'
import type {Call, ProgramRun} from '../run.ts'
import {remarksOf, saidOf} from '../said.ts'

/** The width of the pictures before a page has measured their place. */
const width = 640

/** The program up to a call: the line that made it, and what became of all lines until then. */
export const programAt = ({calls, text}: ProgramRun, at: number): Drawing =>
  listing(text, {
    remarks: remarksOf(calls.slice(0, at + 1)),
    ...(calls[at] !== undefined && {line: calls[at].line}),
  })

export const lockAt = ({trace, explanation}: ProgramRun, {position}: Call): Drawing =>
  lock.draw(trace, explanation, {position, width, heading: false})

/** All calls, and which of them is looked at. */
export const timelineAt = ({trace, explanation}: ProgramRun, {position}: Call, width: number): Drawing =>
  timeline.draw(trace, explanation, {position, width, heading: false})

/** A program beside the key of one of its calls, and under both all calls: as it stands before a script moves it. */
export function show(run: ProgramRun, at: number): Drawing {
  const call = run.calls[at]
  if (call === undefined) throw new RangeError(`the program has no call ${at + 1}`)
  return html(
    'section',
    {class: 'show', 'aria-label': 'A program, call by call'},
    html(
      'div',
      {class: 'program', tabindex: 0, role: 'group', 'aria-label': 'The program'},
      programAt(run, at),
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
