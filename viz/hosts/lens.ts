import type {Named, Trace} from '../../lib/index.ts'
import {type Runs, runs} from '../player/index.ts'
import {readControls, schemes, type State} from '../view.ts'
import {called, load, type Open} from './load.ts'
import {shadow} from './shadow.ts'

/**
 * `<jit-lens>`: a trace in a page, or several: then their headline, where they part, and one at a time.
 *
 * | where the trace comes from | |
 * | --- | --- |
 * | `element.trace = trace` | a Trace made by the library |
 * | `element.traces = [trace, {name: 'host 1', trace}]` | several, by their own names or by those given |
 * | `<jit-lens src="train.log">` | the address of a JAX log or of a trace |
 * | `<jit-lens><script type="application/json">…</script></jit-lens>` | a trace, JSON lines; or a log as `text/plain`; several scripts are several runs, `data-name` names them |
 *
 * Attributes: `heading`; `view`, the hash of a link (`call=7&open=model`); `scheme`, `auto`, `light` or `dark`; `lock`, the controls
 * that readers may not touch (`position play zoom select open scheme download link`, or `all`).
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

/** The class of `<jit-lens>`, for a page that opens texts with `open`. */
export function lens(open: Open): new () => JitLensElement {
  return class extends HTMLElement implements JitLensElement {
    static readonly observedAttributes = ['src', 'heading', 'view', 'scheme', 'lock']
    readonly #root = shadow(this)
    #traces: readonly Named[] = []
    #shown: Runs | null = null
    #loading: AbortController | null = null

    get trace(): Trace | null {
      return this.#traces[this.#shown?.run ?? 0]?.trace ?? null
    }

    set trace(trace: Trace | null) {
      this.traces = trace === null ? [] : [trace]
    }

    get traces(): readonly Named[] {
      return this.#traces
    }

    set traces(traces: readonly (Trace | Named)[]) {
      this.#loading?.abort()
      this.#traces = traces.map((one) => ('trace' in one ? one : called(one)))
      if (this.isConnected) this.#draw()
    }

    get state(): State | null {
      return this.#shown?.state ?? null
    }

    show(part: Partial<State>): void {
      this.#shown?.show(part)
    }

    connectedCallback(): void {
      for (const name of ['trace', 'traces']) {
        const early = Object.getOwnPropertyDescriptor(this, name)
        if (early === undefined) continue
        Reflect.deleteProperty(this, name)
        Reflect.set(this, name, early.value)
      }
      if (this.#traces.length > 0) this.#draw()
      else queueMicrotask(() => void (this.#traces.length === 0 && this.isConnected && this.#load()))
    }

    disconnectedCallback(): void {
      this.#loading?.abort()
      this.#shown?.dispose()
      this.#shown = null
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected) return
      if (name === 'src') void this.#load()
      else if (this.#traces.length > 0) this.#draw()
    }

    async #load(): Promise<void> {
      this.#loading?.abort()
      const loading = new AbortController()
      this.#loading = loading
      try {
        const traces = await load(this, open, loading.signal)
        if (loading.signal.aborted) return
        this.#traces = traces
        this.#draw()
      } catch (error) {
        if (!loading.signal.aborted) this.#say(error instanceof Error ? error.message : String(error))
      }
    }

    #draw(): void {
      this.#shown?.dispose()
      this.#shown = null
      if (this.#traces.length === 0)
        return this.#say(
          'No trace yet: give an address in src, a Trace in the property trace, or a trace or log in a child script.',
        )
      const scheme = schemes.find((name) => name === this.getAttribute('scheme')) ?? 'auto'
      const heading = this.getAttribute('heading')
      const shown = runs(this.#traces, {
        document: this.ownerDocument,
        hash: this.getAttribute('view') ?? '',
        fresh: {scheme, locked: readControls(this.getAttribute('lock') ?? '')},
        ...(heading !== null && {title: heading}),
        onState: (state, view) => {
          const detail: Position = {
            run: shown.run,
            index: view.position,
            function: view.function,
            outcome: view.outcome,
            sentence: view.sentence,
            state,
          }
          this.dispatchEvent(new CustomEvent('jitlens-position', {detail, bubbles: true, composed: true}))
        },
      })
      this.#shown = shown
      this.#root.replaceChildren(shown.element)
    }

    #say(sentence: string): void {
      const line = this.ownerDocument.createElement('p')
      line.setAttribute('role', 'status')
      line.textContent = sentence
      this.#root.replaceChildren(line)
    }
  }
}
