import type {Explanation, Trace} from '../../lib/index.ts'
import type {Selection} from '../frame/index.ts'
import type {Control, State, View} from '../view.ts'
import type {Heading} from './body.ts'
import type {Mark} from './light.ts'
import type {Pictures} from './pictures.ts'

/** A player on the page: what it shows, where it stands, and what waits. Whatever acts or draws takes it. */
export interface Stage {
  /** What is shown; more of it where the run goes on. */
  trace: Trace
  explanation: Explanation
  /** What stands above and below the views. */
  readonly heading: Heading
  /** The pictures below the causes, or what fetches them. */
  pictures: Pictures
  readonly document: Document
  readonly root: HTMLElement
  /** The hash of a link to a state. */
  readonly link: (state: State) => string
  /** Told after every change of what is shown. */
  readonly onState?: (state: State, view: View) => void
  /** What the reader chose in a picture, and the part of the timeline that he zoomed to. */
  readonly choose: (selection: Selection) => void
  readonly zoom: (part: readonly [number, number]) => void
  state: State
  /** What is shown at that state. */
  view: View
  /** What the pointer or the focus is on. */
  hovered: Mark | null
  /** The width of the pictures in px; 0 until it is measured. */
  width: number
  /** Those of their places, as far as they were asked for. */
  widths: WeakMap<Element, number>
  /** The most that a picture may be wide, in px: on paper as much as the page is, so that its words stay as large as the others. */
  widest: number
  /** All that the pictures depend on but the position, as they were drawn last. */
  drawn: string
  /** The pictures below the causes in sight or close to it; null where nobody watches, and all are drawn. */
  near: Set<string> | null
  /** What watches them. */
  sights: IntersectionObserver | null
  /** The fixes that the headline counts. */
  foretold: string
  /** The next step of a player that plays. */
  timer: ReturnType<typeof setTimeout> | null
  /** The frame that pictures are asked for. */
  asked: number | null
}

export const isLocked = ({state}: Stage, control: Control): boolean => state.locked.includes(control)

export const find = ({root}: Stage, selector: string): Element | null => root.querySelector(selector)

/** A timeline that may not be zoomed has no listeners of its own. */
export const isStill = (stage: Stage, chart: string | null): boolean =>
  chart === 'timeline' && isLocked(stage, 'zoom')
