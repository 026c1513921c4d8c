import {duration, total} from '../../lib/index.ts'
import {foretoldBy} from './tried.ts'
import type {Stage} from './stage.ts'

/** Every cause says what would be left of it, also where the fix of another spares it. */
export function markSpared(stage: Stage): void {
  const {explanation, root, trace} = stage
  const {gone} = foretoldBy(stage)
  for (const item of root.querySelectorAll('[data-group]')) {
    const misses = explanation.groups[Number(item.getAttribute('data-group'))]?.misses ?? []
    const kept = misses.filter((index) => !gone.has(index))
    const isSpared = kept.length < misses.length
    const seconds = kept.reduce((sum, index) => sum + total(trace.seconds(index)), 0)
    item.classList.toggle('spared', isSpared)
    item.querySelector('.left')?.replaceChildren(isSpared ? duration(seconds) : '')
  }
}
