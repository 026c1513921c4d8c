import type {Explanation, Trace} from '../../lib/index.ts'
import {node} from '../frame/index.ts'
import {encodeState} from '../link.ts'
import {start, type State, type View, view} from '../view.ts'
import {choose, keepZoom, setLink, show, stop} from './act.ts'
import {body} from './body.ts'
import {draw} from './draw.ts'
import {listen} from './listen.ts'
import type {Pictures} from './pictures.ts'
import {renew} from './renew.ts'
import type {Stage} from './stage.ts'

export interface PlayerOptions {
  /** Makes the elements. */
  readonly document: Document
  /** The pictures below the causes, or what fetches them. */
  readonly pictures: Pictures
  /** What stands above; the title of the trace where it is not given. */
  readonly title?: string
  /** Where the reader starts; what is not given is as `start` says. */
  readonly state?: Partial<State>
  /** Whether another headline stands above this one. */
  readonly under?: boolean
  /** The hash of a link to a state; `encodeState` where it is not given. */
  readonly link?: (state: State) => string
  /** Whether a link to what is shown leads back here: not out of a frame, nor in a page that is another's. True where it is not given. */
  readonly linked?: boolean
  /** Also listens here for keys; otherwise only where the focus is in the player. */
  readonly keys?: EventTarget
  /** Told after every change of what is shown. */
  readonly onState?: (state: State, view: View) => void
}

export interface Player {
  readonly element: HTMLElement
  readonly state: State
  /** Changes what is shown: a position, an open detail, the colours. */
  show(part: Partial<State>): void
  /** Shows more of the trace: the reader keeps place, zoom and what is open, but for what `part` says. */
  renew(trace: Trace, explanation: Explanation, part: Partial<State>): void
  /** Stops playing and listening; the element may be dropped then. */
  dispose(): void
}

/**
 * All views of a trace, moved together by one position: headline, timeline, a bar to step and play, a sentence for the call,
 * the ranked causes, and details on demand. What is pointed at lights up everywhere it is drawn or named.
 */
export function player(trace: Trace, explanation: Explanation, options: PlayerOptions): Player {
  const stage = stageOf(trace, explanation, options)
  const listeners = new AbortController()
  listen(stage, options.keys, listeners.signal)
  draw(stage)
  setLink(stage)
  return {
    element: stage.root,
    get state() {
      return stage.state
    },
    show: (part) => show(stage, part),
    renew: (more, known, part) => renew(stage, more, known, part),
    dispose() {
      stop(stage)
      listeners.abort()
      if (stage.asked !== null) stage.document.defaultView?.cancelAnimationFrame(stage.asked)
    },
  }
}

/** The player with its parts, before anything is drawn. */
function stageOf(trace: Trace, explanation: Explanation, options: PlayerOptions): Stage {
  const {document, link = encodeState, linked = true, onState, pictures, title, under = false} = options
  const state: State = {...start(trace, explanation), ...options.state}
  // Within an article a header and a footer are its own, and not those of the page around it.
  const root = document.createElement('article')
  const heading = {linked, under, ...(title !== undefined && {title})}
  root.append(...body(trace, explanation, state, heading).map((part) => node(document, part)))
  const stage: Stage = {
    trace,
    explanation,
    heading,
    pictures,
    document,
    root,
    link,
    ...(onState !== undefined && {onState}),
    choose: (selection) => choose(stage, selection),
    zoom: (part) => keepZoom(stage, part),
    state,
    view: view(trace, explanation, state),
    hovered: null,
    width: 0,
    widths: new WeakMap(),
    widest: Infinity,
    drawn: '',
    near: null,
    sights: null,
    foretold: '',
    timer: null,
    asked: null,
  }
  return stage
}
