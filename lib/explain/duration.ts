/** Seconds as a person reads them: three digits and a unit. */
export function duration(seconds: number): string {
  if (seconds >= 100) return `${Math.round(seconds)} s`
  if (seconds >= 1) return `${Number(seconds.toPrecision(3))} s`
  if (seconds >= 0.001) return `${Number((seconds * 1000).toPrecision(3))} ms`
  return `${Number((seconds * 1e6).toPrecision(3))} µs`
}

/** A whole number with commas, `8,413`. */
export const figure = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** A number with its noun: `1 miss`, `2 misses`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${figure(count)} ${count === 1 ? noun : plural}`
