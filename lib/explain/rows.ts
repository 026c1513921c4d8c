import {addSeconds, noSeconds, total, type Trace} from '../log/index.ts'
import type {Row} from './explanation.ts'
import type {History} from './history.ts'

/** One row a function, dearest first. */
export function rows(trace: Trace, histories: Iterable<History>): Row[] {
  const found = new Map<number, Row>()
  for (const {id, row} of histories) {
    const other = found.get(id) ?? {
      function: nameOf(trace, id),
      functionId: id,
      calls: 0,
      hits: 0,
      misses: 0,
      compiles: 0,
      seconds: noSeconds,
    }
    found.set(id, {
      ...other,
      calls: other.calls + row.calls,
      hits: other.hits + row.hits,
      misses: other.misses + row.misses,
      compiles: other.compiles + row.compiles,
      seconds: addSeconds(row.seconds, other.seconds),
    })
  }
  return [...found.values()].sort((a, b) => total(b.seconds) - total(a.seconds))
}

/** The name of a function of a trace; a trace that was cut may lack it. */
const nameOf = (trace: Trace, id: number): string => trace.functions[id]?.name ?? ''
