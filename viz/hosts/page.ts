import {
  assumeFixes,
  decode,
  type Explanation,
  type Fix,
  type Unfixed,
  type Named,
  unopened,
  thickened,
} from '../../lib/index.ts'
import {further} from '../charts/index.ts'
import {runs, wholeName} from '../player/index.ts'
import {dressed, follow, type Hosted} from './hosted.ts'
import {called, type Open} from './load.ts'

/**
 * Brings the report that a script stands in to life: its still page gives way to the player, or says above itself what keeps it
 * from that. It takes what stands in this report alone: the page around may be another's, with reports and scripts of its own.
 */
export async function page(script: Element | null, window: Window, open: Open = opened): Promise<void> {
  const home = script?.closest('.jl-report') ?? null
  const held = [...(home?.querySelectorAll('script[type="application/gzip"]') ?? [])]
  if (home === null || held.length === 0) return
  try {
    if (typeof DecompressionStream === 'undefined') throw new Error(unopened(null))
    show(home, await Promise.all(held.map((packed) => unpacked(packed, open))), window)
  } catch (error) {
    const line = home.ownerDocument.createElement('p')
    line.setAttribute('role', 'status')
    line.textContent = error instanceof Error ? error.message : String(error)
    home.prepend(line)
  }
}

const opened: Open = (text, name) => decode(text.split('\n'), name)

/** The trace that a script holds: JSON lines or what else `open` reads, packed by gzip, in base64. */
async function unpacked(script: Element, open: Open): Promise<Named> {
  const name = script.getAttribute('data-name')
  const text = await textOf(script.textContent)
  const end = text.lastIndexOf('\n') + 1
  const last: unknown = text.startsWith('{"explained":', end) ? JSON.parse(text.slice(end)) : null
  const trace = open(last === null ? text : text.slice(0, Math.max(0, end - 1)), name ?? 'trace')
  if (isExplained(last)) {
    thickened({trace, explanation: last.explained})
    assumeFixes(trace, last.fixes, last.unfixed)
  }
  return called(trace, name)
}

/** Whether a line is what `report` writes behind a trace of many misses. */
const isExplained = (
  row: unknown,
): row is {explained: Explanation; fixes: readonly Fix[]; unfixed: readonly Unfixed[]} =>
  typeof row === 'object' && row !== null && 'explained' in row

async function textOf(base64: string): Promise<string> {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
    return await new Response(stream).text()
  } catch (error) {
    throw new Error(unopened(String(error)), {cause: error})
  }
}

/** Shows the traces where the still page was. The address, the keys and the height are the report's where the page is. */
function show(home: Element, traces: readonly Named[], window: Window): void {
  const document = home.ownerDocument
  const [given, note, lead, run, call] = ['title', 'note', 'lead', 'run', 'call'].map((name) =>
    home.getAttribute(`data-${name}`),
  )
  const [first] = traces
  const title = given === '' && first !== undefined ? wholeName(first.trace, first.name) : given
  const isOwn = home.parentElement === document.body
  const isFramed = window.parent !== window
  const keep = keeper(window)
  let around: Hosted = null
  const colour = (): void => {
    const {scheme} = made.state
    home.className = dressed('jl-report', scheme === 'auto' ? around : scheme)
  }
  const made = runs(traces, {
    document,
    pictures: further,
    linked: isOwn && !isFramed,
    ...(isOwn && {hash: window.location.hash, keys: document}),
    ...(title != null && {title}),
    ...(note != null && {note}),
    ...(lead != null && {lead: {says: lead, run: Number(run), ...(call != null && {call: Number(call)})}}),
    onState() {
      colour()
      if (isOwn) keep(made.link)
    },
  })
  follow(document, (scheme) => {
    around = scheme
    colour()
  })
  home.firstElementChild?.replaceWith(made.element)
  if (isOwn && isFramed)
    meet(home, window, (scheme) => {
      around = scheme
      colour()
    })
  if (isOwn) window.addEventListener('hashchange', () => made.open(window.location.hash))
}

/** Tells the page around a frame how high the report is, and takes from it the colours that it has. */
function meet(home: Element, window: Window, take: (scheme: Hosted) => void): void {
  const tell = (): void =>
    window.parent.postMessage({jitlens: {height: Math.ceil(home.getBoundingClientRect().height)}}, '*')
  window.addEventListener('message', ({source, data}: MessageEvent<unknown>) => {
    if (source !== window.parent || !isNews(data)) return
    const {scheme} = data.jitlens
    take(scheme === 'dark' || scheme === 'light' ? scheme : null)
  })
  new ResizeObserver(tell).observe(home)
  // A frame that is not in sight observes nothing yet.
  tell()
  try {
    follow(window.parent.document, take)
  } catch (error) {
    // The page around a sandboxed frame, or of another site, shows nothing of itself.
    if (!(error instanceof DOMException)) throw error
  }
}

const isNews = (data: unknown): data is {jitlens: {scheme: unknown}} =>
  typeof data === 'object' &&
  data !== null &&
  'jitlens' in data &&
  typeof data.jitlens === 'object' &&
  data.jitlens !== null &&
  'scheme' in data.jitlens

/** Browsers take a few changes of an address a second, and refuse the rest. */
const often = 250

/** Keeps the link's hash at what is shown: the first change at once, those that follow together. A link that was opened meanwhile stays. */
function keeper(window: Window): (hash: string) => void {
  let latest = ''
  let timer: number | null = null
  let known = window.location.hash
  const put = (hash: string): void => {
    if (window.location.hash === known) remember(window, hash)
    known = window.location.hash
  }
  const write = (): void => {
    timer = null
    put(latest)
  }
  return (hash) => {
    if (timer === null) put(hash)
    else window.clearTimeout(timer)
    latest = hash
    timer = window.setTimeout(write, often)
  }
}

/** A sandboxed page has no history to keep a hash in; its link in the page still says it. */
function remember(window: Window, hash: string): void {
  try {
    if (window.location.hash !== `#${hash}`) window.history.replaceState(null, '', `#${hash}`)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
