interface Marked {
  closest(selectors: string): Element | null
}

const isMarked = (target: unknown): target is Marked =>
  typeof target === 'object' && target !== null && 'closest' in target && typeof target.closest === 'function'

/** The innermost element around an event's target that a selector names; null where there is none, or the target is no element. */
export const around = (target: unknown, selector: string): Element | null =>
  isMarked(target) ? target.closest(selector) : null
