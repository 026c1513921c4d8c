import {encode, type Trace} from '../../lib/index.ts'

/** A trace as JSON lines: what the page was made from. */
export const traceFile = (trace: Trace): Blob =>
  new Blob(
    [...encode(trace)].map((line) => `${line}\n`),
    {type: 'application/jsonl'},
  )
