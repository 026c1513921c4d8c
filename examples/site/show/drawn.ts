import {lock, node} from '../../../viz/index.ts'
import type {Call, ProgramRun} from '../run.ts'
import {timelineAt} from './show.ts'

/** Draws the key of a call into a place, for the width that it has; `stepTo` moves it to another call. */
export function drawKey(place: HTMLElement, {trace, explanation}: ProgramRun, position: number): void {
  const width = place.clientWidth
  place.replaceChildren(
    lock(trace, explanation, {...{document, interactive: true, heading: false}, position, width}),
  )
}

/** Draws all calls into a place, for the width that it has, and which of them is looked at. */
export function drawCalls(place: HTMLElement, run: ProgramRun, call: Call): void {
  place.replaceChildren(node(document, timelineAt(run, call, place.clientWidth)))
}
