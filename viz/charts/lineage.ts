import {
  type Cause,
  counted,
  duration,
  type Explanation,
  figure,
  type Miss,
  say,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  line,
  mark,
  nothing,
  pressable,
  type Table,
  widthFor,
  write,
  type Writing,
} from '../frame/index.ts'
import type {Role} from '../theme.ts'
import {chosen, functionName, unit} from './position.ts'

/** What the picture of a lineage takes. */
export interface LineageOptions extends ChartOptions {
  /** Only the keys of this function, by its id in `trace.functions`. */
  readonly function?: number
}

/** A key of a function, and the edit that made it out of the nearest earlier one. */
interface Ancestor {
  readonly key: number
  readonly first: number
  readonly calls: number
  readonly miss: Miss | null
  readonly children: Ancestor[]
}

interface Family {
  readonly functionId: number
  readonly name: string
  readonly seconds: number
  readonly roots: readonly Ancestor[]
  readonly keys: number
}

const [stepHeight, most] = [44, 60]
const name = 'Lineage of keys'

/** The keys of each function as trees: a child is a key that was nearest to its parent when it first came. */
export function families(trace: Trace, {misses}: Explanation, only?: number): Family[] {
  const calls = new Map<number, {first: number; calls: number}>()
  for (let index = 0; index < trace.length; index++) {
    const seen = calls.get(trace.keyAt(index))
    if (seen === undefined) calls.set(trace.keyAt(index), {first: index, calls: 1})
    else seen.calls++
  }
  calls.delete(-1)
  const made = new Map<number, Miss>()
  for (const miss of misses) if (!made.has(trace.keyAt(miss.index))) made.set(trace.keyAt(miss.index), miss)
  const people = new Map<number, Ancestor>()
  const roots = new Map<number, Ancestor[]>()
  for (const [key, seen] of [...calls].sort((a, b) => a[1].first - b[1].first)) {
    const miss = made.get(key) ?? null
    const person: Ancestor = {key, ...seen, miss, children: []}
    people.set(key, person)
    const parent = miss === null || miss.nearest < 0 ? undefined : people.get(trace.keyAt(miss.nearest))
    if (parent !== undefined && parent !== person) parent.children.push(person)
    else {
      const fn = trace.functionAt(seen.first)
      roots.set(fn, [...(roots.get(fn) ?? []), person])
    }
  }
  return [...roots]
    .map(([functionId, starts]): Family => {
      const all = starts.flatMap((start) => everyone(start))
      const seconds = all.reduce((sum, {miss}) => sum + (miss === null ? 0 : total(miss.seconds)), 0)
      return {
        functionId,
        name: functionName(trace, functionId),
        seconds,
        roots: starts,
        keys: all.length,
      }
    })
    .filter(({functionId}) => only === undefined || functionId === only)
    .sort((a, b) => b.seconds - a.seconds)
}

function everyone(start: Ancestor): Ancestor[] {
  const found = [start]
  for (const {children} of found) found.push(...children)
  return found
}

interface Place {
  readonly person: Ancestor
  readonly lane: number
  readonly parent: number
}

/** Parents above children; the largest branch goes straight on, so that `n` keys need at most log₂ n lanes. */
function arrange(roots: readonly Ancestor[]): Place[] {
  const sizes = new Map<Ancestor, number>()
  for (const person of roots.flatMap((root) => everyone(root)).reverse())
    sizes.set(
      person,
      person.children.reduce((sum, child) => sum + (sizes.get(child) ?? 0), 1),
    )
  const places: Place[] = []
  const waiting = [...roots].reverse().map((person) => ({person, lane: 0, parent: -1}))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const row = places.push(next) - 1
    const {lane, person} = next
    const heavy = person.children.reduce<Ancestor | null>(
      (best, child) => (best === null || (sizes.get(child) ?? 0) >= (sizes.get(best) ?? 0) ? child : best),
      null,
    )
    if (heavy !== null) waiting.push({person: heavy, lane, parent: row})
    for (const child of [...person.children].reverse())
      if (child !== heavy) waiting.push({person: child, lane: lane + 1, parent: row})
  }
  return places
}

/** What an edit touched: the graphdef and what else is static, or data alone. */
const side = (miss: Miss | null): Role =>
  miss === null || miss.causes.length === 0
    ? 'static'
    : miss.causes.every(({component}) => component === 'aval' || component === 'placement')
      ? 'data'
      : 'static'

function edit(miss: Miss | null): (Writing & {readonly text: string})[] {
  const [cause] = miss?.causes ?? []
  if (cause === undefined)
    return [
      {text: say(miss === null || miss.nearest >= 0 ? 'no difference known' : 'first key'), fill: 'muted'},
    ]
  return [{text: cause.path, font: 'code'}, ...change(cause)]
}

function change({change, before, now, from, component}: Cause): (Writing & {readonly text: string})[] {
  const fill: Role = component === 'aval' || component === 'placement' ? 'dataText' : 'staticText'
  if (change === 'moved') return [{text: `→ from ${from ?? '?'}`}]
  if (change === 'identity') return [{text: 'another object, equal text'}]
  if (change === 'added')
    return [
      {text: '+', font: 'bold'},
      {text: now ?? '', font: 'code', fill},
    ]
  if (change === 'removed')
    return [
      {text: '−', font: 'bold'},
      {text: before ?? '', font: 'code', fill: 'muted', struck: true},
    ]
  return [
    {text: before ?? '', font: 'code', fill: 'muted', struck: true},
    {text: now ?? '', font: 'code', fill},
  ]
}

function draw(trace: Trace, explanation: Explanation, options?: LineageOptions): Drawing {
  const all = families(trace, explanation, options?.function)
  if (all.length === 0) return nothing(name, say(trace.length === 0 ? 'no lineage' : 'keys untold'), options)
  const width = widthFor(options)
  const position = chosen(trace, explanation, options?.position)
  const selected = trace.keyAt(position)
  const body: Drawing[] = []
  let y = 8
  let left = most
  for (const {functionId, name: who, roots, keys, seconds} of all) {
    if (left <= 0) break
    const places = arrange(roots)
    const shown = places.slice(0, left)
    left -= shown.length
    const summary = `${counted(keys, 'key')}${seconds > 0 ? ` · ${duration(seconds)}` : ''}`
    body.push(
      mark(
        'g',
        {'data-function': functionId},
        write(who, 8, y + 14, {font: 'code', room: width - 150}),
        write(summary, width - 8, y + 14, {size: 12, fill: 'muted', anchor: 'end'}),
      ),
    )
    body.push(...drawFamily(shown, y + 24, width, selected, unit(trace), options))
    y += 28 + shown.length * stepHeight
    if (shown.length < places.length) {
      body.push(
        write(`and ${counted(places.length - shown.length, 'more key')}`, 8, y + 12, {
          size: 12,
          fill: 'muted',
        }),
      )
      y += 20
    }
  }
  return frame(
    name,
    say('keys', {keys: all.reduce((sum, {keys}) => sum + keys, 0), functions: all.length}),
    width,
    y + 8,
    options,
    ...body,
  )
}

/** Where the keys of one function are drawn. */
interface Sheet {
  readonly width: number
  /** Where the words begin, in px. */
  readonly text: number
  readonly x: (lane: number) => number
  readonly y: (row: number) => number
  /** The most calls that came with one key. */
  readonly busiest: number
  readonly selected: number
  readonly what: 'call' | 'miss'
  readonly options: LineageOptions | undefined
}

function drawFamily(
  places: readonly Place[],
  top: number,
  width: number,
  selected: number,
  what: 'call' | 'miss',
  options: LineageOptions | undefined,
): Drawing[] {
  const deepest = Math.max(...places.map(({lane}) => lane))
  const gap = Math.min(22, (width * 0.25) / Math.max(1, deepest))
  const sheet: Sheet = {
    width,
    text: 20 + deepest * gap + 18,
    x: (lane) => 20 + lane * gap,
    y: (row) => top + row * stepHeight + 16,
    busiest: Math.max(1, ...places.map(({person}) => person.calls)),
    selected,
    what,
    options,
  }
  return [
    ...places.flatMap((place, row) => drawEdge(place, row, places[place.parent], sheet)),
    ...places.map((place, row) => drawPerson(place, row, sheet)),
  ]
}

/** The line from a key to the nearest earlier one. */
function drawEdge(
  {person, lane, parent}: Place,
  row: number,
  above: Place | undefined,
  {x, y}: Sheet,
): Drawing[] {
  if (above === undefined) return []
  const [x1, y1, x2, y2] = [x(above.lane), y(parent), x(lane), y(row)]
  const d =
    above.lane === lane ? `M${x1} ${y1}V${y2}` : `M${x1} ${y2 - 18}C${x1} ${y2 - 4} ${x1} ${y2} ${x2} ${y2}`
  return [mark('path', {d, fill: 'none', stroke: side(person.miss), 'stroke-width': 1.5})]
}

function drawPerson({person, lane}: Place, row: number, sheet: Sheet): Drawing {
  const {busiest, options, selected, text, what, width, x, y} = sheet
  const {key, first, calls, miss} = person
  const role = side(miss)
  const said = miss?.sentence ?? say('first seen', {call: `${what} ${figure(first + 1)}`})
  const [cx, cy, r] = [x(lane), y(row), 3.5 + 4.5 * Math.sqrt(calls / busiest)]
  const room = width - text - 8
  return mark(
    'g',
    {
      'data-key': key,
      'data-index': first,
      'data-path': miss?.causes[0]?.path,
      ...pressable(options, said),
    },
    mark('title', {}, said),
    mark('rect', {
      class: 'jl-back',
      x: text - 6,
      y: cy - 16,
      width: width - text + 2,
      height: stepHeight - 6,
      fill: key === selected ? 'tint' : 'paper',
      'fill-opacity': key === selected ? 1 : 0,
    }),
    mark('circle', {cx, cy, r, fill: role, stroke: role === 'data' ? 'dataText' : 'staticText'}),
    key === selected && mark('circle', {cx, cy, r: r + 3, fill: 'none', stroke: 'ink', 'stroke-width': 1.5}),
    ...line(edit(miss), text, cy + 1, room),
    write(aside(person, what), text, cy + 17, {size: 12, fill: 'muted', room}),
  )
}

/** When a key came first, how many calls came with it, what it cost, and how much more it changed. */
function aside({first, calls, miss}: Place['person'], what: 'call' | 'miss'): string {
  const seconds = miss === null ? 0 : total(miss.seconds)
  const more = (miss?.causes.length ?? 0) - 1
  return [
    `${what} ${figure(first + 1)}`,
    ...(what === 'call' ? [say('calls with key', {calls})] : []),
    ...(seconds > 0 ? [duration(seconds)] : []),
    ...(more > 0 ? [`and ${counted(more, 'more change')}`] : []),
  ].join(' · ')
}

function table(trace: Trace, explanation: Explanation, options?: LineageOptions): Table {
  const all = families(trace, explanation, options?.function)
  return {
    caption: say(all.length === 0 ? 'no key' : 'all keys'),
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'key', kind: 'number'},
      {name: 'nearest', kind: 'number'},
      {name: 'first call', kind: 'number'},
      {name: 'calls', kind: 'number'},
      {name: 'what differs'},
    ],
    rows: all.flatMap(({name: who, roots}) =>
      roots
        .flatMap((root) => everyone(root))
        .sort((a, b) => a.first - b.first)
        .map(({key, first, calls, miss}) => [
          who,
          String(key),
          miss === null || miss.nearest < 0 ? '–' : String(trace.keyAt(miss.nearest)),
          String(first + 1),
          String(calls),
          miss?.causes
            .map(
              ({path, now, before, change}) =>
                `${path}: ${change}, now ${now ?? 'gone'}, before ${before ?? 'absent'}`,
            )
            .join('; ') ?? '',
        ]),
    ),
  }
}

/** The keys of each function, each under the nearest earlier one, with the edit between them and how many calls came with it. */
export const lineage = chart<LineageOptions>(draw, table)
