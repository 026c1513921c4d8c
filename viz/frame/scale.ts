import {ticks} from 'd3'

/** A number's place in px. */
export interface Scale {
  (value: number): number
  /** The inverse: the number at a place. */
  invert(place: number): number
  /** About that many round numbers of the domain. */
  ticks(about: number): number[]
}

/**
 * A linear scale. d3's own brings along how to mix colours and format numbers, an eighth of what a script tag may weigh.
 *
 * @example
 * scale([0, 10], [0, 200])(5) // 100
 */
export function scale(
  [from, to]: readonly [number, number],
  [left, right]: readonly [number, number],
): Scale {
  const place = (value: number): number =>
    to === from ? (left + right) / 2 : left + ((value - from) / (to - from)) * (right - left)
  return Object.assign(place, {
    invert: (at: number) =>
      right === left ? (from + to) / 2 : from + ((at - left) / (right - left)) * (to - from),
    ticks: (about: number) => ticks(from, to, about),
  })
}
