import {decode} from '../../lib/index.ts'
import {runs} from '../player/index.ts'
import {called} from './load.ts'

/** Brings a report to life: its still page gives way to the player. */
export function page(document: Document, window: Window): void {
  const home = document.getElementById('jitlens')
  const held = [...document.querySelectorAll('script[type="application/json"]')]
  if (home === null || held.length === 0) return
  const [title, note] = [home.getAttribute('data-title'), home.getAttribute('data-note')]
  const keep = keeper(window)
  const made = runs(
    held.map((script) => called(decode(script.textContent.split('\n')), script.getAttribute('data-name'))),
    {
      document,
      hash: window.location.hash,
      keys: document,
      ...(title !== null && {title}),
      ...(note !== null && {note}),
      onState({scheme}) {
        document.documentElement.className = scheme === 'auto' ? 'jl' : `jl jl-${scheme}`
        keep(made.link)
      },
    },
  )
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
