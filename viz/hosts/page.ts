import {decode, explain} from '../../lib/index.ts'
import {player} from '../player/index.ts'
import {decodeState, encodeState, start} from '../view.ts'

/** Brings a report to life: its still page gives way to the player. */
export function page(document: Document, window: Window): void {
  const home = document.getElementById('jitlens')
  const held = document.getElementById('trace')
  if (home === null || held === null) return
  const trace = decode(held.textContent.split('\n'))
  const explanation = explain(trace)
  const title = home.getAttribute('data-title')
  const fresh = start(trace, explanation)
  const made = player(trace, explanation, {
    document,
    state: decodeState(window.location.hash, fresh, trace),
    keys: document,
    ...(title !== null && {title}),
    onState(state) {
      const {scheme} = state
      document.documentElement.className = scheme === 'auto' ? 'jl' : `jl jl-${scheme}`
      remember(window, encodeState(state))
    },
  })
  home.replaceChildren(made.element)
  window.addEventListener('hashchange', () => made.show(decodeState(window.location.hash, fresh, trace)))
}

/** Keeps the link's hash at what is shown; a sandboxed page has no history to keep it in, and its link in the page still says it. */
function remember(window: Window, hash: string): void {
  try {
    window.history.replaceState(null, '', `#${hash}`)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
