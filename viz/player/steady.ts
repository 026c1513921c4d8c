import type {Stage} from './stage.ts'

const parts = '.now, .call > .chart, .detail > .chart'

/**
 * Keeps what shows one call as high as it was for any call before, so that nothing below it moves at a step; as long as the page is as wide
 * as it is.
 */
export function keepHeights({document, root}: Stage, signal: AbortSignal): void {
  const page = document.defaultView
  if (page === null || !('ResizeObserver' in page)) return
  const highest = new WeakMap<Element, {width: number; height: number}>()
  const sizes = new page.ResizeObserver((entries) => {
    for (const {target, borderBoxSize} of entries) {
      const [size] = borderBoxSize
      if (!(target instanceof page.HTMLElement) || size === undefined) continue
      const {blockSize: height, inlineSize: width} = size
      const known = highest.get(target)
      const isOther = known !== undefined && known.width !== width
      if (!isOther && height <= (known?.height ?? 0)) continue
      highest.set(target, {width, height: isOther ? 0 : height})
      target.style.minHeight = isOther ? '' : `${height}px`
    }
  })
  for (const part of root.querySelectorAll(parts)) sizes.observe(part)
  signal.addEventListener('abort', () => sizes.disconnect())
}
