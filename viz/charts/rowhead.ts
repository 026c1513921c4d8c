import {counted, duration, type Explanation, say, some, total} from '../../lib/index.ts'
import {type Span, spansWidth, valueAt} from '../frame/index.ts'
import {missAt} from './position.ts'
import type {Group} from './rows.ts'

/** The name of a row and what its calls come to, as much of it as there is room for, in px. */
export function headOf(
  explanation: Explanation,
  group: Group,
  gone: ReadonlySet<number> | undefined,
  room: number,
): readonly Span[] {
  const {functionId, name} = group
  const all = summaryOf(explanation, group, gone)
  const told = (parts: number): Span[] => {
    const summary = all.slice(0, parts).join(' · ')
    return functionId === null
      ? [
          {text: name, fill: 'muted'},
          {text: `· ${summary}`, fill: 'muted'},
        ]
      : [
          {text: name, code: true, bold: true},
          {text: ` ${summary}`, fill: 'muted'},
        ]
  }
  let parts = all.length
  while (parts > 1 && spansWidth(told(parts), 13) > room) parts--
  return told(parts)
}

function summaryOf(
  explanation: Explanation,
  {functionId, calls, compiles, lane, missed, names, seconds}: Group,
  gone: ReadonlySet<number> | undefined,
): string[] {
  const spared =
    gone === undefined
      ? []
      : Array.from(lane.misses, (place) => valueAt(lane.index, place)).filter((index) => gone.has(index))
  const less = spared.flatMap((index) => missAt(explanation, index) ?? [])
  const left = seconds - less.reduce((sum, miss) => sum + total(miss.seconds), 0)
  return [
    ...(compiles > 0 ? [counted(compiles - spared.length, 'compile')] : []),
    ...(compiles === 0 && functionId !== null ? [counted(calls, 'call')] : []),
    ...(seconds > 0
      ? [spared.length > 0 ? say('seconds predicted', {duration: duration(left)}) : duration(left)]
      : []),
    ...(compiles > 0 && calls > missed ? [say('reused times', {times: calls - missed})] : []),
    ...(functionId === null ? [some(names)] : []),
  ]
}
