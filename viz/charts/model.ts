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
import {chosen, missAt, unit} from './position.ts'
import {type Branch, grow, type Line, unfold} from './tree.ts'

export interface ModelOptions extends ChartOptions {
  /** Paths that the reader opened. */
  readonly open?: readonly string[]
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
  const causes = branch.causes.filter((cause) => isData(cause) === (side === 'data'))
  const fact = branch[side]
  const shown: Piece[] = []
  for (const {change, before, now, from} of causes) {
    if (change === 'changed' && before !== null)
      shown.push({text: before, font: 'code', fill: 'muted', struck: true})
    if (change === 'changed' && now !== null && (fact === null || now !== fact.value))
      shown.push({text: now, font: 'code', fill})
    if (change === 'removed') shown.push({text: before ?? '', font: 'code', fill: 'muted', struck: true})
    if (change === 'identity') shown.push({text: 'another object:', fill: 'ink'})
    if (change === 'moved') shown.push({text: `from ${from ?? '?'}`, fill: 'ink'})
  }
  if (fact !== null) {
    if (fact.kind === 'reference') shown.push({text: 'shared with', fill: 'ink'})
    shown.push({text: fact.value, font: 'code', fill})
  }
  return shown
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
  const columns =
    width < 600
      ? null
      : [
          left + Math.round((Math.min(width, 1000) - left) * 0.36),
          left + Math.round((Math.min(width, 1000) - left) * 0.72),
        ]
  return frame(
    name,
    `${said} ${miss?.sentence ?? ''}`,
    width,
    height,
    options,
    write(said, 8, 18, {size: 14, room: width - 16}),
    ...legend(width, columns, left, top),
    ...shown.map((one, at) => drawLine(one, top + at * rowHeight, left, width, columns, key.id, options)),
    ...links,
    lines.length > most &&
      write(`and ${counted(lines.length - most, 'more line')}: open a smaller part`, left, height - 10, {
        fill: 'muted',
        size: 12,
      }),
  )
}

function describe(trace: Trace, miss: Miss | null, position: number): string {
  const call = `${trace.functions[trace.functionAt(position)]?.name ?? '?'}, ${unit(trace)} ${figure(position + 1)}`
  if (miss === null) return say('whole key equal', {call})
  if (miss.nearest < 0) return say('first of function', {call})
  const earlier = `${unit(trace)} ${figure(miss.nearest + 1)}`
  return say(miss.causes.length === 0 ? 'nothing differs' : 'what differs', {call, earlier})
}

function legend(width: number, columns: readonly number[] | null, left: number, top: number): Drawing[] {
  const [first, second] = columns ?? [left, left + (width - left) / 2]
  const y = top - 9
  const title = (x: number, role: 'static' | 'data', text: string, room: number) => [
    mark('rect', {
      x,
      y: y - 9,
      width: 10,
      height: 10,
      fill: role,
      stroke: role === 'static' ? 'staticText' : 'dataText',
    }),
    write(text, x + 15, y, {size: 12, fill: role === 'static' ? 'staticText' : 'dataText', room}),
  ]
  return [
    ...title(
      first ?? left,
      'static',
      columns === null ? 'graphdef (static)' : 'graphdef: static, by value',
      (second ?? width) - (first ?? 0) - 20,
    ),
    ...title(
      second ?? left,
      'data',
      columns === null ? 'state (data)' : 'state: data, by type',
      width - (second ?? 0) - 20,
    ),
  ]
}

function drawLine(
  {depth, branch, folded, fold, open}: Line,
  y: number,
  left: number,
  width: number,
  columns: readonly number[] | null,
  key: number,
  options: ModelOptions | undefined,
): Drawing {
  const isRun = folded.length > 0 && folded[0] === branch
  const indent = Math.min(depth * 14, Math.max(0, width / 3 - 40))
  const x = left + indent + 14
  const base = y + 15
  const [cause] = isRun ? [] : branch.causes
  const gone = cause?.change === 'removed'
  const touch =
    fold !== null && options?.interactive === true
      ? {tabindex: 0, role: 'button', 'aria-expanded': open ? 'true' : 'false', 'data-fold': fold}
      : {}
  const label = isRun
    ? say('entries unchanged', {
        entries: folded.length,
        names: folded
          .slice(0, 12)
          .map((one) => one.name)
          .join(', '),
      })
    : branch.name
  const named: Piece = isRun
    ? {text: label, fill: 'muted', size: 12}
    : {text: label, font: 'code', fill: gone ? 'muted' : 'ink', struck: gone}
  const inside =
    !isRun && folded.length > 0 && columns === null
      ? []
      : !isRun && folded.length > 0
        ? [
            {
              text: `${figure(branch.size - Number(branch.fixed !== null) - Number(branch.data !== null))} inside`,
              fill: 'muted',
              size: 12,
            } as const,
          ]
        : []
  const [fixed, data] = isRun ? [[], []] : [pieces(branch, 'fixed'), pieces(branch, 'data')]
  const wide = data.reduce(
    (sum, {text, font, size}) => sum + widthOf(clean(text.slice(0, 400)), size ?? 13, font) + 6,
    0,
  )
  const second = columns?.[fixed.length === 0 && wide > width - (columns[1] ?? 0) - 6 ? 0 : 1] ?? 0
  const texts =
    columns === null
      ? line([named, ...fixed, ...data], x, base, width - x - 6)
      : [
          ...line(
            isRun ? [named] : [named, ...inside],
            x,
            base,
            (isRun ? width - 6 : (columns[0] ?? 0)) - x - 10,
          ),
          ...line(
            fixed,
            columns[0] ?? 0,
            base,
            (data.length > 0 ? (columns[1] ?? 0) : width) - (columns[0] ?? 0) - 10,
          ),
          ...line(data, second, base, width - second - 6),
        ]
  return mark(
    'g',
    {
      'data-path': isRun ? undefined : branch.path,
      'data-key': isRun ? undefined : key,
      ...touch,
      class: cause === undefined ? undefined : 'jl-changed',
    },
    mark(
      'title',
      {},
      cause === undefined ? (isRun ? label : branch.path) : `${branch.path}: ${words[cause.change]}`,
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
        fill: 'retraceText',
        size: 14,
        anchor: 'middle',
      }),
    fold !== null &&
      mark('path', {
        d: open ? `M${x - 11} ${base - 8}h8l-4 6z` : `M${x - 10} ${base - 9}v8l6 -4z`,
        fill: 'muted',
      }),
    ...texts,
  )
}

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
