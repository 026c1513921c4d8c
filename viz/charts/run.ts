import {accounted, type Explanation, say, type Trace} from '../../lib/index.ts'
import {unit} from './position.ts'

/** What a run is called: its title, the log that it was read from, or who wrote it. */
const nameOf = ({header, source}: Trace): string => header.title ?? source?.name ?? header.producer

/** Which run a picture shows, for one that stands alone: its name, and what it comes to; after a what-if that nobody ran it. */
export const runOf = (trace: Trace, {figures}: Explanation, gone: ReadonlySet<number> = new Set()): string =>
  [
    nameOf(trace),
    ...(unit(trace) === 'call' ? [say('of calls', {calls: trace.length})] : []),
    gone.size > 0 ? say('run of a prediction') : accounted(figures),
  ].join(' · ')
