import {type Selection, selectionOf} from '../frame/index.ts'

/** What the focused mark stands for, where the focus is in `place`; a chart that is drawn again gives it back. */
export function focusIn(place: Element): Selection | null {
  const home = place.getRootNode()
  const active = home instanceof ShadowRoot || home instanceof Document ? home.activeElement : null
  return active !== null && place.contains(active) ? (selectionOf(active) ?? {}) : null
}

/** Gives the focus to the mark in `place` that stands for the same, or to the first. */
export function giveFocus(place: Element, {index, path, key, function: fn}: Selection): void {
  const marks = [...place.querySelectorAll<SVGElement | HTMLElement>('[tabindex],[data-index]')]
  const same = marks.find((mark) => {
    const found = selectionOf(mark)
    return (
      found !== null &&
      found.index === index &&
      found.path === path &&
      found.key === key &&
      found.function === fn
    )
  })
  ;(same ?? marks[0])?.focus({preventScroll: true})
}
