import {decode, type Explanation, type Named, unopened, thickened} from '../../lib/index.ts'
import {runs} from '../player/index.ts'
import {called} from './load.ts'

/** Brings a report to life: its still page gives way to the player, or says above itself what keeps it from that. */
export async function page(document: Document, window: Window): Promise<void> {
  const home = document.getElementById('jitlens')
  const held = [...document.querySelectorAll('script[type="application/gzip"]')]
  if (home === null || held.length === 0) return
  try {
    if (typeof DecompressionStream === 'undefined') throw new Error(unopened(null))
    show(home, await Promise.all(held.map(unpacked)), document, window)
  } catch (error) {
    const line = document.createElement('p')
    line.setAttribute('role', 'status')
    line.textContent = error instanceof Error ? error.message : String(error)
    home.prepend(line)
  }
}

/** The trace that a script holds: JSON lines, packed by gzip, in base64. */
async function unpacked(script: Element): Promise<Named> {
  const lines = (await textOf(script.textContent)).split('\n')
  const end = lines.at(-1)
  const last: unknown = end?.startsWith('{"explained":') === true ? JSON.parse(end) : null
  const trace = decode(last === null ? lines : lines.slice(0, -1))
  if (isExplained(last)) thickened({trace, explanation: last.explained})
  return called(trace, script.getAttribute('data-name'))
}

/** Whether a line is what `report` writes behind a trace of many misses. */
const isExplained = (row: unknown): row is {explained: Explanation} =>
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

function show(home: Element, traces: readonly Named[], document: Document, window: Window): void {
  const [title, note] = [home.getAttribute('data-title'), home.getAttribute('data-note')]
  const keep = keeper(window)
  const made = runs(traces, {
    document,
    hash: window.location.hash,
    keys: document,
    ...(title !== null && {title}),
    ...(note !== null && {note}),
    onState({scheme}) {
      document.documentElement.className = scheme === 'auto' ? 'jl' : `jl jl-${scheme}`
      keep(made.link)
    },
  })
  home.replaceChildren(made.element)
  window.addEventListener('hashchange', () => made.open(window.location.hash))
}

/** Browsers take a few changes of an address a second, and refuse the rest. */
const often = 250

/** Keeps the link's hash at what is shown: the first change at once, those that follow together. */
function keeper(window: Window): (hash: string) => void {
  let latest = ''
  let timer: number | null = null
  const write = (): void => {
    timer = null
    remember(window, latest)
  }
  return (hash) => {
    if (timer === null) remember(window, hash)
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
