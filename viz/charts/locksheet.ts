import type {Explanation, Trace} from '../../lib/index.ts'
import {type ChartOptions, widthFor} from '../frame/index.ts'
import type {Tone} from '../theme.ts'
import {type Layout, layoutOf, type Spot} from './lockcells.ts'
import {type Fit, fitOf, type State, statesOf} from './lockfit.ts'
import {reach, type Slot, slotsOf, type Slots} from './lockslots.ts'
import {chosen, toneAt} from './position.ts'

/** What the picture of a key takes. */
export interface LockOptions extends ChartOptions {
  /** The paths of the containers that the reader went into, the last of them is shown. */
  readonly open?: readonly string[]
  /** Told these paths when the reader goes into one, or out. */
  readonly onOpen?: (open: readonly string[]) => void
  /** Whether the signs name the verdict of the miss, true where it is not given: false for readers who have not met verdicts. */
  readonly verdict?: boolean
}

/** All that a picture of one call is drawn of. */
export interface Sheet {
  readonly trace: Trace
  readonly explanation: Explanation
  readonly options: LockOptions | undefined
  readonly position: number
  readonly width: number
  readonly slots: Slots
  readonly shown: Slot
  readonly layout: Layout
  readonly fit: Fit
  readonly states: ReadonlyMap<Spot, State>
  readonly tone: Tone
  /** Where the Tab key stops: at the first part that does not fit, or at the first of all. */
  readonly stop: Spot['cell'] | undefined
}

/** The margin of the picture, in px. */
export const left = 8

/** What the picture of a call is drawn of; null where nothing is known of its key. */
export function sheetOf(
  trace: Trace,
  explanation: Explanation,
  options: LockOptions | undefined,
): Sheet | null {
  if (trace.length === 0) return null
  const position = chosen(trace, explanation, options?.position)
  const slots = slotsOf(trace, explanation, trace.functionAt(position))
  const fit = fitOf(slots, trace, explanation, position)
  if (fit === null) return null
  const width = widthFor(options)
  const path = options?.open?.at(-1)
  const shown = (path === undefined ? null : reach(slots.root, path)) ?? slots.root
  const layout = layoutOf(slots, shown, width - 2 * left)
  const states = statesOf(layout, fit)
  const tone = toneAt(trace, explanation, position)
  const first = [...states].find(([, state]) => isMisfit(state))?.[0] ?? layout.spots[0]
  const sheet = {trace, explanation, options, position, width, slots, shown, layout, fit, states, tone}
  return {...sheet, stop: first?.cell}
}

/** Whether the call would hit after the changes that a reader tries. */
export const isSpared = ({options, position}: Sheet): boolean => options?.gone?.has(position) === true

/** Whether a cell crosses the line. */
export const isMisfit = ({is, misfits}: State): boolean => misfits.length > 0 || is === 'untold'
