import {type Drawing, html, node} from '../../viz/index.ts'
import {find} from '../site/index.ts'
import {changesOf, given, type Part} from './model.ts'

/** The place of the models, part by part, shut until somebody asks for it. */
export const panel = (): Drawing =>
  html(
    'details',
    {class: 'models', hidden: ''},
    html('summary', {}, 'The model, part by part'),
    html('fieldset', {}, html('legend', {class: 'away'}, 'Change a part: a line is added to the program')),
  )

const row = (part: Part): Drawing =>
  html(
    'div',
    {class: `part ${part.kind}`, 'data-path': part.path},
    html('code', {}, part.path),
    part.kind === 'setting'
      ? html('input', {value: part.is, 'aria-label': part.path, spellcheck: 'false', autocomplete: 'off'})
      : html('span', {class: 'is'}, part.is),
    html(
      'span',
      {class: 'does'},
      ...changesOf(part).map(({label, line}) =>
        html('button', {type: 'button', 'data-line': line, 'aria-label': `${label}: ${part.path}`}, label),
      ),
    ),
  )

/** Lays rows behind a legend; those that are there already stay, and with them the focus. */
function lay(box: HTMLElement, rows: readonly Element[]): void {
  const [, ...before] = box.children
  for (const [at, row] of rows.entries()) {
    const old = before[at]
    if (old === undefined) box.append(row)
    else if (!old.isEqualNode(row)) old.replaceWith(row)
  }
  for (const old of before.slice(rows.length)) old.remove()
}

/**
 * Brings the panel of models to life.
 *
 * @param parts what there is now
 * @param add runs the program with a line more
 * @returns what shows the parts as they are after a run
 */
export function livePanel(
  place: HTMLDetailsElement,
  parts: () => ReadonlyMap<string, readonly Part[]>,
  add: (line: string) => void,
): () => void {
  const box = find(place, 'fieldset', HTMLFieldSetElement)
  const draw = (): void => {
    const all = [...parts().values()].flat()
    place.hidden = all.length === 0
    if (!place.open) return
    const focused = box.contains(document.activeElement) ? document.activeElement?.ariaLabel : null
    lay(
      box,
      all.map((part) => node(document, row(part))),
    )
    if (focused !== null && !box.contains(document.activeElement)) {
      const again = [...box.querySelectorAll<HTMLElement>('input, button')]
      const same = again.find(({ariaLabel}) => ariaLabel === focused)
      ;(same ?? find(place, 'summary')).focus()
    }
  }
  place.addEventListener('toggle', draw)
  box.addEventListener('click', ({target}) => {
    const line = target instanceof HTMLElement ? target.dataset['line'] : undefined
    if (line !== undefined) add(line)
  })
  box.addEventListener('change', ({target}) => {
    const path = target instanceof HTMLInputElement ? target.ariaLabel : null
    const part = [...parts().values()].flat().find((one) => one.path === path)
    if (part !== undefined && target instanceof HTMLInputElement && target.value.trim() !== '')
      add(given(part, target.value))
  })
  return draw
}
