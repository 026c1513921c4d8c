import type {Drive, LayerName, Setting} from './rules.ts'

const setting =
  (...keys: readonly LayerName[]) =>
  (start: unknown, drives: Drive | null = null): Setting => ({start, keys, drives})

/** A setting in the keys of all layers that a call asks (`include_in_jit_key` and `include_in_trace_context`). */
export const everywhere = setting('dispatch', 'infer', 'trace', 'lower')

/** A setting in the key of dispatch alone: after a change the old program is found again one layer below. */
export const onTop = setting('dispatch')

/** A setting in the keys of dispatch and infer, where infer's key holds what dispatch's does: the old program is found in trace. */
export const onTopTwo = setting('dispatch', 'infer')

/** A setting in the keys of the layers below alone: dispatch does not see a change. */
export const underneath = setting('infer', 'trace', 'lower')

/** A setting that no cache looks at. */
export const nowhere = setting()
