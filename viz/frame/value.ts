/**
 * What stands at a place that a list has.
 *
 * @throws {RangeError} where it does not reach that far
 * @example
 * valueAt([2, 3], 1) // 3
 */
export function valueAt<T>(list: ArrayLike<T>, place: number): T {
  const found = list[place]
  if (found === undefined) throw new RangeError(`place ${place} of a list of ${list.length}`)
  return found
}
