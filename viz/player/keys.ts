import {around} from '../frame/index.ts'
import type {Move} from './bar.ts'

/** What the keys ask for, and what they ask for with Shift. */
const keys: ReadonlyMap<string, readonly [plain: Move, shifted: Move]> = new Map([
  ['ArrowLeft', ['previous', 'previous miss']],
  ['ArrowRight', ['next', 'next miss']],
  ['Home', ['first', 'first']],
  ['End', ['last', 'last']],
])

/** What a key asks of the player; null where it belongs to something else: a control, a chart, the browser. */
export function moveOf(event: Event): Move | null {
  if (!isKey(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.composedPath()[0] ?? null
  if (around(target, 'input,select,textarea') !== null) return null
  const asked = keys.get(event.key)
  if (asked !== undefined) return event.shiftKey ? asked[1] : asked[0]
  return event.key === ' ' && around(target, 'button,summary,a') === null ? 'play' : null
}

const isKey = (event: Event): event is KeyboardEvent => 'key' in event && 'shiftKey' in event
