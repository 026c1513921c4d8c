import {
  type Cause,
  counted,
  type Explanation,
  figure,
  type Key,
  type Miss,
  say,
  type Trace,
} from '../../lib/index.ts'
import {
  around,
  type Attributes,
  chart,
  type ChartOptions,
  clean,
  type Drawing,
  frame,
  line,
  mark,
  node,
  nothing,
  type Table,
  width as widthOf,
  widthFor,
  write,
  type Writing,
} from '../frame/index.ts'
import type {Role} from '../theme.ts'
import {calledAt, chosen, missAt, unit} from './position.ts'
import {type Branch, grow, type Line, unfold} from './tree.ts'

/** What the picture of a model takes. */
export interface ModelOptions extends ChartOptions {
  /** Paths that the reader opened. */
  readonly open?: readonly string[]
  /** Told the paths that are open when the reader opens or closes one. */
  readonly onOpen?: (open: readonly string[]) => void
}

type Piece = Writing & {readonly text: string}

const [rowHeight, most] = [21, 80]
const name = 'Model: graphdef and state'

interface Seen {
  readonly key: Key
  readonly miss: Miss | null
  readonly position: number
  readonly root: Branch
}

function look(trace: Trace, explanation: Explanation, options?: ModelOptions): Seen | null {
  if (trace.length === 0) return null
  const position = chosen(trace, explanation, options?.position)
  const id = trace.keyAt(position)
  if (id < 0) return null
  const miss = missAt(explanation, position) ?? null
  const key = trace.key(id)
  return {key, miss, position, root: grow(key, miss?.causes ?? [])}
}

const signs: Readonly<Record<Cause['change'], string>> = {
  changed: '≠',
  identity: '≠',
  added: '+',
  removed: '−',
  moved: '→',
}
const words: Readonly<Record<Cause['change'], string>> = {
  changed: 'changed',
  identity: 'another object, equal text',
  added: 'added',
  removed: 'removed',
  moved: 'moved',
}

const isData = ({component}: Cause): boolean => component === 'aval'

/** What stands at a branch on one of the two sides, before struck through and now beside it. */
function pieces(branch: Branch, side: 'fixed' | 'data'): Piece[] {
  const fill: Role = side === 'data' ? 'dataText' : 'staticText'
  const fact = branch[side]
  const causes = branch.causes.filter((cause) => isData(cause) === (side === 'data'))
  const changes = causes.flatMap((cause) => changed(cause, fact?.value, fill))
  if (fact === null) return changes
  const shared: Piece[] = fact.kind === 'reference' ? [{text: 'shared with', fill: 'ink'}] : []
  return [...changes, ...shared, {text: fact.value, font: 'code', fill}]
}

/** What a cause says beside the value that stands there. */
function changed({change, before, now, from}: Cause, value: string | undefined, fill: Role): Piece[] {
  const struck: Piece[] = before === null ? [] : [{text: before, font: 'code', fill: 'muted', struck: true}]
  switch (change) {
    case 'changed':
      return now === null || now === value ? struck : [...struck, {text: now, font: 'code', fill}]
    case 'removed':
      return struck
    case 'identity':
      return [{text: 'another object:', fill: 'ink'}]
    case 'moved':
      return [{text: `from ${from ?? '?'}`, fill: 'ink'}]
    case 'added':
      return []
  }
}

function draw(trace: Trace, explanation: Explanation, options?: ModelOptions): Drawing {
  const seen = look(trace, explanation, options)
  if (seen === null) return nothing(name, say(trace.length === 0 ? 'no model' : 'key untold'), options)
  const {key, miss, position, root} = seen
  const width = widthFor(options)
  const lines = unfold(root, new Set(options?.open))
  if (lines.length === 0) return nothing(name, say('no arguments'), options)
  const shown = lines.slice(0, most)
  const top = width < 600 ? 66 : 48
  const links = arcs(shown, top)
  const left = (links.length > 0 ? 34 : 14) + 8
  const height = top + shown.length * rowHeight + (lines.length > most ? 28 : 8)
  const said = describe(trace, miss, position)
  const across = Math.min(width, 1000) - left
  const sheet: Sheet = {
    width,
    left,
    columns: width < 600 ? null : [left + Math.round(across * 0.36), left + Math.round(across * 0.72)],
    key: key.id,
    isInteractive: options?.interactive === true,
  }
  return frame(
    name,
    `${said} ${miss?.sentence ?? ''}`,
    width,
    height,
    options,
    write(said, 8, 18, {size: 14, room: width - 16}),
    ...legend(sheet, top),
    ...shown.map((one, at) => drawLine(one, top + at * rowHeight, sheet)),
    ...links,
    lines.length > most &&
      write(`and ${counted(lines.length - most, 'more line')}: open a smaller part`, left, height - 10, {
        fill: 'muted',
        size: 12,
      }),
  )
}

function describe(trace: Trace, miss: Miss | null, position: number): string {
  const call = `${calledAt(trace, position)}, ${unit(trace)} ${figure(position + 1)}`
  if (miss === null) return say('whole key equal', {call})
  if (miss.nearest < 0) return say('first of function', {call})
  const earlier = `${unit(trace)} ${figure(miss.nearest + 1)}`
  return say(miss.causes.length === 0 ? 'nothing differs' : 'what differs', {call, earlier})
}

/** Where the lines of a model are drawn. */
interface Sheet {
  readonly width: number
  readonly left: number
  /** Where the graphdef and the state begin; null in a narrow picture, where all stands in one line. */
  readonly columns: readonly [number, number] | null
  readonly key: number
  readonly isInteractive: boolean
}

function legend({width, left, columns}: Sheet, top: number): Drawing[] {
  const y = top - 9
  const title = (x: number, role: 'static' | 'data', text: string, room: number) => {
    const words: Role = role === 'static' ? 'staticText' : 'dataText'
    const box = {x, y: y - 9, width: 10, height: 10, fill: role, stroke: words} as const
    return [mark('rect', box), write(text, x + 15, y, {size: 12, fill: words, room})]
  }
  if (columns === null) {
    const half = (width - left) / 2
    return [
      ...title(left, 'static', 'graphdef (static)', half - 20),
      ...title(left + half, 'data', 'state (data)', half - 20),
    ]
  }
  const [first, second] = columns
  return [
    ...title(first, 'static', 'graphdef: static, by value', second - first - 20),
    ...title(second, 'data', 'state: data, by type', width - second - 20),
  ]
}

function drawLine(one: Line, y: number, sheet: Sheet): Drawing {
  const {branch, fold, open} = one
  const {key, left, width} = sheet
  const base = y + 15
  const isRun = isFolded(one)
  const [cause] = isRun ? [] : branch.causes
  const path = isRun ? undefined : branch.path
  return mark(
    'g',
    {
      'data-path': path,
      'data-key': path === undefined ? undefined : key,
      ...touchable(one, sheet),
      class: cause === undefined ? undefined : 'jl-changed',
    },
    mark(
      'title',
      {},
      cause === undefined ? (path ?? labelOf(one)) : `${branch.path}: ${words[cause.change]}`,
    ),
    mark('rect', {
      class: 'jl-back',
      x: left - 8,
      y,
      width: width - left + 8,
      height: rowHeight,
      fill: cause === undefined ? 'paper' : 'tint',
      'fill-opacity': cause === undefined ? 0 : 1,
    }),
    cause !== undefined &&
      write(signs[cause.change], left - 1, base, {
        font: 'bold',
        fill: 'avoidableText',
        size: 14,
        anchor: 'middle',
      }),
    fold !== null &&
      mark('path', {
        d: open
          ? `M${indentOf(one, sheet) - 11} ${base - 8}h8l-4 6z`
          : `M${indentOf(one, sheet) - 10} ${base - 9}v8l6 -4z`,
        fill: 'muted',
      }),
    ...(isRun ? drawRun(one, base, sheet) : drawBranch(one, base, sheet)),
  )
}

/** Whether a line stands for several unchanged branches. */
const isFolded = ({branch, folded}: Line): boolean => folded[0] === branch

function labelOf({folded}: Line): string {
  const first = folded.slice(0, 12).map(({name}) => name)
  return say('entries unchanged', {entries: folded.length, names: first.join(', ')})
}

const indentOf = ({depth}: Line, {left, width}: Sheet): number =>
  left + Math.min(depth * 14, Math.max(0, width / 3 - 40)) + 14

const touchable = ({fold, open}: Line, {isInteractive}: Sheet): Attributes =>
  fold !== null && isInteractive
    ? {tabindex: 0, role: 'button', 'aria-expanded': open ? 'true' : 'false', 'data-fold': fold}
    : {}

function drawRun(one: Line, base: number, sheet: Sheet): Drawing[] {
  const x = indentOf(one, sheet)
  const room = sheet.width - x - (sheet.columns === null ? 6 : 16)
  return line([{text: labelOf(one), fill: 'muted', size: 12}], x, base, room)
}

/** A branch: its name, and what stands there in the graphdef and in the state. */
function drawBranch(one: Line, base: number, sheet: Sheet): Drawing[] {
  const {branch, folded} = one
  const {width, columns} = sheet
  const x = indentOf(one, sheet)
  const isGone = branch.causes[0]?.change === 'removed'
  const named: Piece = {text: branch.name, font: 'code', fill: isGone ? 'muted' : 'ink', struck: isGone}
  const [fixed, data] = [pieces(branch, 'fixed'), pieces(branch, 'data')]
  if (columns === null) return line([named, ...fixed, ...data], x, base, width - x - 6)
  const [first, last] = columns
  const inside = branch.size - Number(branch.fixed !== null) - Number(branch.data !== null)
  const more: Piece[] = folded.length > 0 ? [{text: `${figure(inside)} inside`, fill: 'muted', size: 12}] : []
  // A type that is too long for its column has the room of a graphdef that is not there.
  const second = fixed.length === 0 && wideOf(data) > width - last - 6 ? first : last
  return [
    ...line([named, ...more], x, base, first - x - 10),
    ...line(fixed, first, base, (data.length > 0 ? last : width) - first - 10),
    ...line(data, second, base, width - second - 6),
  ]
}

const wideOf = (all: readonly Piece[]): number =>
  all.reduce((sum, {text, font, size}) => sum + widthOf(clean(text.slice(0, 400)), size ?? 13, font) + 6, 0)

/** Links from each shared reference to what it shares, or to the line that holds it. */
function arcs(lines: readonly Line[], top: number): Drawing[] {
  const rows = new Map(
    lines.flatMap(({branch, folded}, at) =>
      (folded[0] === branch ? folded : [branch]).map((one) => [one.path, at]),
    ),
  )
  const middle = (row: number) => top + row * rowHeight + rowHeight / 2
  return lines.flatMap(({branch, folded}, at) => {
    if (folded[0] === branch || branch.fixed?.kind !== 'reference') return []
    let target = branch.fixed.value
    while (!rows.has(target) && target.includes('.')) target = target.slice(0, target.lastIndexOf('.'))
    const to = rows.get(target)
    if (to === undefined || to === at) return []
    const [from, end] = [middle(at), middle(to)]
    const bow = 32 - Math.min(26, 6 + Math.abs(at - to) * 2)
    return [
      mark(
        'path',
        {
          d: `M32 ${from}C${bow} ${from} ${bow} ${end} 30 ${end}`,
          fill: 'none',
          stroke: 'static',
          'stroke-width': 1.5,
        },
        mark('title', {}, `${branch.path} is ${branch.fixed.value}`),
      ),
      mark('path', {d: `M34 ${end}l-6 -3.5v7z`, fill: 'static'}),
    ]
  })
}

function table(trace: Trace, explanation: Explanation, options?: ModelOptions): Table {
  const seen = look(trace, explanation, options)
  const columns = [
    {name: 'path', kind: 'code'},
    {name: 'part', kind: 'word'},
    {name: 'change', kind: 'word'},
    {name: 'now', kind: 'code'},
    {name: 'before', kind: 'code'},
  ] as const
  if (seen === null) return {caption: say('key unknown'), columns, rows: []}
  const {key, miss, position, root} = seen
  const part = (component: Cause['component']) => (component === 'aval' ? 'state' : component)
  const changes = (miss?.causes ?? []).flatMap((cause) =>
    (cause.paths ?? [cause.path]).map((path) => [
      path,
      part(cause.component),
      cause.change === 'moved' ? `moved from ${cause.from ?? '?'}` : words[cause.change],
      cause.now ?? '',
      cause.before ?? '',
    ]),
  )
  const rest = root.size - changes.length
  const facts = key.facts.length
  const held =
    changes.length > 0 ? say('facts unchanged', {facts, rest: Math.max(0, rest)}) : say('facts', {facts})
  return {
    caption: `${describe(trace, miss, position)}. ${held}.`,
    columns,
    rows:
      changes.length > 0
        ? changes
        : key.facts
            .filter(({component}) => component !== 'context')
            .map(({path, component, kind, value}) => [
              path.reduce(
                (text, segment) =>
                  text === '' || segment.startsWith('[') ? text + segment : `${text}.${segment}`,
                '',
              ),
              part(component),
              kind,
              value,
              '',
            ]),
  }
}

/** The model of the chosen call as a tree: the graphdef beside the state, with what differs from the nearest earlier key marked in place. */
export const model = chart<ModelOptions>(draw, table, (svg, trace, explanation, options) => {
  const open = new Set(options.open)
  const toggle = (event: Event) => {
    const fold = around(event.target, '[data-fold]')?.getAttribute('data-fold') ?? null
    if (fold === null) return
    if (!open.delete(fold)) open.add(fold)
    const fresh = node(options.document, draw(trace, explanation, {...options, open: [...open]}))
    for (const name of ['height', 'viewBox']) svg.setAttribute(name, fresh.getAttribute(name) ?? '')
    svg.replaceChildren(...fresh.childNodes)
    for (const place of svg.querySelectorAll<SVGElement>('[data-fold]'))
      if (place.getAttribute('data-fold') === fold) place.focus()
    options.onOpen?.([...open])
  }
  svg.addEventListener('click', toggle)
  svg.addEventListener('keydown', (event) => {
    if ('key' in event && (event.key === 'Enter' || event.key === ' ')) toggle(event)
  })
  return svg
})
