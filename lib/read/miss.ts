import type {Blame, Blamed} from '../log/index.ts'
import {type Intern, loose} from './intern.ts'
import {place, segments} from './place.ts'
import {depth} from './repr.ts'
import {type Thing, thing} from './thing.ts'

/** One place where two trees differ. */
export interface Difference {
  /** The path as JAX prints it, `[0][0]._graphdef`; the first subscript is 0 for args, 1 for kwargs. */
  readonly at: string
  readonly now: Thing
  /** Null where the log does not tell it. */
  readonly before: Thing | null
  /** Names of keys that only one of the two dicts has. */
  readonly keys: readonly string[]
}

/** A name with what stood there. */
export interface Named {
  readonly name: string
  readonly now: string
  readonly before: string
}

/** How JAX ranks a difference: the lowest comes first, and every earlier key differs in that or a later way. */
export const severities = ['context', 'tree', 'debug', 'types', 'unavailable'] as const

export type Severity = (typeof severities)[number]

/** A `TRACING CACHE MISS` record, taken apart. */
export interface Miss {
  readonly kind: 'miss'
  readonly site: string
  /** The function that the call stands in, `<module>` at the top; empty where the log gives none. */
  readonly inside: string
  readonly name: string
  readonly file: string
  readonly line: number
  /** The function object's id where it was never seen, else empty. */
  readonly object: string
  readonly neverSeen: boolean
  readonly severity: Severity | null
  readonly trees: readonly Difference[]
  readonly types: readonly Named[]
  /** Types told of the call itself without a comparison (older wordings). */
  readonly given: readonly {readonly name: string; readonly now: string}[]
  readonly context: readonly Named[]
  /** JAX's cause. */
  readonly blamed: Blame
  /** The wording ranks all keys by severity, as jax 0.10 does. */
  readonly ranked: boolean
  /** Lines of the record, counted from 0, that no rule knows. */
  readonly strange: readonly {readonly at: number; readonly text: string}[]
}

/** A memory of things by their text, so that a graphdef printed again is not read again. */
export interface Shelf {
  (text: string): Thing
}

/** A shelf of at most `limit` characters; the oldest go first. */
export function shelf(limit = 4_000_000): Shelf {
  const held = new Map<string, {text: string; thing: Thing}>()
  let last: readonly {text: string; thing: Thing}[] = []
  let size = 0
  return (text) => {
    for (const one of last) if (one.text === text) return one.thing
    let found = held.get(text)
    if (found === undefined) {
      const copy = loose(text)
      found = {text: copy, thing: thing(copy)}
      held.set(copy, found)
      size += copy.length
      for (const oldest of held.keys()) {
        if (size <= limit) break
        held.delete(oldest)
        size -= oldest.length
      }
    }
    last = [found, ...last.slice(0, 1)]
    return found.thing
  }
}

const header = /^TRACING CACHE MISS at (.*?)(?: costing [\d.]+ ms)?(?: because)?:\s*$/
const weakHint = /(?:\s*(?:for|see)?\s*)https:\/\/\S*weak-types\S*\s*$/
const headings: readonly [RegExp, Severity][] = [
  [/tracing context doesn't match|key with different tracing context/i, 'context'],
  [/different input pytree|never seen input pytree|closest seen input pytree/i, 'tree'],
  [/never seen passing \d+ positional arg|closest seen (?:is passing|passes)/i, 'tree'],
  [/Debug info doesn't match|different debug info/i, 'debug'],
  [/different input types|never seen input type signature|closest seen input type signature/i, 'types'],
  [/explanation unavailable/i, 'unavailable'],
]
const quiet =
  /^(?:all previously seen cache keys (?:differ|are different)\b.*|for the closest previous key:?|(?:several|the following) previous keys are closest:?|but seen another function defined on the same line;? ?.*|being re-defined repeatedly, preventing caching\??|types now:.*|found differences at positions:?.*|closest seen context tuple differs at positions:?|compare to tuple returned by .*|please open an issue.*|never seen function:?)$/i

/** Takes a record apart, the first of several closest keys where it gives several; null when not even its function can be told. */
export function miss(record: string, remember: Shelf, keep: Intern): Miss | null {
  const top = record.slice(0, lineEnd(record, 0))
  const head = header.exec(top) ?? /^TRACING CACHE MISS at (.*)$/.exec(top)
  if (head === null) return null
  const [site, inside] = splitSite(head[1] ?? '')
  let name = ''
  let file = ''
  let line = 0
  let object = ''
  let neverSeen = false
  let redefined = false
  let severity: Severity | null = null
  let ranked = false
  const trees: Difference[] = []
  const types: Named[] = []
  const given: {name: string; now: string}[] = []
  const context: Named[] = []
  const strange: {at: number; text: string}[] = []
  let heading = ''
  let listing = false
  let others = false
  let number = 0
  for (let from = top.length + 1, to = from; from <= record.length; from = to + 1) {
    to = lineEnd(record, from)
    number++
    const text = record.slice(from, to).trim()
    if (text === '') continue
    if (bulleted(record, from)) {
      const start = number
      if (depth(text) > 0)
        for (; to < record.length && !bulleted(record, to + 1); to = lineEnd(record, to + 1)) number++
      const bullet = record.slice(from, to).trim().replace(/^\* /, '')
      const found = bullet.startsWith('at ') ? undefined : headings.find(([pattern]) => pattern.test(bullet))
      if (found !== undefined) {
        others = severity !== null
        severity ??= found[1]
        if (!others) heading = bullet
      } else if (others) {
        continue
      } else if (severity === 'context') context.push(contextual(bullet))
      else if (!compare(bullet, severity ?? 'tree', trees, types, remember)) strange.push({at: start, text})
      continue
    }
    const own = /^for (.+?)(?: defined at (.*))?$/.exec(text)
    if (own !== null && name === '') {
      name = own[1] ?? ''
      ;[file, line] = splitPlace(own[2] ?? '')
      continue
    }
    const fresh = /^(?:never seen function:\s*)?(\S.*?) id=(\w+)(?: defined at (.*))?$/.exec(text)
    if (fresh !== null && name === '') {
      name = fresh[1] ?? ''
      object = fresh[2] ?? ''
      ;[file, line] = splitPlace(fresh[3] ?? '')
      neverSeen = true
      continue
    }
    const found = headings.find(([pattern]) => pattern.test(text))
    if (found !== undefined) {
      severity ??= found[1]
      heading = heading === '' ? text : heading
      listing = /signature:?$|with keys:?$|pytree:?$/.test(text)
      if (found[1] === 'tree' && /^never seen passing|^closest seen (?:is passing|passes)/.test(text))
        passing(text, record.slice(to + 1, lineEnd(record, to + 1)), trees, remember)
    } else if (quiet.test(text)) {
      ranked ||= /^all previously seen cache keys differ\./.test(text)
      redefined ||= text.startsWith('but seen another')
      if (text.startsWith('never seen function')) neverSeen = true
      if (text.startsWith('types now:')) signature(text.slice(10), given)
    } else if (listing) {
      if (severity === 'types') signature(text, given)
    } else strange.push({at: number, text})
  }
  if (name === '') return null
  const named = (one: Named): Named => ({name: keep(one.name), now: keep(one.now), before: keep(one.before)})
  return {
    kind: 'miss',
    site: keep(site),
    inside: keep(inside),
    name: keep(name),
    file: keep(file),
    line,
    object: keep(object),
    neverSeen,
    severity,
    trees: trees.map((one) => ({...one, at: keep(one.at), keys: one.keys.map(keep)})),
    types: types.map(named),
    given: given.map((one) => ({name: keep(one.name), now: keep(one.now)})),
    context: context.map(named),
    ranked,
    strange,
    blamed: neverSeen
      ? {kind: 'function', ...(redefined && {redefined}), places: []}
      : blame(severity, heading, blamedPlaces(trees, types, context, keep)),
  }
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

/** Whether the line at a position begins an item of a list. */
function bulleted(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  const first = text.charCodeAt(at)
  return (
    (first === 42 && text.charCodeAt(at + 1) === 32) ||
    (first === 91 && /^\[\d+\]: now /.test(text.slice(at, at + 20)))
  )
}

/** So many places of JAX's reason are kept, and so much of what stands there. */
const placesKept = 16
const wordsKept = 300

function blame(severity: Severity | null, heading: string, places: readonly Blamed[]): Blame {
  if (severity === null) return {kind: 'unread', places: [], said: heading}
  const more = places.length - placesKept
  return {kind: severity, places: places.slice(0, placesKept), ...(more > 0 && {more})}
}

const blamedPlaces = (
  trees: readonly Difference[],
  types: readonly Named[],
  context: readonly Named[],
  keep: Intern,
): Blamed[] => [
  ...trees.map(({at, now, before}) => ({
    component: now.component,
    at: keep(at),
    path: argumentPath(at),
    now: keep(clip(now.words)),
    before: before === null ? null : keep(clip(before.words)),
  })),
  ...types.map((one) => blamedName('aval', one, leafPath(one.name), keep)),
  ...context.map((one) => blamedName('context', one, [one.name], keep)),
]

const blamedName = (
  component: Blamed['component'],
  {name, now, before}: Named,
  path: string[],
  keep: Intern,
): Blamed => ({
  component,
  at: keep(name),
  path: path.map(keep),
  now: keep(clip(now)),
  before: keep(clip(before)),
})

/** `[0][2]['x']` → `args[2]`, `['x']`. */
function argumentPath(at: string): string[] {
  const {root, argument, rest} = place(at)
  if (root < 0) return leafPath(at)
  const holder = root === 0 ? 'args' : 'kwargs'
  return [argument === null ? holder : `${holder}[${argument}]`, ...rest]
}

/** `batch['x']` → `batch`, `['x']`. */
function leafPath(name: string): string[] {
  const end = name.search(/[.[]/)
  return end < 0 ? [name] : [name.slice(0, end), ...segments(name.slice(end))]
}

const clip = (text: string): string => (text.length > wordsKept ? `${text.slice(0, wordsKept - 1)}…` : text)

/** `FILE:LINE:COL (FUNCTION)` → `FILE:LINE` and the function. */
function splitSite(text: string): [string, string] {
  const found = /^(.*?):(\d+)(?::\d+)?(?::\d+)*(?: \((.*)\))?$/.exec(text)
  return found === null ? ['', ''] : [`${found[1] ?? ''}:${found[2] ?? ''}`, found[3] ?? '']
}

function splitPlace(text: string): [string, number] {
  const found = /^(.*):(\d+)$/.exec(text)
  return found === null ? [text, 0] : [found[1] ?? '', Number(found[2])]
}

function contextual(text: string): Named {
  const found = /^(.*?)(?: differs)?: now (.*) and before (.*)$/s.exec(text)
  if (found === null) return {name: text, now: '', before: ''}
  const name = /^\[\d+\]$/.test(found[1] ?? '') ? `context${found[1] ?? ''}` : (found[1] ?? '')
  return {name, now: found[2] ?? '', before: found[3] ?? ''}
}

function signature(text: string, given: {name: string; now: string}[]): void {
  for (const part of text.split(/, +(?=[\w.[\]'"]+: )/)) {
    const at = part.indexOf(': ')
    if (at > 0) given.push({name: part.slice(0, at).trim(), now: part.slice(at + 2).trim()})
  }
}

/** `never seen passing 1 positional args and 1 keyword args with keys:`, the keys on the next line. */
function passing(text: string, next: string, trees: Difference[], remember: Shelf): void {
  const found = /passing (\d+) positional args? and (\d+) keyword args?/.exec(text)
  if (found === null) return
  const keys = next
    .split(',')
    .map((key) => key.trim())
    .filter((key) => /^['"]/.test(key))
  trees.push({at: '[0]', now: remember(`tuple of length ${found[1] ?? ''}`), before: null, keys: []})
  trees.push({
    at: '[1]',
    now: remember(
      `dict with ${found[2] ?? ''} child${found[2] === '1' ? '' : 'ren'}${keys.length > 0 ? ` ${keys.join(', ')}` : ''}`,
    ),
    before: null,
    keys: [],
  })
}

/** Reads `at PATH, now A and before B, so E` or the older `at PATH, seen B but now given A, so E`. */
function compare(
  bullet: string,
  severity: Severity,
  trees: Difference[],
  types: Named[],
  remember: Shelf,
): boolean {
  const start = /^(?:at )?(?:input path )?/.exec(bullet)?.[0].length ?? 0
  const modern = bullet.indexOf(', now ', start)
  const older = (modern < 0 ? bullet : bullet.slice(0, modern)).indexOf(', seen ', start)
  const isModern = modern >= 0 && older < 0
  const at = isModern ? modern : older
  if (at < 0) return false
  const path = bullet.slice(start, at)
  const body = bullet.slice(at + (isModern ? 6 : 7))
  const so = severity === 'types' ? -1 : lastSo(body)
  const sides = so < 0 ? body : body.slice(0, so)
  const parted = isModern ? part(sides, ' and before ') : part(sides, ' but now given ')
  if (parted === null) {
    if (!isModern) return false
    trees.push({at: path, now: remember(sides), before: null, keys: []})
    return true
  }
  const [one, two] = parted.map((text) =>
    (text.includes('weak-types', text.length - 300) ? text.replace(weakHint, '') : text)
      .replace(/,$/, '')
      .trim(),
  )
  const now = (isModern ? one : two) ?? ''
  const before = (isModern ? two : one) ?? ''
  if (severity === 'types') types.push({name: path, now, before})
  else
    trees.push({
      at: canonical(path),
      now: remember(now),
      before: remember(before),
      keys: so < 0 ? [] : keysOf(body.slice(so)),
    })
  return true
}

const lastSo = (body: string): number => {
  const at = body.lastIndexOf(', so ')
  return at >= 0 && body.length - at < 2000 ? at : -1
}

/** Splits at a mark that stands outside brackets and strings. */
function part(text: string, mark: string): [string, string] | null {
  const first = text.indexOf(mark)
  if (first < 0) return null
  let at = first
  if (text.includes(mark, first + mark.length)) {
    let open = depth(text.slice(0, first))
    while (open > 0) {
      const next = text.indexOf(mark, at + mark.length)
      if (next < 0) break
      open += depth(text.slice(at, next))
      at = next
    }
    if (open > 0) at = first
  }
  return [text.slice(0, at), text.slice(at + mark.length)]
}

const keysOf = (text: string): string[] =>
  [
    ...(/key sets: \{(.*)\}/s.exec(text)?.[1] ?? '').matchAll(
      /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s'"]+/g,
    ),
  ].map(([key]) => key)

/** `args[0]['k']` of the older wording as the newer `[0][0]['k']`. */
const canonical = (path: string): string =>
  path.startsWith('args') ? `[0]${path.slice(4)}` : path.startsWith('kwargs') ? `[1]${path.slice(6)}` : path
