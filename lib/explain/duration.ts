/** Seconds as a person reads them: three digits and a unit. */
export function duration(seconds: number): string {
  if (seconds >= 100) return `${Math.round(seconds)} s`
  if (seconds >= 1) return `${Number(seconds.toPrecision(3))} s`
  if (seconds >= 0.001) return `${Number((seconds * 1000).toPrecision(3))} ms`
  return `${Number((seconds * 1e6).toPrecision(3))} µs`
}

export const counted = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
