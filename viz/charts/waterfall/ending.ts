import {deedAlone, duration, type Event, isInside, sayFurther, total} from '../../../lib/index.ts'
import type {Step} from './steps.ts'

/** How a call ended: what it raised, what it compiled or read from disk, or who answered it. */
export function endOf(all: readonly Step[], event: Event, isFirst: boolean): string {
  const {outcome, error, seconds, within} = event
  if (outcome === 'error')
    return error === undefined ? sayFurther('raised') : sayFurther('raised error', error)
  const spent = total(seconds)
  if (isInside(within) || within === 'aot' || within === 'ahead') {
    const done = deedAlone({outcome, isFirst, within})
    return spent > 0 ? `${done}, ${duration(spent)}` : done
  }
  const disk = all.find(({layer, result}) => layer === 'persistent' && result === 'hit')
  if (disk !== undefined)
    return spent > 0
      ? sayFurther('read from disk in', {duration: duration(spent), reading: duration(disk.seconds)})
      : sayFurther('read from disk')
  if (all.some(({layer, result}) => layer === 'compile' && result === 'miss'))
    return spent > 0 ? sayFurther('compiled in', {duration: duration(spent)}) : sayFurther('compiled')
  const answered = all.find(({result}) => result === 'hit')
  return answered === undefined ? sayFurther('end unknown') : sayFurther('answered', {layer: answered.layer})
}
