import {show} from '../../log/index.ts'
import {counted, duration} from '../../words/index.ts'
import type {Change, Prediction} from '../whatif.ts'
import {wrap} from './wrap.ts'

/** What the last of the proposed predictions says, as lines of at most 80 characters; none where nothing is proposed. */
export function proposed(predictions: readonly Prediction[]): string[] {
  const best = predictions.at(-1)
  if (best === undefined) return []
  const changes = [...new Set(best.changes.map(described))]
  const saved = best.seconds > 0 ? ` and ${duration(best.seconds)} of ${duration(best.of)}` : ''
  return wrap(
    `Predicted: ${counted(best.misses.length, 'miss', 'misses')}${saved} less, if you ${changes.join(', ')}.`,
    '  ',
  )
}

/** A change in words: `pad tokens to multiples of 8`. */
export function described(change: Change): string {
  const path = show(change.path)
  switch (change.change) {
    case 'pad':
      return `pad ${path} to multiples of ${change.multiple}`
    case 'reuse':
      return change.component === 'function'
        ? `define ${change.function ?? 'the function'} once`
        : `use one ${path} again`
    case 'hold':
      if (change.component === 'tree') return `pass ${path} always in one way`
      if (change.component === 'aval') return `give ${path} one type`
      if (change.component === 'placement') return `place ${path} once`
      return `make ${path} data`
  }
}
