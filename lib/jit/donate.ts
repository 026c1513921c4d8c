import {ArrayImpl, sameShape, type ShapedArray, typeText} from '../array/index.ts'
import {leavesOf} from '../graph/index.ts'
import {PythonError} from '../python/index.ts'
import type {DonationRules} from '../release/index.ts'
import type {TracedBody} from './body.ts'
import type {CallArgument} from './prepare.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** Buffers that calls have used up (`donate_argnums`). An array whose buffer is gone still has its shape and dtype. */
export class Donations {
  readonly #gone = new WeakSet<ArrayImpl>()
  readonly #rules: DonationRules
  #any = false

  constructor(rules: DonationRules) {
    this.#rules = rules
  }

  /** Whether any buffer was ever given away. */
  get any(): boolean {
    return this.#any
  }

  /**
   * Refuses a program whose kept inputs are gone.
   *
   * @throws {PythonError} as the runtime does on the fast path, or as JAX does on its way there.
   */
  check(wrapper: Wrapper, dynamic: readonly CallArgument[], {used}: TracedBody, isHit: boolean): void {
    if (!this.#any) return
    let kept = 0
    leavesOf(
      dynamic.map(({value}) => value),
      newReferences(wrapper),
    ).forEach((leaf, i) => {
      if (!used[i]) return
      const at = kept++
      if (!(leaf instanceof ArrayImpl) || !this.#gone.has(leaf)) return
      const {refusal} = this.#rules
      if (isHit && refusal !== null)
        throw new PythonError('ValueError', refusal.replace('{argument}', String(at)))
      throw new PythonError('RuntimeError', `Array has been deleted with shape=${typeText(leaf)}.`)
    })
  }

  /**
   * Takes the buffers that a call gave away: those of used inputs that an output of the same shape and dtype can take over, and then,
   * from jax 0.8 on, those that an output of as many elements of one size can (`mlir.py`, `_set_up_aliases`).
   *
   * @param isGiven of each input, whether the call gives it away.
   */
  take(isGiven: readonly boolean[], inputs: readonly unknown[], {used, effect}: TracedBody): void {
    if (!isGiven.includes(true)) return
    const free = effect.outs.map(({aval}) => aval)
    const takers = this.#rules.bySize ? [sameType, sameSize] : [sameType]
    for (const canTake of takers)
      inputs.forEach((leaf, i) => {
        if (!(leaf instanceof ArrayImpl) || !used[i] || !isGiven[i] || this.#gone.has(leaf)) return
        const at = free.findIndex((aval) => canTake(aval, leaf.aval))
        if (at < 0) return
        free.splice(at, 1)
        this.#gone.add(leaf)
        this.#any = true
      })
  }
}

const sameType = (out: ShapedArray, given: ShapedArray): boolean =>
  out.dtype === given.dtype && sameShape(out.shape, given.shape)

const sameSize = (out: ShapedArray, given: ShapedArray): boolean =>
  out.dtype.itemsize === given.dtype.itemsize && out.size === given.size

/**
 * For each leaf of the arguments, whether the call gives it away; a static argument takes a position and has no leaves.
 *
 * Source: jax `api_util.py`, `donation_vector`.
 */
export function donated(wrapper: Wrapper, given: readonly CallArgument[]): readonly boolean[] {
  const {donate_argnums, donate_argnames} = wrapper.resolved
  const references = newReferences(wrapper)
  const flags: boolean[] = []
  let position = 0
  for (const {keyword, value, isStatic} of given) {
    const isGiven = keyword === null ? donate_argnums.includes(position++) : donate_argnames.includes(keyword)
    if (isStatic) continue
    for (const _leaf of leavesOf([value], references)) flags.push(isGiven)
  }
  return flags
}

/** Whether a wrapper gives any buffer away. */
export const donates = ({resolved}: Wrapper): boolean =>
  resolved.donate_argnums.length > 0 || resolved.donate_argnames.length > 0
