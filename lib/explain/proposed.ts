import {show} from '../log/index.ts'
import {predicted, type Remedy} from '../words/index.ts'
import type {Change, Prediction} from './whatif.ts'

/**
 * What the last of the proposed predictions says, as lines of at most 80 characters; none where nothing is proposed.
 *
 * @example
 * proposed(propose(trace)) // ['Predicted: 4 misses and 4.65 s of 6.9 s less, if you pad tokens to multiples of 8.']
 */
export function proposed(predictions: readonly Prediction[]): string[] {
  const best = predictions.at(-1)
  return best === undefined
    ? []
    : predicted(best.changes.map(remedy), {misses: best.misses.length, saved: best.seconds, of: best.of})
}

const remedy = (change: Change): Remedy => ({...change, place: show(change.path)})
