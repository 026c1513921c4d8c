import type {Blame, Blamed} from './blame.ts'
import {version} from './codec.ts'
import type {Event, Lookup} from './event.ts'
import {factWriter} from './factwriter.ts'
import type {Guard} from './guard.ts'
import type {Key} from './key.ts'
import type {Trace} from './trace.ts'

/**
 * The lines of a trace, without line ends: a header, then each function and key before the first event that names it.
 * The inverse of `decode`.
 *
 * | line | holds |
 * | --- | --- |
 * | `{"format": "jitlens", "version": 2, "producer": …}` | the header, first |
 * | `{"function": {"name", "file", "line", "compiler", "wrapper", "params", "owner", "untold", "runs"}}` | ids count from 0 in the order of the lines |
 * | `{"key": {"function", "facts": [[component, kind, [segment…], value, identity?, evidence?, "unplaced" or [class, "class" or "size" or "metadata"]?], or a number of one met before…], "unknown": [[component, [segment…]]…], "digest"}}` | ids likewise |
 * | `{"event": {"function", "key", "outcome", "evidence", "time", "seconds": [trace, lower, compile], "layers": [[layer, result, entry]…], "blamed": {"kind", "places": [[component, at, [segment…], now, before]…]}, "stale": {"how", "places": as there}, "guards": [{"entry", "kind", "path", …}…], "compile", "limit": {"name", "value"}, …}}` | one call |
 * | `{"source": {…}}` | what was read and what was not, last |
 */
export function* encode(trace: Trace): Generator<string> {
  yield JSON.stringify({format: 'jitlens', version, ...trace.header})
  for (const {id: _id, ...fn} of trace.functions) yield JSON.stringify({function: fn})
  const list = factWriter()
  let written = 0
  for (const event of trace) {
    while (written <= event.key) yield JSON.stringify({key: packKey(trace.key(written++), list)})
    yield JSON.stringify({event: packEvent(event)})
  }
  while (written < trace.keyCount) yield JSON.stringify({key: packKey(trace.key(written++), list)})
  if (trace.source !== null) yield JSON.stringify({source: trace.source})
}

const packKey = ({id: _id, facts, unknown, ...rest}: Key, list: ReturnType<typeof factWriter>) => ({
  ...rest,
  facts: list(facts),
  unknown: unknown.map(({component, path}) => [component, path]),
})

const packEvent = ({
  seconds,
  layers: lookups,
  time,
  evicted,
  blamed,
  stale,
  guards,
  compile,
  limit,
  ...rest
}: Event) => ({
  ...rest,
  time: Number.isNaN(time) ? undefined : time,
  seconds:
    seconds.trace || seconds.lower || seconds.compile
      ? [seconds.trace, seconds.lower, seconds.compile]
      : undefined,
  layers: lookups.length > 0 ? lookups.map(packLookup) : undefined,
  evicted: evicted?.map(packLookup),
  blamed: blamed === undefined ? undefined : packBlame(blamed),
  stale: stale === undefined ? undefined : {how: stale.how, places: packPlaces(stale.places)},
  guards: guards?.map(packGuard),
  compile,
  limit,
})

const packBlame = ({places, ...rest}: Blame) => ({
  ...rest,
  places: places.length > 0 ? packPlaces(places) : undefined,
})

const packPlaces = (places: readonly Blamed[]) =>
  places.map(({component, at, path, now, before}) => [component, at, path, now, before])

const packLookup = ({layer, result, entry}: Lookup) => [layer, result, entry]

/** A guard as a line of a trace has it, its fields in one order whoever made it. */
const packGuard = ({entry, kind, path, others, what, index, before, now, said, site, by}: Guard) => ({
  entry,
  kind,
  path,
  others,
  what,
  index,
  before,
  now,
  said,
  site,
  by,
})
