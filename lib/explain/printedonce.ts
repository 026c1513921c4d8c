import type {Event} from '../log/index.ts'

/**
 * Knows what JAX printed in a log whose histories nothing tells apart, function by function. What stands in a call now and stood there
 * before another explanation need not be why it missed: the call that had it may be of this process, and JAX then compared badly.
 *
 * @returns whether all that JAX names of a call now was printed by another explanation before
 */
export function printedOnce(): (event: Event) => boolean {
  const firsts = new Map<string, string>()
  return ({function: fn, process = '', site = '', blamed, mixed}) => {
    if (blamed === undefined || mixed === undefined) return false
    const {places} = blamed
    const said = JSON.stringify([site, places])
    const placeOf = (at: string, value: string | null): string => JSON.stringify([fn, process, at, value])
    const isPrinted = places.every(({at, now}) => (firsts.get(placeOf(at, now)) ?? said) !== said)
    for (const {at, now, before} of places)
      for (const value of [now, before]) {
        const place = placeOf(at, value)
        if (!firsts.has(place)) firsts.set(place, said)
      }
    return isPrinted && places.length > 0
  }
}
