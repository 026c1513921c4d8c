import {compiled, type Explanation, say, type Trace} from '../../lib/index.ts'
import {unit} from './position.ts'

/** Which run a picture shows, for one that stands alone: its name, and what it comes to. */
export const runOf = (trace: Trace, {figures}: Explanation): string =>
  [
    trace.header.title ?? trace.source?.name ?? trace.header.producer,
    ...(unit(trace) === 'call' ? [say('of calls', {calls: trace.length})] : []),
    compiled(figures),
  ].join(' · ')
