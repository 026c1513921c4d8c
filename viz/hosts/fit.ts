import {follow} from './hosted.ts'

/** What stands in a page for the reports that it has in frames. */
const mark = Symbol.for('jitlens.fit')

/** A frame is as high as its report, but no higher than this, in px. */
const highest = 1000

/**
 * The page's side of its reports in frames of the class `jl-frame`: fits each to the height that its report tells, and tells it
 * the colours of the page. Called once a report, it acts once a page.
 */
export function fit(window: Window): void {
  if (Reflect.has(window, mark)) return
  Reflect.set(window, mark, true)
  const {document} = window
  const met = new WeakSet<object>()
  let scheme: string | null = null
  const frames = (): HTMLIFrameElement[] => [
    ...document.querySelectorAll<HTMLIFrameElement>('iframe.jl-frame'),
  ]
  const greet = (frame: HTMLIFrameElement): void => frame.contentWindow?.postMessage({jitlens: {scheme}}, '*')
  window.addEventListener(
    'message',
    ({source, data}: MessageEvent<{jitlens?: {height?: unknown}} | null>) => {
      const height = Number(data?.jitlens?.height)
      const frame = frames().find(({contentWindow}) => contentWindow === source)
      if (frame === undefined || source === null || !(height > 0)) return
      frame.style.height = `${Math.min(height, highest)}px`
      if (met.has(source)) return
      met.add(source)
      greet(frame)
    },
  )
  follow(document, (now) => {
    scheme = now
    frames().forEach(greet)
  })
}
