import {counted} from './count.ts'
import {duration} from './duration.ts'
import {wrap} from './wrap.ts'

/** A change to a program; `place` is a path as text. */
export type Remedy =
  | {
      /** What is done. */
      readonly change: 'hold' | 'reuse'
      /** The part of the key that it keeps the same. */
      readonly component: string
      /** Where, a path as text. */
      readonly place: string
      /** The function's name, where it is one alone. */
      readonly function?: string | undefined
    }
  | {
      /** What is done. */
      readonly change: 'pad'
      /** Where, a path as text. */
      readonly place: string
      /** Sizes become the next multiple of it. */
      readonly multiple: number
    }

/** How to keep a part of a key the same. */
const held: Readonly<Record<string, (place: string) => string>> = {
  tree: (place) => `pass ${place} always in one way`,
  aval: (place) => `give ${place} one type`,
  placement: (place) => `place ${place} once`,
}

/**
 * A change to a program in words.
 *
 * @example
 * remedy({change: 'pad', place: 'tokens', multiple: 8}) // 'pad tokens to multiples of 8'
 */
export function remedy(one: Remedy): string {
  if (one.change === 'pad') return `pad ${one.place} to multiples of ${one.multiple}`
  if (one.change === 'hold') return (held[one.component] ?? ((place) => `make ${place} data`))(one.place)
  return one.component === 'function'
    ? `define ${one.function ?? 'the function'} once`
    : `use one ${one.place} again`
}

/** What a prediction says, as lines of at most 80 characters; `saved` are seconds of `of`. */
export function predicted(
  remedies: readonly Remedy[],
  {misses, saved, of}: {readonly misses: number; readonly saved: number; readonly of: number},
): string[] {
  const seconds = saved > 0 ? ` and ${duration(saved)} of ${duration(of)}` : ''
  const steps = [...new Set(remedies.map(remedy))].join(', ')
  return wrap(`Predicted: ${counted(misses, 'miss', 'misses')}${seconds} less, if you ${steps}.`, '  ')
}
