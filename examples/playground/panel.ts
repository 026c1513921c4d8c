import {type Drawing, html, node} from '../../viz/index.ts'
import {find} from '../site/index.ts'
import {changesOf, given, type Part} from './model.ts'

/** The place of the models, part by part, shut until somebody asks for it. */
export const panel = (): Drawing =>
  html(
    'details',
    {class: 'models', hidden: ''},
    html('summary', {}, 'The model, part by part'),
    html(
      'fieldset',
      {},
      html('legend', {class: 'away'}, 'Change a part: a line is added to the program'),
      // A fieldset whose own children change is laid out anew as a whole.
      html('div', {class: 'parts'}),
    ),
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

/** Lays a row for each part; those of parts that are as they were stay, and with them the focus. */
function lay(box: HTMLElement, parts: readonly Part[], shown: readonly Part[]): void {
  const before = [...box.children]
  for (const [at, part] of parts.entries()) {
    const [old, was] = [before[at], shown[at]]
    if (old === undefined) box.append(node(document, row(part)))
    else if (was?.path !== part.path || was.is !== part.is || was.kind !== part.kind)
      old.replaceWith(node(document, row(part)))
  }
  for (const old of before.slice(parts.length)) old.remove()
}

/**
 * Brings the panel of models to life.
 *
 * @param has whether there is a model now
 * @param parts what there is of all models
 * @param add runs the program with a line more
 * @returns what shows the parts as they are after a run
 */
export function livePanel(
  place: HTMLDetailsElement,
  has: () => boolean,
  parts: () => ReadonlyMap<string, readonly Part[]>,
  add: (line: string) => void,
): () => void {
  const box = find(place, '.parts')
  let shown: readonly Part[] = []
  const draw = (): void => {
    place.hidden = !has()
    if (!place.open) return
    const all = [...parts().values()].flat()
    const focused = box.contains(document.activeElement) ? document.activeElement?.ariaLabel : null
    lay(box, all, shown)
    shown = all
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
    const part = shown.find((one) => one.path === path)
    if (part !== undefined && target instanceof HTMLInputElement && target.value.trim() !== '')
      add(given(part, target.value))
  })
  return draw
}
