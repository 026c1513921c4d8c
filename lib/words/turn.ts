/** A call among those of its function. */
export interface Turn {
  /** Which of them, from 1. */
  readonly call: number
  /** Who compiles the function; JAX where nothing is said. */
  readonly compiler?: 'torch' | undefined
  /** How the call is known. */
  readonly evidence?: string | undefined
}

/**
 * Which call of its function it was; a log of torch's tells of no hits, so that it counts compiles.
 *
 * @example
 * turn({call: 3}) // 'call 3'
 * turn({call: 3, compiler: 'torch', evidence: 'observed'}) // 'compile 3'
 */
export const turn = ({call, compiler, evidence}: Turn): string =>
  `${compiler === 'torch' && evidence !== 'simulated' ? 'compile' : 'call'} ${call}`
