import {asArray, asOperand, type Input} from '../lax/index.ts'
import {
  canonical,
  type DTypeLike,
  dtypeOf,
  type Each,
  type JaxArray,
  mapped,
  promote,
} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {named, PythonError} from '../python/index.ts'

/** What `promote_dtype` takes beside the values. */
export interface PromoteOptions {
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** Whether the result must hold floats; true where it is not given. */
  readonly inexact?: boolean
}

/** The type of a layer's `promote_dtype`. */
export type Promote = <const T extends readonly (Input | null)[]>(
  args: T,
  options?: PromoteOptions,
) => Each<T, JaxArray | null>

/** The dtype that a layer computes in: the one asked for, or the promotion of its arguments made inexact. */
export function computeDtype(
  args: readonly (Input | null)[],
  {dtype = null, inexact = true}: PromoteOptions = {},
) {
  const avals = args.filter((arg) => arg !== null).map((arg) => asOperand(arg).aval)
  const found = dtype === null ? promote(avals).dtype : canonical(dtypeOf(dtype))
  const isFloat = found.kind === 'f' || found.kind === 'c'
  if (dtype === null && inexact && !isFloat) return dtypeOf('float32')
  if (inexact && !isFloat) throw new PythonError('ValueError', `Dtype must be inexact: ${found.name}`)
  return found
}

/** flax's `promote_dtype`: casts all arguments to one dtype; None stays None. */
export const promote_dtype: Promote = named(
  <const T extends readonly (Input | null)[]>(args: T, options: PromoteOptions = {}) => {
    const given = mapped(args, (arg) => (Array.isArray(arg) ? jnp.asarray(arg) : arg))
    const dtype = computeDtype(given, options)
    return mapped(given, (arg) => (arg === null ? null : jnp.asarray(asArray(asOperand(arg)), dtype)))
  },
  {qualname: 'promote_dtype', module: 'flax.nnx.nn.dtypes'},
)
