import {selectionOf} from '../../../viz/index.ts'
import {partAt} from '../engine/index.ts'
import {screenAt, type Showing} from './showing.ts'

/** The part whose pin in the picture was chosen, while a part is asked for; null where it was none. */
export function pickedAt(showing: Showing, target: EventTarget | null): number | null {
  const screen = screenAt(showing)
  const isPin = target instanceof Element && target.closest('[data-picture=lock]') !== null
  const path = isPin ? selectionOf(target)?.path : undefined
  if (showing.pending === null || screen?.kind !== 'again' || path === undefined) return null
  return partAt(screen.parts, path)
}
