import {around} from '../frame/index.ts'

const marks = ['path', 'key', 'function'] as const

/** What lights up together: every element that carries the same path, key or function. */
export interface Mark {
  readonly kind: (typeof marks)[number]
  readonly value: string
}

/** The most telling mark that an event's target, or the nearest element around it, carries. */
export function markOf(target: unknown): Mark | null {
  const found = around(target, '[data-path],[data-key],[data-function]')
  for (const kind of marks) {
    const value = found?.getAttribute(`data-${kind}`) ?? null
    if (value !== null) return {kind, value}
  }
  return null
}

/** Gives `name` as a class to the elements under `root` that carry one of the marks, and takes it from all others. */
export function lightUp(root: Element, name: string, chosen: readonly (Mark | null)[]): void {
  for (const old of root.querySelectorAll(`.${name}`)) old.classList.remove(name)
  for (const mark of chosen) {
    if (mark === null) continue
    for (const element of root.querySelectorAll(`[data-${mark.kind}]`)) {
      if (element.getAttribute(`data-${mark.kind}`) === mark.value) element.classList.add(name)
    }
  }
}
