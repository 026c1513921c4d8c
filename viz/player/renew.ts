import type {Explanation, Trace} from '../../lib/index.ts'
import {node} from '../frame/index.ts'
import type {State} from '../view.ts'
import {show} from './act.ts'
import {body} from './body.ts'
import {focusIn, giveFocus} from './focus.ts'
import {watch} from './sight.ts'
import {find, type Stage} from './stage.ts'

/** The parts of a player that are words of the whole trace, and those in which views and buttons come with what it tells. */
const wholes = ['.head', '.why', '.foot']
const grounds = ['.stage > .tools', '.more']

/**
 * Shows a trace that has grown. The words of the whole trace are written anew, the pictures drawn anew in their places, and
 * what it tells now and did not before gets a place; what is open stays open, and what has the focus keeps it.
 */
export function renew(stage: Stage, trace: Trace, explanation: Explanation, part: Partial<State>): void {
  stage.trace = trace
  stage.explanation = explanation
  stage.drawn = ''
  stage.foretold = ''
  const fresh = stage.document.createElement('div')
  fresh.append(
    ...body(trace, explanation, stage.state, stage.heading).map((part) => node(stage.document, part)),
  )
  for (const name of grounds) refit(find(stage, name), fresh.querySelector(name))
  watch(stage)
  for (const name of wholes) {
    const [before, now] = [find(stage, name), fresh.querySelector(name)]
    if (before === null || now === null) continue
    const focus = focusIn(before)
    const open = [...before.querySelectorAll('details')].map((detail) => detail.open)
    for (const [at, detail] of now.querySelectorAll('details').entries()) detail.open = open[at] ?? false
    before.replaceWith(now)
    if (focus !== null) giveFocus(now, focus)
  }
  find(stage, 'input[type=range]')?.setAttribute('max', String(Math.max(0, trace.length - 1)))
  show(stage, part)
}

/** Takes in what is new and lets go of what is not there any more; what stays is not touched. */
function refit(before: Element | null, now: Element | null): void {
  if (before === null || now === null) return
  const held = new Map([...before.children].map((child) => [nameOf(child), child]))
  const wanted = [...now.children]
  const names = new Set(wanted.map(nameOf))
  for (const [name, child] of held) if (!names.has(name)) child.remove()
  for (const [at, child] of wanted.entries())
    if (!held.has(nameOf(child))) before.insertBefore(child, before.children.item(at))
}

const nameOf = (element: Element): string =>
  ['data-detail', 'data-move', 'data-save', 'data-format'].map((name) => element.getAttribute(name)).join()
