import {say} from '../../lib/index.ts'
import {type CompareOptions, type Run} from '../charts/index.ts'
import {around, html, node, type Selection, tabulate} from '../frame/index.ts'
import type {State} from '../view.ts'
import {tools} from './details.ts'
import {fetchFor, type Pictures} from './pictures.ts'
import {giving} from './save.ts'

interface SideOptions {
  /** Makes the nodes. */
  readonly document: Document
  /** The picture of them, among others, or what fetches it. */
  readonly pictures: Pictures
  /** The controls that the reader may not use. */
  readonly locked: State['locked']
  /** Told which event of which run the reader chose. */
  readonly choose: (selection: Selection) => void
}

export interface Side {
  readonly element: Element
  dispose(): void
}

/** What the comparison of several runs is drawn of. */
export const beside = ([first, ...others]: readonly Run[]): CompareOptions => ({
  others,
  ...(first !== undefined && {name: first.name}),
})

/** The comparison on the page. */
interface Place extends SideOptions {
  pictures: Pictures
  readonly first: Run
  readonly runs: readonly Run[]
  readonly element: Element
  /** The width of the picture in px; 0 until it is measured. */
  width: number
}

/** The runs side by side, as wide as there is room, and the same as a table. */
export function side(runs: readonly Run[], options: SideOptions): Side {
  const {document, locked} = options
  const [first] = runs
  const element = node(
    document,
    html(
      'section',
      {class: 'call', 'aria-label': 'Comparison of the runs'},
      html('h2', {}, say('runs beside')),
      html('div', {class: 'chart'}),
      html(
        'div',
        {class: 'tools'},
        html('span', {class: 'trouble', role: 'status'}),
        ...tools('compare', locked),
      ),
      html(
        'details',
        {class: 'rest'},
        html('summary', {}, 'Comparison as a table'),
        html('div', {class: 'cells', tabindex: '0'}),
      ),
    ),
  )
  if (first === undefined) return {element, dispose: () => undefined}
  const place: Place = {...options, first, runs, element, width: 0}
  element.addEventListener('click', (event) => save(place, event))
  element.querySelector('details')?.addEventListener('toggle', () => drawTable(place))
  const resizes = resizesOf(place)
  draw(place)
  return {element, dispose: () => resizes?.disconnect()}
}

const pictureOf = ({element}: Place): Element | null => element.querySelector('.chart')

function draw(place: Place): void {
  const {choose, document, first, pictures, runs, width} = place
  const picture = pictureOf(place)
  if (picture === null) return
  if (typeof pictures === 'function') {
    fetchFor(picture, pictures, (further) => {
      place.pictures = further
      draw(place)
      drawTable(place)
    })
    return
  }
  picture.replaceChildren(
    pictures.charts.compare(first.trace, first.explanation, {
      ...beside(runs),
      document,
      interactive: true,
      onSelect: choose,
      ...(width > 0 && {width}),
    }),
  )
}

function drawTable({document, element, first, pictures, runs}: Place): void {
  if (typeof pictures === 'function') return
  const table = tabulate(pictures.charts.compare.table(first.trace, first.explanation, beside(runs)))
  element.querySelector('.cells')?.replaceChildren(node(document, table))
}

function save({document, element, first, pictures, runs, width}: Place, event: Event): void {
  const button = around(event.target, 'button[data-save]')
  if (button === null || typeof pictures === 'function') return
  event.stopPropagation()
  const {charts, offer, pictureFile} = pictures
  const picture = charts.compare.draw(first.trace, first.explanation, {
    ...beside(runs),
    standalone: true,
    width: Math.max(width, 720),
  })
  const format = button.getAttribute('data-format') ?? 'svg'
  void giving(document, element.querySelector('.trouble'), async () =>
    offer(document, await pictureFile(document, picture, format), `compare.${format}`),
  )
}

/** Draws the picture anew when there is more or less room for it. */
function resizesOf(place: Place): ResizeObserver | null {
  const page = place.document.defaultView
  if (page === null || !('ResizeObserver' in page)) return null
  const resizes = new ResizeObserver(() => {
    const measured = pictureOf(place)?.clientWidth ?? 0
    if (measured === 0 || measured === place.width) return
    place.width = measured
    draw(place)
  })
  resizes.observe(place.element)
  return resizes
}
