import {duration, type Explanation, say, type Trace} from '../../lib/index.ts'
import {width as widthOf} from '../frame/index.ts'
import type {Places} from './place.ts'
import {unit} from './position.ts'

/**
 * The lines below the axis of a timeline: what it counts, and the seconds that stand nowhere above it; on one line where there is room.
 *
 * @param elsewhere seconds of the account that no row shows
 * @param room px
 */
export function under(
  trace: Trace,
  {account}: Explanation,
  {by, clock}: Pick<Places, 'by' | 'clock'>,
  elsewhere: number,
  room: number,
): string[] {
  const title =
    by === 'calls'
      ? say('number of', {unit: unit(trace)})
      : say(clock ? 'time since start' : 'compiling end to end')
  if (elsewhere <= account.seconds * 1e-3) return [title]
  const rest = say('seconds elsewhere', {duration: duration(elsewhere)})
  return widthOf(`${title}, ${rest}`, 12) <= room ? [`${title}, ${rest}`] : [title, rest]
}
