import type {Trace} from '../../lib/index.ts'
import {type Further, isOfJax, isOfSeveral} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import type {State} from '../view.ts'

/** One view that opens on demand. */
interface Detail {
  readonly name: keyof Further['charts']
  readonly title: string
  readonly says: string
  /** Whether it shows the whole trace, wherever the reader stands. */
  readonly fixed?: boolean
  /** Left out for a trace that it has nothing to show of; always there where it is not given. */
  readonly fits?: (trace: Trace) => boolean
}

/** The views below the causes, in the order in which a reader asks for them. */
export const details: readonly Detail[] = [
  {
    name: 'waterfall',
    title: 'Waterfall',
    says: 'from cache to cache: which of them had the program of this call',
    fits: isOfJax,
  },
  {
    name: 'lineage',
    title: 'Lineage',
    says: 'which program came from which, and by what edit',
  },
  {
    name: 'cache',
    title: 'Cache',
    says: 'which programs are kept, what used them, and which were dropped',
    fits: isOfJax,
  },
  {name: 'costs', title: 'Costs', says: 'seconds by cause and function'},
  {
    name: 'compare',
    title: 'Compare',
    says: 'processes of one run, side by side',
    fixed: true,
    fits: isOfSeveral,
  },
  {name: 'misses', title: 'Table of misses', says: 'everything above in words', fixed: true},
]

/** The frame of a detail: its picture is drawn when it is opened. */
export const panel = ({name, title, says}: Detail, state: State): Drawing =>
  html(
    'details',
    {class: 'detail', 'data-detail': name, open: state.open.includes(name)},
    html('summary', {}, html('h2', {}, title), ' ', html('span', {class: 'quiet'}, says)),
    html('div', {class: 'tools'}, ...tools(name, state.locked)),
    html('div', {class: 'chart', 'data-chart': name}),
    name !== 'misses' && tableOf(name, title),
  )

/** The same as a picture, in words; it is written when it is opened. */
export const tableOf = (name: string, title: string): Drawing =>
  html(
    'details',
    {class: 'rest', 'data-table': name},
    html('summary', {}, `${title} as a table`),
    html('div', {class: 'cells', tabindex: '0'}),
  )

/** The buttons that save a picture; `data-save` is its name. */
export const tools = (name: string, locked: State['locked']): Drawing[] =>
  locked.includes('download') || name === 'misses'
    ? []
    : (['svg', 'png'] as const).map((format) =>
        html(
          'button',
          {
            type: 'button',
            class: 'tool',
            'data-save': name,
            'data-format': format,
            'aria-label': `Save the ${name} as ${format.toUpperCase()}`,
          },
          format.toUpperCase(),
        ),
      )
