import type {Move} from './bar.ts'
import {nearest} from './light.ts'

/** What a key asks of the player; null where it belongs to something else: a control, a chart, the browser. */
export function moveOf(event: Event): Move | null {
  if (!isKey(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.composedPath()[0] ?? null
  if (nearest(target, 'input,select,textarea') !== null) return null
  if (event.key === 'ArrowLeft') return event.shiftKey ? 'previous miss' : 'previous'
  if (event.key === 'ArrowRight') return event.shiftKey ? 'next miss' : 'next'
  if (event.key === 'Home') return 'first'
  if (event.key === 'End') return 'last'
  return event.key === ' ' && nearest(target, 'button,summary,a') === null ? 'play' : null
}

const isKey = (event: Event): event is KeyboardEvent => 'key' in event && 'shiftKey' in event
