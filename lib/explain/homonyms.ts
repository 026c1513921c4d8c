import type {TracedFunction} from '../log/index.ts'
import {grouped} from './grouped.ts'

/**
 * Where functions are defined that share a name with another one of a trace, `file:line` without folders, by their ids.
 *
 * @example
 * const [one, other] = ['net.py', 'loss.py'].map((file, id) => ({id, name: 'forward', file, line: 12}))
 * homonyms([one, other]).get(1) // 'loss.py:12'
 */
export function homonyms(functions: readonly TracedFunction[]): ReadonlyMap<number, string> {
  const placed = functions.flatMap(({id, name, file, line}) =>
    file === undefined || line === undefined ? [] : [{id, name, place: `${file}:${line}`}],
  )
  return new Map(
    [...grouped(placed, ({name}) => name).values()]
      .filter((all) => new Set(all.map(({place}) => place)).size > 1)
      .flatMap((all) => all.map(({id, place}) => [id, place.replace(folders, '')] as const)),
  )
}

const folders = /^.*[/\\]/s
