import {duration, say, type Trace} from '../../lib/index.ts'
import {width as widthOf} from '../frame/index.ts'
import type {Outside} from './outside.ts'
import type {Places} from './place.ts'
import {unit} from './position.ts'

/**
 * The lines below the axis of a timeline: what it counts, and where calls stand side by side the seconds that are of none; on one line
 * where there is room.
 *
 * @param room px
 */
export function under(
  trace: Trace,
  {by, clock}: Pick<Places, 'by' | 'clock'>,
  outside: Outside | null,
  room: number,
): string[] {
  const title =
    by === 'calls'
      ? say('number of', {unit: unit(trace)})
      : say(
          clock
            ? 'time since start'
            : unit(trace) === 'program'
              ? 'reading end to end'
              : 'compiling end to end',
        )
  if (by === 'time' || outside === null) return [title]
  const rest = say('seconds elsewhere', {duration: duration(outside.seconds)})
  return widthOf(`${title}, ${rest}`, 12) <= room ? [`${title}, ${rest}`] : [title, rest]
}
