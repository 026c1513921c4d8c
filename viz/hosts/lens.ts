import type {Named, Trace} from '../../lib/index.ts'
import {type Pictures, type Runs, runs} from '../player/index.ts'
import {misread, readControls} from '../link.ts'
import {schemes, type State} from '../view.ts'
import {dressed, follow} from './hosted.ts'
import {called, load, type Opening} from './load.ts'
import {shadow} from './shadow.ts'

/**
 * `<jit-lens>`: a trace in a page, or several: then their headline, where they part, and one at a time.
 *
 * | where the trace comes from | |
 * | --- | --- |
 * | `element.trace = trace` | a Trace made by the library |
 * | `element.traces = [trace, {name: 'host 1', trace}]` | several, by their own names or by those given |
 * | `<jit-lens src="train.log">` | the address of a JAX log, of a trace, of a scenario or of a program in Python (`.py`), which the simulator runs |
 * | `<jit-lens><script type="application/json">…</script></jit-lens>` | a trace, JSON lines, or a scenario; a log as `text/plain`; a program as `text/x-python`; several scripts are several runs, `data-name` names them |
 *
 * Attributes: `heading`; `view`, the hash of a link (`call=7&open=lock`); `scheme`, `auto`, `light` or `dark`; `lock`, the controls
 * that readers may not touch (`position play zoom select open scheme download link`, or `all`). What an attribute says that cannot be
 * followed is told in the console.
 * Every change of what is shown is told by the event `jitlens-position`.
 */
export interface JitLensElement extends HTMLElement {
  /** The trace that is shown. */
  trace: Trace | null
  /** All traces; those that were given without a name are called as they call themselves. */
  get traces(): readonly Named[]
  set traces(traces: readonly (Trace | Named)[])
  /** What is shown; null before there is a trace. */
  readonly state: State | null
  show(part: Partial<State>): void
}

declare global {
  interface HTMLElementEventMap {
    'jitlens-position': CustomEvent<Position>
  }
  interface DocumentEventMap {
    'jitlens-position': CustomEvent<Position>
  }
  interface HTMLElementTagNameMap {
    'jit-lens': JitLensElement
  }
}

/** What the event `jitlens-position` carries. */
export interface Position {
  /** Which of several traces, from 0. */
  readonly run: number
  /** Position in the trace, from 0. */
  readonly index: number
  readonly function: string
  readonly outcome: string
  readonly sentence: string
  readonly state: State
}

/** What an element holds. */
interface Held {
  readonly element: HTMLElement
  readonly pictures: Pictures
  /** Its place in the shadow. */
  readonly place: HTMLElement
  traces: readonly Named[]
  /** What is to be said beside them. */
  remark: string
  shown: Runs | null
  /** What ends the reading of traces that is under way. */
  loading: AbortController | null
  /** Ends following the colours of the page around. */
  unfollow: () => void
}

/** The class of `<jit-lens>`, for a page that opens texts with `open` and has the pictures below the causes, or can fetch them. */
export function lens(open: Opening, pictures: Pictures): new () => JitLensElement {
  return class extends HTMLElement implements JitLensElement {
    static readonly observedAttributes = ['src', 'heading', 'view', 'scheme', 'lock']
    readonly #held: Held = {
      element: this,
      pictures,
      place: shadow(this),
      traces: [],
      remark: '',
      shown: null,
      loading: null,
      unfollow: () => undefined,
    }

    get trace(): Trace | null {
      const {traces, shown} = this.#held
      return traces[shown?.run ?? 0]?.trace ?? null
    }

    set trace(trace: Trace | null) {
      this.traces = trace === null ? [] : [trace]
    }

    get traces(): readonly Named[] {
      return this.#held.traces
    }

    set traces(traces: readonly (Trace | Named)[]) {
      give(this.#held, traces)
    }

    get state(): State | null {
      return this.#held.shown?.state ?? null
    }

    show(part: Partial<State>): void {
      this.#held.shown?.show(part)
    }

    connectedCallback(): void {
      takeEarly(this)
      this.#held.unfollow = follow(this.ownerDocument, (scheme) => {
        this.#held.place.className = dressed('jl-guest', scheme)
      })
      if (this.#held.traces.length > 0) draw(this.#held)
      else
        whole(this, () => {
          if (this.#held.traces.length === 0 && this.#held.loading === null && this.isConnected)
            void read(this.#held, open)
        })
    }

    disconnectedCallback(): void {
      this.#held.loading?.abort()
      this.#held.loading = null
      this.#held.shown?.dispose()
      this.#held.shown = null
      this.#held.unfollow()
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected) return
      if (name === 'src') void read(this.#held, open)
      else if (this.#held.traces.length > 0) draw(this.#held)
    }
  }
}

/** Goes on when the children of an element are there, as far as it is read from them: a page that is being parsed has them later. */
function whole(element: HTMLElement, goOn: () => void): void {
  const {ownerDocument: page} = element
  if (page.readyState === 'loading' && !element.hasAttribute('src'))
    page.addEventListener('DOMContentLoaded', goOn, {once: true})
  else queueMicrotask(goOn)
}

function give(held: Held, traces: readonly (Trace | Named)[]): void {
  held.loading?.abort()
  held.remark = ''
  held.traces = traces.map((one) => ('trace' in one ? one : called(one)))
  if (held.element.isConnected) draw(held)
}

/** Takes the traces that were set before the element was defined, which hide what sets them. */
function takeEarly(element: HTMLElement): void {
  for (const name of ['trace', 'traces']) {
    const early = Object.getOwnPropertyDescriptor(element, name)
    if (early === undefined) continue
    Reflect.deleteProperty(element, name)
    Reflect.set(element, name, early.value)
  }
}

/** Reads the traces that the element names, and draws them. */
async function read(held: Held, open: Opening): Promise<void> {
  held.loading?.abort()
  const loading = new AbortController()
  held.loading = loading
  try {
    const {runs: traces, remark = ''} = await load(held.element, open, loading.signal)
    if (loading.signal.aborted) return
    held.traces = traces
    held.remark = remark
    draw(held)
  } catch (error) {
    if (!loading.signal.aborted) say(held, error instanceof Error ? error.message : String(error))
  }
}

function draw(held: Held): void {
  const {element, pictures, place, remark, traces} = held
  held.shown?.dispose()
  held.shown = null
  if (traces.length === 0) {
    say(
      held,
      'No trace yet: give an address in src, a Trace in the property trace, or a trace, a log or a program in a child script.',
    )
    return
  }
  const heading = element.getAttribute('heading')
  const name = nameOf(element)
  const shown = runs(traces, {
    document: element.ownerDocument,
    pictures,
    linked: window.parent === window,
    hash: linked(element, name) ?? element.getAttribute('view') ?? '',
    prefix: `lens=${encodeURIComponent(name)}&`,
    fresh: {
      scheme: schemes.find((name) => name === element.getAttribute('scheme')) ?? 'auto',
      locked: readControls(element.getAttribute('lock') ?? ''),
    },
    ...(heading !== null && {title: heading}),
    onState: (state, {position: index, function: name, outcome, sentence}) => {
      const detail: Position = {run: shown.run, index, function: name, outcome, sentence, state}
      element.dispatchEvent(new CustomEvent('jitlens-position', {detail, bubbles: true, composed: true}))
    },
  })
  held.shown = shown
  place.replaceChildren(...(remark === '' ? [] : [line(held, remark)]), shown.element)
  warn(element, shown.state, traces[shown.run]?.trace)
}

/** What a link calls an element of its page: its id, or which of them it is, from 1. */
const nameOf = (element: HTMLElement): string =>
  element.id === ''
    ? String([...element.ownerDocument.querySelectorAll(element.localName)].indexOf(element) + 1)
    : element.id

/** What the address of the page says of an element; null where it names another, or none. */
function linked(element: HTMLElement, name: string): string | null {
  const hash = element.ownerDocument.location.hash
  return new URLSearchParams(hash.slice(1)).get('lens') === name ? hash : null
}

/** Tells the author of a page what its attributes say that cannot be followed. */
function warn(element: Element, state: State, trace: Trace | undefined): void {
  if (trace === undefined) return
  const own = ['scheme', 'lock'].flatMap((name) => {
    const text = element.getAttribute(name)
    return text === null ? [] : [[name, text]]
  })
  for (const sentence of [
    ...misread(new URLSearchParams(own).toString(), state, trace),
    ...misread(element.getAttribute('view') ?? '', state, trace, ['run', 'lens']),
  ])
    console.warn(`jit-lens: ${sentence}`)
}

function say(held: Held, sentence: string): void {
  held.place.replaceChildren(line(held, sentence))
}

function line({element}: Held, sentence: string): HTMLElement {
  const said = element.ownerDocument.createElement('p')
  said.setAttribute('role', 'status')
  said.textContent = sentence
  return said
}
