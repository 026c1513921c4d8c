import {list} from './wordlist.ts'

/** The releases of JAX, or of torch, that a run is of, or may be of. */
export interface Releases {
  /** `simulated`: the one that a simulation follows. `observed`: the one that ran. `inferred`: all that write every wording of a log. */
  readonly evidence: 'simulated' | 'observed' | 'inferred'
  /** Their versions, the oldest first, one at least but where torch alone is told; none that jitlens knows is left out between the first and the last. */
  readonly jax: readonly string[]
  /** The release of torch that it is of. */
  readonly torch?: string
}

/**
 * Which release of JAX a run is of, or which it may be of, in a sentence.
 *
 * @example
 * writtenBy({evidence: 'inferred', jax: ['0.7.2', '0.8.2']}) // 'Written by jax 0.7.2 or 0.8.2, as its wording says.'
 * writtenBy({evidence: 'simulated', jax: ['0.12.0.1']}) // 'Simulated: jax 0.12.0.1.'
 */
export function writtenBy({evidence, jax, torch}: Releases): string {
  const ofJax = jax.length < 3 ? list(jax, 'or') : `${jax.slice(0, 1).join()} to ${jax.slice(-1).join()}`
  const named = [
    ...(jax.length === 0 ? [] : [`jax ${ofJax}`]),
    ...(torch === undefined ? [] : [`torch ${torch}`]),
  ].join(' and ')
  return {
    simulated: `Simulated: ${named}.`,
    observed: `Recorded on ${named}.`,
    inferred: `Written by ${named}, as its wording says.`,
  }[evidence]
}
