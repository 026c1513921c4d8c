import {lock, node} from '../../../viz/index.ts'
import type {Call, ProgramRun} from '../run.ts'
import {timelineAt} from './show.ts'

/** Draws the key of a call into a place, for a width, that of the place where none is given; `stepTo` moves the picture to another call. */
export function drawKey(
  place: HTMLElement,
  {trace, explanation}: ProgramRun,
  position: number,
  {width = place.clientWidth, ...options}: {readonly verdict?: boolean; readonly width?: number} = {},
): Element {
  const picture = lock(trace, explanation, {
    ...{document, interactive: true, heading: false, ...options},
    position,
    width,
  })
  place.replaceChildren(picture)
  return picture
}

/** Draws all calls into a place, for a width likewise, and which of them is looked at, where one is. */
export function drawCalls(
  place: HTMLElement,
  run: ProgramRun,
  call: Call | null,
  width = place.clientWidth,
): void {
  place.replaceChildren(node(document, timelineAt(run, call, width)))
}

/** Scrolls the program in a part of a page, and not the page, until the line that is looked at stands in its middle. */
export function showLine(root: ParentNode): void {
  const place = root.querySelector<HTMLElement>('.program')
  const line = place?.querySelector<HTMLElement>('.listing .now') ?? null
  if (place === null || line === null) return
  place.scrollTop = line.offsetTop - (place.clientHeight - line.offsetHeight) / 2
}
