import {withoutAddress} from './brief.ts'

/** How Python prints a function, a class, and an object whose class does not say how; the last name tells which. */
const printed = /^<(?:function (\S+)|class '(\S+)'|(\S+) object)>$/

/**
 * What Python prints of a function, a class or an object, without the module that it is of; another text as it is.
 *
 * @example
 * printedName('<jax._src.custom_derivatives.custom_jvp object at 0x7f00>') // 'custom_jvp'
 * printedName('<function gelu>') // 'gelu'
 */
export function printedName(text: string): string {
  const path = printed
    .exec(withoutAddress(text))
    ?.slice(1)
    .find((one) => one !== undefined)
  return path?.split('.').at(-1) ?? text
}
