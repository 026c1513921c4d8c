import {drawChart, redraw} from './draw.ts'
import type {Stage} from './stage.ts'

/** How far below the part of a page that is seen a picture is drawn, in px. */
const ahead = 600

/** How wide a page of paper is, in px. */
const paper = 700

/** Draws a picture below the causes when it comes into sight, so that the first look waits for none below it; on paper all are in sight. */
export function listenToSight(stage: Stage, signal: AbortSignal): void {
  const page = stage.document.defaultView
  if (page === null || !('IntersectionObserver' in page)) return
  const near = new Set<string>()
  const sights = new IntersectionObserver(
    (entries) => {
      for (const {target, isIntersecting} of entries) {
        const name = target.getAttribute('data-chart') ?? ''
        if (!isIntersecting) near.delete(name)
        else if (!near.has(name)) {
          near.add(name)
          drawChart(stage, name)
        }
      }
    },
    {rootMargin: `${ahead}px`},
  )
  stage.near = near
  stage.sights = sights
  watch(stage)
  signal.addEventListener('abort', () => sights.disconnect())
  page.addEventListener(
    'beforeprint',
    () => {
      stage.near = null
      stage.widest = paper
      redraw(stage)
      stage.near = near
      for (const rest of stage.root.querySelectorAll('.why details')) rest.setAttribute('open', '')
    },
    {signal},
  )
  page.addEventListener(
    'afterprint',
    () => {
      stage.widest = Infinity
      redraw(stage)
    },
    {signal},
  )
}

/** Looks out for every such picture there is now; those that are watched already stay so. */
export function watch({root, sights}: Stage): void {
  for (const place of root.querySelectorAll(':is(.call, .detail) > .chart')) sights?.observe(place)
}
