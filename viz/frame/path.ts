import {valueAt} from './value.ts'

/** A point in px. */
type Place = readonly [number, number]

const at = ([x, y]: Place): string => `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`

/** The path data of a line through the places. */
export const polyline = (places: readonly Place[]): string =>
  places.length === 0 ? '' : `M${places.map(at).join('L')}`

/**
 * The path data of an area of steps: each height holds until the next place; `bottom` closes it.
 *
 * @example
 * steps([[0, 5], [4, 2]], 10) // 'M0,5L4,5L4,2L4,10L0,10Z'
 */
export function steps(places: readonly Place[], bottom: number): string {
  const [first] = places
  const last = places.at(-1)
  if (first === undefined || last === undefined) return ''
  const edge = places.flatMap((place, index): Place[] =>
    index === 0 ? [place] : [[place[0], valueAt(places, index - 1)[1]], place],
  )
  return `${polyline([...edge, [last[0], bottom], [first[0], bottom]])}Z`
}
