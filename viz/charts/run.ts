import {accounted, type Explanation, say, type Trace} from '../../lib/index.ts'
import type {ChartOptions} from '../frame/index.ts'
import {tellsHits} from './position.ts'

/** What a trace calls itself: its title, or the log that it was read from. */
export const nameOf = ({header, source}: Trace): string | undefined => header.title ?? source?.name

/**
 * Which run a picture shows, for one that stands alone: its name, or who wrote it, and what it comes to; after a what-if that nobody ran it. Nothing
 * where the page around the picture says it.
 */
export const runOf = (
  trace: Trace,
  {figures}: Explanation,
  {gone = new Set(), heading = true}: ChartOptions = {},
): string =>
  heading
    ? [
        nameOf(trace) ?? trace.header.producer,
        ...(tellsHits(trace) ? [say('of calls', {calls: trace.length})] : []),
        gone.size > 0 ? say('run of a prediction') : accounted(figures),
      ].join(' · ')
    : ''
