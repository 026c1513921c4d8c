import {Program} from '../lib/script/index.ts'

const same = new Set(['dispatch', 'rebind'])

/** An outcome as the recorder sees it: a call that JAX ran without a trace is a hit to it. */
export const seen = (outcome: string): string => (same.has(outcome) ? 'hit' : outcome)

/** What a text does here, as recordings have it: name and outcome of each call that it makes itself, its lines, and what stopped it. */
export function ranHere(text: string) {
  const printed: string[] = []
  const program = new Program({print: (text) => printed.push(...text.split('\n'))})
  const {calls, error} = program.run(text)
  const events = calls.map(({event}) => program.trace.at(event)).filter(({within}) => within === undefined)
  return {
    calls: events.map(
      ({function: id, outcome}) => `${program.trace.functions[id]?.name ?? ''} ${seen(outcome)}`,
    ),
    printed,
    error,
  }
}
