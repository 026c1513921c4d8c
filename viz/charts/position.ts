import {type Explanation, type Miss, total, type Trace} from '../../lib/index.ts'

/** The position that a chart shows: the reader's, or that of the most expensive miss with a cause, or the first call. */
export function chosen(trace: Trace, {misses}: Explanation, position?: number): number {
  if (position !== undefined && position >= 0 && position < trace.length) return Math.floor(position)
  return dearest(misses.filter(({causes}) => causes.length > 0))?.index ?? dearest(misses)?.index ?? 0
}

const dearest = (misses: readonly Miss[]): Miss | undefined => misses.reduce<Miss | undefined>((best, miss) => (best === undefined || total(miss.seconds) > total(best.seconds) ? miss : best), undefined)
