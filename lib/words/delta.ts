import {type Guarded, guardValues} from './guarded.ts'

/** What stands at a place: a value as Python or JAX prints it, or the place at which the same object is met first. */
export type Stand = string | {readonly sharedWith: string}

/** How a key differs from an earlier one at a place. */
export type Delta =
  | {readonly kind: 'added'; readonly now: Stand}
  | {readonly kind: 'removed'; readonly before: Stand}
  /** It stood elsewhere, and is the same. */
  | {readonly kind: 'moved'; readonly from: string; readonly to: string}
  /** Another object that reads the same. */
  | {readonly kind: 'identity'; readonly now: string; readonly before: string}
  /** Likewise, where it may as well be what a transform makes of the same one, what a loop runs, the same one given another static argument, or one that a library made of other parts. */
  | {
      readonly kind: 'identity'
      readonly now: string
      readonly before: string
      readonly mayBe: 'transform' | 'loop' | 'argument' | 'other parts'
    }
  | {readonly kind: 'value'; readonly now: string; readonly before: string}
  /** At least one of the two is the object of another place. */
  | {readonly kind: 'shared'; readonly now: Stand; readonly before: Stand}
  /** The size of one axis of arrays that else may differ from each other. */
  | {
      readonly kind: 'axis'
      readonly axis: number
      readonly now: string
      readonly before: string
      /** The types of one of several arrays; null where it is one alone. */
      readonly like: {readonly now: string; readonly before: string} | null
    }
  | {readonly kind: 'dtype'; readonly now: string; readonly before: string}
  | {readonly kind: 'weak type'; readonly now: boolean}
  /** A guard of torch.compile did not hold. */
  | Guarded

/** A delta in the fields that files hold; `from` is where it stood. */
export interface Told {
  /** What became of it; `identity` where it is another object that reads the same. */
  readonly change: 'changed' | 'added' | 'removed' | 'moved' | 'identity'
  /** What stands there in this call; null where it is removed. */
  readonly now: string | null
  /** What stood there in the earlier one; null where it is added. */
  readonly before: string | null
  /** Where it stood, for a thing that moved. */
  readonly from?: string
}

/** What a list keeps past its length, where an item was deleted. */
export const leftOver = 'left over from a deletion'

const stand = (one: Stand): string => (typeof one === 'string' ? one : `shared with ${one.sharedWith}`)
const such = (type: string | undefined): string => (type === undefined ? '' : ` as in ${type}`)
const weakness = (isWeak: boolean): string => (isWeak ? 'weak type' : 'no weak type')

/**
 * A delta with its values as text.
 *
 * @example
 * told({kind: 'axis', axis: 0, now: '5', before: '16', like: null}) // {change: 'changed', now: 'size 5 of axis 0', before: 'size 16'}
 */
export function told(delta: Delta): Told {
  switch (delta.kind) {
    case 'added':
      return {change: 'added', now: stand(delta.now), before: null}
    case 'removed':
      return {change: 'removed', now: null, before: stand(delta.before)}
    case 'moved':
      return {change: 'moved', now: delta.to, before: delta.from, from: delta.from}
    case 'identity':
      return {change: 'identity', now: delta.now, before: delta.before}
    case 'shared':
      return {change: 'changed', now: stand(delta.now), before: stand(delta.before)}
    case 'axis':
      return {
        change: 'changed',
        now: `size ${delta.now} of axis ${delta.axis}${such(delta.like?.now)}`,
        before: `size ${delta.before}${such(delta.like?.before)}`,
      }
    case 'weak type':
      return {change: 'changed', now: weakness(delta.now), before: weakness(!delta.now)}
    case 'guard':
      return {change: 'changed', ...guardValues(delta)}
    case 'value':
    case 'dtype':
      return {change: 'changed', now: delta.now, before: delta.before}
  }
}
