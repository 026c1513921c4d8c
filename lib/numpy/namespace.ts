import {basics} from './jnp.ts'
import {ufuncs} from './ufuncs.ts'

/** JAX's NumPy: functions by NumPy's names (in camelCase where they are several words), options as one object. */
export const jnp = {...basics, ...ufuncs} as const
