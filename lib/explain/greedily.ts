import type {Change, Prediction} from './whatif.ts'

/** Adds sets of changes one by one, each time the one that saves most for each change, until none saves anything; what was saved up to each. */
export function greedily(
  sets: readonly (readonly Change[])[],
  predict: (changes: readonly Change[]) => Prediction,
): Prediction[] {
  const steps: Prediction[] = []
  let best = predict([])
  let left = sets
  while (left.length > 0) {
    const next = left
      .map((changes) => {
        const prediction = predict(union(best.changes, changes))
        const gain = worth(prediction) - worth(best)
        return {changes, prediction, gain, size: prediction.changes.length - best.changes.length}
      })
      .filter(({gain, size}) => gain > 0 && size > 0)
      .sort((a, b) => b.gain / b.size - a.gain / a.size)
    const [first, ...others] = next
    if (first === undefined) break
    best = first.prediction
    steps.push(best)
    left = others.map(({changes}) => changes)
  }
  return steps
}

/** Seconds weigh most; misses decide where nothing is known of seconds. */
const worth = ({seconds, misses}: Prediction): number => seconds + misses.length * 1e-6

function union(a: readonly Change[], b: readonly Change[]): Change[] {
  const names = new Set(a.map((one) => JSON.stringify(one)))
  return [...a, ...b.filter((one) => !names.has(JSON.stringify(one)))]
}
