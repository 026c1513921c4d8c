import {takingAll} from '../python/index.ts'
import {basics} from './jnp.ts'
import {ufuncs} from './ufuncs.ts'

const reduced = 'a, /, axis=, dtype=, *, keepdims='
const extreme = 'a, /, axis=, *, keepdims=, initial='
const holding = 'a, /, axis=, *, keepdims='
const spread = 'a, /, axis=, dtype=, *, ddof=, keepdims='
const along = 'a, /, axis='

/** JAX's NumPy: functions by NumPy's names (in camelCase where they are several words), options as one object. */
export const jnp = takingAll('jnp', {...basics, ...ufuncs} as const, {
  sum: reduced,
  mean: reduced,
  prod: reduced,
  var: spread,
  std: spread,
  max: extreme,
  min: extreme,
  any: holding,
  all: holding,
  argmax: along,
  argmin: along,
  cumsum: along,
  sort: along,
  concatenate: 'arrays, /, axis=',
  stack: 'arrays, /, axis=',
  split: 'ary, indices_or_sections, /, axis=',
  take: 'a, indices, /, axis=',
  repeat: 'a, repeats, /, axis',
  pad: 'array, pad_width, /, mode=',
  nanToNum: 'x, /, *, nan=, posinf=, neginf=',
})
