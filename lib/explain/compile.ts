import type {Event} from '../log/index.ts'

/**
 * Whether a miss compiled a program of its own: no dispatch miss, no trace inside another function, no read from the
 * persistent cache.
 */
export const isCompile = ({outcome, within}: Pick<Event, 'outcome' | 'within'>): boolean =>
  (within === undefined || within === 'aot') &&
  (outcome === 'retrace' || outcome === 'relower' || outcome === 'recompile' || outcome === 'rewrap')
