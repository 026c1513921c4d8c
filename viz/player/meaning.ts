import type {Stage} from './stage.ts'

/** Says what a word means, right below it. */
export function explainWord({root, document}: Stage, button: Element): void {
  const box = root.querySelector<HTMLElement>('.gloss')
  const page = document.defaultView
  if (box === null || page === null || typeof box.showPopover !== 'function') return
  box.replaceChildren(button.getAttribute('data-means') ?? '')
  box.showPopover()
  const {bottom, left} = button.getBoundingClientRect()
  const most = document.documentElement.clientWidth - box.offsetWidth - 12
  box.style.left = `${Math.max(12, Math.min(left, most)) + page.scrollX}px`
  box.style.top = `${bottom + 6 + page.scrollY}px`
}
