import {breaking} from './breaking.ts'
import type {Explanation, Trace} from '../../lib/index.ts'
import {fonts, type Role, type Scheme, stylesheet} from '../theme.ts'
import {around} from './around.ts'
import {type Attributes, type Child, type Drawing, html, mark, node} from './drawing.ts'
import {clean, type Font, shorten, wrap} from './text.ts'

/** What a reader points at: a call, a path, a key or a function. Marks carry it as `data-index`, `data-path`, `data-key` and `data-function`, beside other runs also `data-run`. */
export interface Selection {
  /** Which of several runs, from 0. */
  readonly run?: number
  /** Position of a call in the trace. */
  readonly index?: number
  /** A path of the key as text, `model.drop.rate`. */
  readonly path?: string
  /** The id of a key in the trace. */
  readonly key?: number
  /** The id of a function in `trace.functions`. */
  readonly function?: number
}

/** What every chart takes. */
export interface ChartOptions {
  /** Width in px, 320 to 2560; 720 where it is not given. */
  readonly width?: number
  /** The position in the trace that the reader looks at; where it is not given, the miss that the headline names. */
  readonly position?: number
  /** Light or dark; `auto`, as the reader's system has it, where it is not given. */
  readonly scheme?: Scheme
  /** Carry the style sheet and a paper, for a file that stands alone. */
  readonly standalone?: boolean
  /** Listen to the reader: focusable marks, zoom, folds. Without it a picture has no listeners. */
  readonly interactive?: boolean
  /** Positions of the misses that a what-if spares: they are drawn as ghosts, and their seconds count in no sum. */
  readonly gone?: ReadonlySet<number>
  /** What stands above the picture in the place of its own sentence; code between backticks. */
  readonly title?: string
  /** False where the page around a picture says its run and its call. */
  readonly heading?: boolean
  /** Told what the reader chose. */
  readonly onSelect?: (selection: Selection) => void
}

/** Everything that a picture says, as text. */
export interface Table {
  /** What it shows, in a sentence. */
  readonly caption: string
  readonly columns: readonly Column[]
  /** The cells of each row, one a column. */
  readonly rows: readonly (readonly string[])[]
}

/** A column of a table. */
export interface Column {
  /** Its heading. */
  readonly name: string
  /** `code` for paths and values, `number` for what is aligned at the right, `word` for a word that stays whole. */
  readonly kind?: 'code' | 'number' | 'word'
}

/**
 * A picture of a trace. The function gives a detached node for the injected document; `draw` gives the same picture as plain
 * values (`markup` writes them to a file, without a document), and `table` says all of it in text.
 */
export interface Chart<Options extends ChartOptions = ChartOptions> {
  (trace: Trace, explanation: Explanation, options: Options & {readonly document: Document}): Element
  readonly draw: (trace: Trace, explanation: Explanation, options?: Options) => Drawing
  readonly table: (trace: Trace, explanation: Explanation, options?: Options) => Table
  /** Takes a picture that is on a page to another call; false where it has to be drawn anew. */
  readonly step: (element: Element, position: number) => boolean
}

/** What a chart adds when the reader may touch it: listens on the node, and redraws in it. */
type Wire<Options> = (
  element: Element,
  trace: Trace,
  explanation: Explanation,
  options: Options & {readonly document: Document},
) => Element

/** Makes a chart of its two pure halves, of what listens, and of what takes it to another call. */
export function chart<Options extends ChartOptions = ChartOptions>(
  draw: (trace: Trace, explanation: Explanation, options: Options | undefined) => Drawing,
  table: (trace: Trace, explanation: Explanation, options: Options | undefined) => Table,
  wire: Wire<Options> = (element) => element,
  step: Chart['step'] = () => false,
): Chart<Options> {
  const render = (
    trace: Trace,
    explanation: Explanation,
    options: Options & {readonly document: Document},
  ): Element => {
    const element = node(options.document, draw(trace, explanation, options))
    return options.interactive === true
      ? choose(wire(element, trace, explanation, options), options)
      : element
  }
  return Object.assign(render, {draw, table, step})
}

/** Tells `onSelect` what was clicked, or chosen with Enter or the space bar. */
function choose(element: Element, {onSelect}: ChartOptions): Element {
  if (onSelect === undefined) return element
  const tell = (event: Event) => {
    const selection = selectionOf(event.target)
    if (selection !== null) onSelect(selection)
    return selection !== null
  }
  element.addEventListener('click', tell)
  element.addEventListener('keydown', (event) => {
    if (!('key' in event) || (event.key !== 'Enter' && event.key !== ' ')) return
    if (tell(event)) event.preventDefault()
  })
  return element
}

/** What makes a mark a button for the keyboard, where the reader may choose it: its words are its name, and a sentence describes it. */
export const pressable = (options: ChartOptions | undefined, sentence: string): Attributes =>
  options?.interactive === true && options.onSelect !== undefined
    ? {tabindex: 0, role: 'button', 'aria-description': sentence}
    : {}

/** What the mark under an event's target stands for; null where it stands for nothing. */
export function selectionOf(target: unknown): Selection | null {
  const found = around(target, '[data-index],[data-path],[data-key],[data-function]')
  if (found === null) return null
  const number = (name: string): number | undefined =>
    found.hasAttribute(name) ? Number(found.getAttribute(name)) : undefined
  const [index, key, fn, run, path] = [
    number('data-index'),
    number('data-key'),
    number('data-function'),
    number('data-run'),
    found.getAttribute('data-path'),
  ]
  return {
    ...(run !== undefined && {run}),
    ...(index !== undefined && {index}),
    ...(key !== undefined && {key}),
    ...(fn !== undefined && {function: fn}),
    ...(path !== null && {path}),
  }
}

/** The width that a chart draws in, 320 to 2560 px. */
export const widthFor = (options: ChartOptions | undefined): number =>
  Math.min(2560, Math.max(320, Math.round(options?.width ?? 720)))

/** The root of a picture, with its name and what it shows for those who do not see it. */
export function frame(
  name: string,
  description: string,
  width: number,
  height: number,
  options: ChartOptions | undefined,
  ...children: Child[]
): Drawing {
  const scheme = options?.scheme ?? 'auto'
  return mark(
    'svg',
    {
      class: scheme === 'auto' ? 'jl' : `jl jl-${scheme}`,
      role: options?.interactive === true ? 'group' : 'img',
      'aria-label': name,
      width,
      height,
      viewBox: `0 0 ${width} ${Math.round(height)}`,
      'font-family': fonts.prose,
      'font-size': 13,
    },
    options?.standalone === true && mark('title', {}, name),
    mark('desc', {}, description),
    options?.standalone === true && mark('style', {}, stylesheet),
    options?.standalone === true && mark('rect', {fill: 'paper', width, height}),
    ...children,
  )
}

/** A picture with nothing to show says why, in a sentence. */
export function nothing(name: string, sentence: string, options: ChartOptions | undefined): Drawing {
  const width = widthFor(options)
  const lines = wrap(clean(sentence), Math.min(width - 16, 560), 14, 'prose', 3)
  return frame(
    name,
    sentence,
    width,
    16 + lines.length * 20,
    options,
    ...lines.map((line, at) => write(line, 8, 22 + at * 20, {size: 14, fill: 'muted'})),
  )
}

interface Writing {
  readonly size?: number
  readonly font?: Font
  readonly fill?: Role
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Room in px; a longer text is shortened in its middle and shows whole on hover. */
  readonly room?: number
  readonly more?: Attributes
}

/** A line of text at a place. */
export function write(
  raw: string,
  x: number,
  y: number,
  {size = 13, font = 'prose', fill = 'ink', anchor, room, more}: Writing = {},
): Drawing {
  const text = clean(raw)
  const shown = room === undefined ? text : shorten(text, room, size, font)
  return mark(
    'text',
    {
      ...more,
      x,
      y,
      fill,
      'font-size': size === 13 ? undefined : size,
      'font-weight': font === 'bold' ? 600 : undefined,
      'font-family': font === 'code' ? fonts.code : undefined,
      class: font === 'code' ? 'jl-code' : more?.['class'],
      'text-anchor': anchor,
    },
    shown !== text && mark('title', {}, text),
    shown,
  )
}

/** Prose with what stands between backticks as code. */
const prose = (text: string): (Drawing | string)[] =>
  text
    .split('`')
    .map((part, at, parts) =>
      at % 2 === 1 && at < parts.length - 1
        ? html('code', {class: 'jl-code'}, ...breaking(part))
        : at % 2 === 1
          ? `\`${part}`
          : part,
    )

/** A table as an HTML drawing; on a narrow screen each row becomes a block that names its cells. */
export const tabulate = ({caption, columns, rows}: Table): Drawing =>
  html(
    'table',
    {class: 'jl'},
    html('caption', {}, ...prose(caption)),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        ...columns.map(({name, kind}) => html('th', {scope: 'col', class: kind && `jl-${kind}`}, name)),
      ),
    ),
    html(
      'tbody',
      {},
      ...rows.map((row) =>
        html(
          'tr',
          {},
          ...row.map((cell, at) =>
            html(
              'td',
              {class: columns[at]?.kind && `jl-${columns[at].kind}`, 'data-label': columns[at]?.name},
              ...(columns[at]?.kind === undefined ? prose(cell) : breaking(cell)),
            ),
          ),
        ),
      ),
    ),
  )
