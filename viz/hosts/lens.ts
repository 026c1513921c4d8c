import {explain, type Trace} from '../../lib/index.ts'
import {type Player, player} from '../player/index.ts'
import {decodeState, readControls, schemes, start, type State} from '../view.ts'
import {load, type Open} from './load.ts'
import {shadow} from './shadow.ts'

/**
 * `<jit-lens>`: a trace in a page.
 *
 * | where the trace comes from | |
 * | --- | --- |
 * | `element.trace = trace` | a Trace made by the library |
 * | `<jit-lens src="train.log">` | the address of a JAX log or of a trace |
 * | `<jit-lens><script type="application/json">…</script></jit-lens>` | a trace, JSON lines; or a log as `text/plain` |
 *
 * Attributes: `heading`; `view`, the hash of a link (`call=7&open=model`); `scheme`, `auto`, `light` or `dark`; `lock`, the controls
 * that readers may not touch (`position play zoom select open scheme download link`, or `all`).
 * Every change of what is shown is told by the event `jitlens-position`.
 */
export interface JitLensElement extends HTMLElement {
  trace: Trace | null
  /** What is shown; null before there is a trace. */
  readonly state: State | null
  show(part: Partial<State>): void
}

/** What the event `jitlens-position` carries. */
export interface Position {
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
    #trace: Trace | null = null
    #player: Player | null = null
    #loading: AbortController | null = null

    get trace(): Trace | null {
      return this.#trace
    }

    set trace(trace: Trace | null) {
      this.#loading?.abort()
      this.#trace = trace
      if (this.isConnected) this.#draw()
    }

    get state(): State | null {
      return this.#player?.state ?? null
    }

    show(part: Partial<State>): void {
      this.#player?.show(part)
    }

    connectedCallback(): void {
      const early = Object.getOwnPropertyDescriptor(this, 'trace')
      if (early !== undefined) {
        Reflect.deleteProperty(this, 'trace')
        Reflect.set(this, 'trace', early.value)
      }
      if (this.#trace !== null) this.#draw()
      else queueMicrotask(() => void (this.#trace === null && this.isConnected && this.#load()))
    }

    disconnectedCallback(): void {
      this.#loading?.abort()
      this.#player?.dispose()
      this.#player = null
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected) return
      if (name === 'src') void this.#load()
      else if (this.#trace !== null) this.#draw()
    }

    async #load(): Promise<void> {
      this.#loading?.abort()
      const loading = new AbortController()
      this.#loading = loading
      try {
        const trace = await load(this, open, loading.signal)
        if (loading.signal.aborted) return
        this.#trace = trace
        this.#draw()
      } catch (error) {
        if (!loading.signal.aborted) this.#say(error instanceof Error ? error.message : String(error))
      }
    }

    #draw(): void {
      this.#player?.dispose()
      this.#player = null
      const trace = this.#trace
      if (trace === null) return this.#say('No trace yet: give an address in src, a Trace in the property trace, or a trace or log in a child script.')
      const explanation = explain(trace)
      const scheme = schemes.find((name) => name === this.getAttribute('scheme')) ?? 'auto'
      const fresh = {...start(trace, explanation), scheme, locked: readControls(this.getAttribute('lock') ?? '')}
      const heading = this.getAttribute('heading')
      this.#player = player(trace, explanation, {
        document: this.ownerDocument,
        state: decodeState(this.getAttribute('view') ?? '', fresh, trace),
        ...(heading !== null && {title: heading}),
        onState: (state, view) => {
          const detail: Position = {index: view.position, function: view.function, outcome: view.outcome, sentence: view.sentence, state}
          this.dispatchEvent(new CustomEvent('jitlens-position', {detail, bubbles: true, composed: true}))
        },
      })
      this.#root.replaceChildren(this.#player.element)
    }

    #say(sentence: string): void {
      const line = this.ownerDocument.createElement('p')
      line.setAttribute('role', 'status')
      line.textContent = sentence
      this.#root.replaceChildren(line)
    }
  }
}
