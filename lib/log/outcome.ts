/**
 * What a call did to the jit caches, one word a class (quietest first).
 *
 * | outcome | dispatch | infer | trace | lower | compile |
 * | --- | --- | --- | --- | --- | --- |
 * | `hit` | hit | – | – | – | – |
 * | `dispatch` | miss | hit | – | – | – |
 * | `rebind` | miss | miss | hit | – | – |
 * | `relower` | miss | hit | – | miss | miss |
 * | `recompile` | miss | hit | – | – | miss |
 * | `rewrap` | miss | miss | hit | miss or – | miss |
 * | `retrace` | miss | miss | miss | miss | miss |
 * | `eager` | torch.compile ran the function without a program | | | | |
 * | `error` | the call raised | | | | |
 */
export const outcomes = [
  'hit',
  'dispatch',
  'rebind',
  'relower',
  'recompile',
  'rewrap',
  'retrace',
  'eager',
  'error',
] as const

/** One of `outcomes`. */
export type Outcome = (typeof outcomes)[number]

/** How a fact is known: computed by the simulator, read in a log, or concluded from what a log shows. */
export const evidences = ['simulated', 'observed', 'inferred'] as const

/** One of `evidences`. */
export type Evidence = (typeof evidences)[number]

/** The layers of caches that a call falls through, top first (jax `pjit.py`, `partial_eval.py`, `pxla.py`, `compiler.py`). */
export const layers = ['dispatch', 'infer', 'trace', 'lower', 'compile', 'persistent'] as const

/** One of `layers`. */
export type Layer = (typeof layers)[number]
