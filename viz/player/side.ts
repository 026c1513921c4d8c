import {compare, type CompareOptions, type Run} from '../charts/index.ts'
import {html, node, type Selection, tabulate} from '../frame/index.ts'
import type {State} from '../view.ts'
import {tools} from './details.ts'
import {nearest} from './light.ts'
import {savePicture} from './save.ts'

export interface SideOptions {
  readonly document: Document
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

/** The runs side by side, as wide as there is room, and the same as a table. */
export function side(runs: readonly Run[], {document, locked, choose}: SideOptions): Side {
  const [first] = runs
  const element = node(
    document,
    html(
      'section',
      {class: 'stage', 'aria-label': 'Comparison of the runs'},
      html('div', {class: 'chart'}),
      html('div', {class: 'tools'}, ...tools('compare', locked)),
      html(
        'details',
        {class: 'rest'},
        html('summary', {}, 'Comparison as a table'),
        html('div', {class: 'cells'}),
      ),
    ),
  )
  const place = element.querySelector('.chart')
  let width = 0

  function draw(): void {
    if (first === undefined) return
    place?.replaceChildren(
      compare(first.trace, first.explanation, {
        ...beside(runs),
        document,
        interactive: true,
        onSelect: choose,
        ...(width > 0 && {width}),
      }),
    )
  }

  element.addEventListener('click', (event) => {
    const button = nearest(event.target, 'button[data-save]')
    if (button === null || first === undefined) return
    event.stopPropagation()
    void savePicture(
      document,
      compare.draw(first.trace, first.explanation, {
        ...beside(runs),
        standalone: true,
        width: Math.max(width, 720),
      }),
      'compare',
      button.getAttribute('data-format') ?? 'svg',
    )
  })
  element.querySelector('details')?.addEventListener('toggle', () => {
    if (first !== undefined)
      element
        .querySelector('.cells')
        ?.replaceChildren(
          node(document, tabulate(compare.table(first.trace, first.explanation, beside(runs)))),
        )
  })
  const resizes =
    document.defaultView === null || !('ResizeObserver' in document.defaultView)
      ? null
      : new ResizeObserver(() => {
          const measured = place?.clientWidth ?? 0
          if (measured === 0 || measured === width) return
          width = measured
          draw()
        })
  resizes?.observe(element)
  draw()
  return {element, dispose: () => resizes?.disconnect()}
}
