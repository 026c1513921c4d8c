import type {Explanation, Trace} from '../../lib/index.ts'
import {node} from '../frame/index.ts'
import type {State} from '../view.ts'
import {show} from './act.ts'
import {body} from './body.ts'
import {focusIn, giveFocus} from './focus.ts'
import {find, type Stage} from './stage.ts'

/** The parts of a player that are words of the whole trace. */
const wholes = ['.head', '.why', '.foot']

/**
 * Shows a trace that has grown. The words of the whole trace are written anew, the pictures drawn anew in their places; what is
 * open stays open, and what has the focus keeps it.
 */
export function renew(stage: Stage, trace: Trace, explanation: Explanation, part: Partial<State>): void {
  stage.trace = trace
  stage.explanation = explanation
  stage.drawn = ''
  stage.foretold = ''
  const parts = body(trace, explanation, stage.state, stage.heading).map((drawing) =>
    node(stage.document, drawing),
  )
  for (const name of wholes) {
    const [before, now] = [find(stage, name), parts.find((element) => element.matches(name))]
    if (before === null || now === undefined) continue
    const focus = focusIn(before)
    const open = [...before.querySelectorAll('details')].map((detail) => detail.open)
    for (const [at, detail] of now.querySelectorAll('details').entries()) detail.open = open[at] ?? false
    before.replaceWith(now)
    if (focus !== null) giveFocus(now, focus)
  }
  find(stage, 'input[type=range]')?.setAttribute('max', String(Math.max(0, trace.length - 1)))
  show(stage, part)
}
