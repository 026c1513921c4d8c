import {type Blame, type Blamed, blames} from './blame.ts'
import {type Event, type Lookup, noSeconds, type Seconds, type Stale, stales} from './event.ts'
import {factReader, shallow} from './factlist.ts'
import {type Fields, isBelow, isFields, isItems, isText, isTexts, isWord, wordOf} from './fields.ts'
import {components, type Component, type Key} from './key.ts'
import {readGuards, readLimit} from './guard.ts'
import {evidences, layers, outcomes} from './outcome.ts'
import {type Owner, owners} from './owner.ts'
import {type Between, type TracedFunction, noUnread, type Source, Trace, type Traced} from './trace.ts'
import {type Remark, unwrittens} from './remark.ts'

/** The version of the format that `encode` writes and the newest that `decode` reads. In version 1 each key holds all its facts whole. */
export const version = 2

const withins = ['nested', 'scan', 'grad', 'persistent', 'aot', 'ahead'] as const

/**
 * Reads the lines of a trace; the inverse of `encode`. Lines that are no JSON or break the format are not lost: they are
 * counted in `trace.source.unread` with their number, and reading goes on.
 *
 * @throws {SyntaxError} when the first line is no jitlens header, or of a newer version.
 */
export function decode(lines: Iterable<string>, name = 'trace'): Trace {
  const bad: Bad = {lines: 0, kinds: new Map(), examples: []}
  const facts = factReader()
  let trace: Trace | null = null
  let number = 0
  for (const line of lines) {
    number++
    if (line.trim() === '') continue
    const row = parse(line)
    if (trace === null) trace = new Trace(readHeader(row, name))
    else note(bad, row === null ? 'no JSON object' : add(trace, row, facts), line, number)
  }
  if (trace === null)
    throw new SyntaxError(
      `${name}: this file is empty; expected a jitlens trace (a header line, then events)`,
    )
  if (bad.lines > 0) trace.source = sourceWith(bad, trace.source ?? {...noSource, name, lines: number})
  return trace
}

/** The lines that break the format: how many of each kind, and the first of them. */
interface Bad {
  lines: number
  readonly kinds: Map<string, number>
  readonly examples: {line: number; text: string; kind: string}[]
}

const examplesKept = 20

function note(bad: Bad, problem: string | null, line: string, number: number): void {
  if (problem === null) return
  bad.lines++
  bad.kinds.set(problem, (bad.kinds.get(problem) ?? 0) + 1)
  if (bad.examples.length < examplesKept)
    bad.examples.push({line: number, text: line.slice(0, 200), kind: problem})
}

const noSource: Omit<Source, 'name' | 'lines'> = {
  messages: 0,
  unread: noUnread,
  eager: {compiles: 0, seconds: noSeconds, functions: []},
  traced: [],
  remarks: [],
}

const sourceWith = ({lines, kinds, examples}: Bad, source: Source): Source => ({
  ...source,
  unread: {
    ...source.unread,
    lines: source.unread.lines + lines,
    own: source.unread.own + lines,
    kinds: [...source.unread.kinds, ...[...kinds].map(([kind, count]) => ({kind, lines: count}))],
    examples: [...source.unread.examples, ...examples],
  },
})

function parse(line: string): Fields | null {
  try {
    const row: unknown = JSON.parse(line)
    return isFields(row) ? row : null
  } catch {
    return null
  }
}

/** A number that JSON can hold: of `1e999` it reads one without end, and writes null. */
const numberOr = (value: unknown, otherwise: number): number =>
  Number.isFinite(value) ? Number(value) : otherwise

/** How much a producer counted; none where it tells no such number. */
const amount = (value: unknown): number => Math.max(0, numberOr(value, 0))

function readHeader(row: Fields | null, name: string): Trace['header'] {
  if (row === null || row['format'] !== 'jitlens')
    throw new SyntaxError(
      `${name}: the first line is no jitlens header; expected {"format": "jitlens", "version": ${version}, …}`,
    )
  if (row['version'] !== 1 && row['version'] !== version)
    throw new SyntaxError(
      `${name}: format version ${wordOf(row['version'])}; this jitlens reads versions 1 to ${version}; update jitlens`,
    )
  const {producer, title, release, layers, releases, versions, notes} = row
  return {
    producer: isText(producer) ? producer : 'unknown',
    ...(isText(title) && {title}),
    ...(isText(release) && {release}),
    ...(isFields(layers) && {
      layers: Object.fromEntries(
        Object.entries(layers).flatMap(([layer, key]) => (isTexts(key) ? [[layer, key]] : [])),
      ),
    }),
    ...(isTexts(releases) && {releases}),
    ...(isFields(versions) && {
      versions: Object.fromEntries(Object.entries(versions).map(([key, value]) => [key, wordOf(value)])),
    }),
    ...(isTexts(notes) && {notes}),
  }
}

/** Adds a line's content; the problem where it has one. */
function add(trace: Trace, row: Fields, facts: ReturnType<typeof factReader>): string | null {
  if (isFields(row['function'])) return addFunction(trace, row['function'])
  if (isFields(row['key'])) return addKey(trace, row['key'], facts)
  if (isFields(row['event'])) return addEvent(trace, row['event'])
  if (isFields(row['source'])) return addSource(trace, row['source'])
  return 'a line that is no function, key, event or source'
}

const readPlace = ({name, file, line}: Fields): Pick<TracedFunction, 'name' | 'file' | 'line'> => ({
  name: wordOf(name),
  ...(isText(file) && {file}),
  ...(Number.isInteger(line) && {line: Number(line)}),
})

function addFunction(trace: Trace, row: Fields): string | null {
  const {name, compiler, wrapper, params, library, owner, untold, runs} = row
  if (!isText(name)) return 'a function without a name'
  const fn: Omit<TracedFunction, 'id'> = {
    ...readPlace(row),
    ...(compiler === 'torch' && {compiler}),
    ...(isText(wrapper) && {wrapper}),
    ...(isTexts(params) && {params}),
    ...(library === true && {owner: 'library'}),
    ...(isWord(owners, owner) && {owner}),
    ...(untold === true && {untold}),
    ...(isItems(runs) && {runs: runs.filter(isFields).map(readPlace)}),
  }
  trace.addFunction(fn)
  return null
}

function addKey(trace: Trace, row: Fields, list: ReturnType<typeof factReader>): string | null {
  const {function: fn, unknown, digest} = row
  if (!isBelow(fn, trace.functionCount)) return 'a key of a function that is not there'
  const facts = list(row['facts'])
  if (facts === null) return 'a key with a broken fact'
  const gaps: Key['unknown'][number][] = []
  for (const gap of isItems(unknown) ? unknown : []) {
    if (!isItems(gap) || !isWord<Component>(components, gap[0]) || !isTexts(gap[1]))
      return 'a key with a broken gap'
    gaps.push({component: gap[0], path: shallow(gap[1])})
  }
  trace.addKey({function: fn, facts, unknown: gaps, ...(isText(digest) && {digest})})
  return null
}

function addEvent(trace: Trace, row: Fields): string | null {
  const {function: fn, key, outcome, evidence, time, seconds} = row
  if (!isBelow(fn, trace.functionCount)) return 'an event of a function that is not there'
  if (key !== -1 && !isBelow(key, trace.keyCount)) return 'an event with a key that is not there'
  if (!isWord(outcomes, outcome)) return 'an event without an outcome'
  const lookups = readLookups(row['layers'])
  const evicted = readLookups(row['evicted'])
  if (lookups === null || evicted === null) return 'an event with broken layers'
  const reasons = readReasons(row)
  if (isText(reasons)) return reasons
  trace.append({
    function: fn,
    key,
    outcome,
    evidence: isWord(evidences, evidence) ? evidence : 'observed',
    time: numberOr(time, Number.NaN),
    seconds: readSeconds(seconds),
    layers: lookups,
    ...reasons,
    ...(evicted.length > 0 && {evicted}),
    ...details(row),
  })
  return null
}

/** Why an event is no plain hit, as its producer tells; the problem where that is broken. */
function readReasons(row: Fields): Pick<Event, 'blamed' | 'stale' | 'guards'> | string {
  const blamed = readBlame(row['blamed'])
  if (blamed === null) return "an event with a broken reason of JAX's"
  const stale = readStale(row['stale'])
  if (stale === null) return 'an event that is stale for a broken reason'
  const guards = readGuards(row['guards'])
  if (guards === null) return 'an event with a broken guard'
  return {
    ...(blamed !== undefined && {blamed}),
    ...(stale !== undefined && {stale}),
    ...(guards.length > 0 && {guards}),
  }
}

/** What an event may have besides. */
const details = (
  row: Fields,
): Pick<
  Event,
  | 'error'
  | 'edit'
  | 'warnings'
  | 'site'
  | 'process'
  | 'cleared'
  | 'alone'
  | 'late'
  | 'line'
  | 'within'
  | 'mixed'
  | 'compile'
  | 'limit'
> => {
  const {error, line, warnings, within} = row
  const limit = readLimit(row['limit'])
  return {
    ...(isFields(error) && {error: {type: wordOf(error['type']), message: wordOf(error['message'])}}),
    ...texts(row, ['edit', 'site', 'process', 'compile']),
    ...(limit !== undefined && {limit}),
    ...(Array.isArray(warnings) && warnings.every(isText) && {warnings}),
    ...(row['cleared'] === true && {cleared: true}),
    ...(row['alone'] === true && {alone: true}),
    ...(row['late'] === true && {late: true}),
    ...(Number.isSafeInteger(row['mixed']) && {mixed: Number(row['mixed'])}),
    ...(Number.isInteger(line) && {line: Number(line)}),
    ...(isWord(withins, within) && {within}),
  }
}

const texts = (row: Fields, names: readonly ('edit' | 'site' | 'process' | 'compile')[]) =>
  Object.fromEntries(names.flatMap((name) => (isText(row[name]) ? [[name, row[name]]] : [])))

/** JAX's reason; null where it is broken. Traces of jitlens 0.1 hold it as a text, which is kept. */
function readBlame(value: unknown): Blame | null | undefined {
  if (value === undefined) return undefined
  if (isText(value)) {
    const isNever = value.startsWith('never seen function')
    return isNever
      ? {kind: 'function', ...(value.includes('on the same line') && {redefined: true}), places: []}
      : {kind: 'unread', places: [], said: value}
  }
  if (!isFields(value) || !isWord(blames, value['kind'])) return null
  const {kind, redefined, unmet, more, said} = value
  const places = readPlaces(value['places'])
  if (places === null) return null
  return {
    kind,
    ...(redefined === true && {redefined}),
    ...(unmet === true && {unmet}),
    places,
    ...(isBelow(more, Number.MAX_SAFE_INTEGER) && {more}),
    ...(isText(said) && {said}),
  }
}

/** Why a hit is stale; null where that is broken. */
function readStale(value: unknown): Stale | null | undefined {
  if (value === undefined) return undefined
  if (!isFields(value) || !isWord(stales, value['how'])) return null
  const places = readPlaces(value['places'])
  return places === null ? null : {how: value['how'], places}
}

function readPlaces(value: unknown): Blamed[] | null {
  const places = isItems(value) ? value.map(readBlamed) : []
  return places.every((one) => one !== null) ? places : null
}

function readBlamed(row: unknown): Blamed | null {
  if (!isItems(row)) return null
  const [component, at, path, now, before]: unknown[] = row
  if (!isWord<Component>(components, component) || !isText(at) || !isTexts(path)) return null
  return {
    component,
    at,
    path: shallow(path),
    now: isText(now) ? now : null,
    before: isText(before) ? before : null,
  }
}

function readSeconds(value: unknown): Seconds {
  const [trace, lower, compile]: unknown[] = isItems(value) ? value : []
  return {
    trace: amount(trace),
    lower: amount(lower),
    compile: amount(compile),
  }
}

function readLookups(value: unknown): Lookup[] | null {
  if (value === undefined) return []
  if (!isItems(value)) return null
  const found: Lookup[] = []
  for (const row of value) {
    if (!isItems(row)) return null
    const [layer, result, entry]: unknown[] = row
    if (!isWord(layers, layer) || !isWord(['hit', 'miss'], result)) return null
    found.push({layer, result, entry: numberOr(entry, -1)})
  }
  return found
}

function readTraced({owner, name, seconds}: Fields): Traced {
  const whose: Owner = isWord(owners, owner) ? owner : 'unexplained'
  return {owner: whose, name: wordOf(name), seconds: amount(seconds)}
}

const readBetween = ({before, name, at, compiles, seconds}: Fields): Between => ({
  before: amount(before),
  name: wordOf(name),
  ...(typeof at === 'number' && {at: amount(at)}),
  compiles: amount(compiles),
  seconds: amount(seconds),
})

function addSource(trace: Trace, row: Fields): string | null {
  const {name, lines, messages, unread, eager, traced, between, remarks, late, open} = row
  const gaps = isFields(unread) ? unread : {}
  const ops = isFields(eager) ? eager : {}
  const rows = (value: unknown): Fields[] => (isItems(value) ? value.filter(isFields) : [])
  const seconds = isFields(ops['seconds']) ? ops['seconds'] : {}
  trace.source = {
    name: isText(name) ? name : 'trace',
    lines: amount(lines),
    messages: amount(messages),
    unread: {
      lines: amount(gaps['lines']),
      own: amount(gaps['own']),
      misses: amount(gaps['misses']),
      kinds: rows(gaps['kinds']).map((kind) => ({
        kind: wordOf(kind['kind']),
        lines: amount(kind['lines']),
      })),
      examples: rows(gaps['examples']).map((example) => ({
        line: amount(example['line']),
        text: wordOf(example['text']),
        kind: wordOf(example['kind']),
      })),
    },
    eager: {
      compiles: amount(ops['compiles']),
      seconds: readSeconds([seconds['trace'], seconds['lower'], seconds['compile']]),
      functions: rows(ops['functions']).map((fn) => ({
        name: wordOf(fn['name']),
        compiles: amount(fn['compiles']),
        seconds: amount(fn['seconds']),
      })),
    },
    traced: rows(traced).map(readTraced),
    ...(isItems(between) && {between: rows(between).map(readBetween)}),
    remarks: rows(remarks).flatMap((one) => readRemark(one) ?? []),
    ...(late === true && {late}),
    ...(isItems(open) && {
      open: rows(open).map((one) => ({
        process: wordOf(one['process']),
        name: isText(one['name']) ? one['name'] : null,
      })),
    }),
  }
  return null
}

/** A remark of a row; null where it is none. */
function readRemark({
  what,
  hits,
  misses,
  writes,
  why,
  functions,
  times,
  function: fn,
  ...row
}: Fields): Remark | null {
  const known = (value: unknown): number | null => (typeof value === 'number' ? value : null)
  const seconds = known(row['seconds'])
  switch (what) {
    case 'persistent cache':
      return {what, hits: amount(hits), misses: amount(misses), writes: amount(writes)}
    case 'unwritten':
      return isWord(unwrittens, why) && isItems(functions)
        ? {
            what,
            why,
            functions: functions.filter(isText),
            times: amount(times),
            seconds,
            limit: known(row['limit']),
          }
        : null
    case 'uncounted':
      return {what, misses: amount(misses)}
    case 'slow compile':
      return {what, function: isText(fn) ? fn : '', seconds}
    default:
      return null
  }
}
