import {accounted, type Explanation, say, type Trace} from '../../lib/index.ts'
import type {ChartOptions} from '../frame/index.ts'
import {unit} from './position.ts'

/** What a run is called: its title, the log that it was read from, or who wrote it. */
const nameOf = ({header, source}: Trace): string => header.title ?? source?.name ?? header.producer

/**
 * Which run a picture shows, for one that stands alone: its name, and what it comes to; after a what-if that nobody ran it. Nothing
 * where the page around the picture says it.
 */
export const runOf = (
  trace: Trace,
  {figures}: Explanation,
  {gone = new Set(), heading = true}: ChartOptions = {},
): string =>
  heading
    ? [
        nameOf(trace),
        ...(unit(trace) === 'call' ? [say('of calls', {calls: trace.length})] : []),
        gone.size > 0 ? say('run of a prediction') : accounted(figures),
      ].join(' · ')
    : ''
