import {laxOperations} from '../lax/index.ts'
import {closedNamespace} from '../python/index.ts'
import {associativeScan} from './associative.ts'
import {cond, foriLoop, mapRows, scan, switchOf, whileLoop} from './control.ts'

/** `jax.lax`: operations that promote nothing, loops and choices. */
export const lax = closedNamespace('lax', {
  ...laxOperations,
  scan,
  cond,
  switch: switchOf,
  whileLoop,
  foriLoop,
  map: mapRows,
  associativeScan,
} as const)
