import type {Choices, Drive, LayerName, Setting} from './rules.ts'

const setting =
  (...keys: readonly LayerName[]) =>
  (start: unknown, drives: Drive | null = null, choices?: Choices): Setting => ({
    start,
    keys,
    drives,
    ...(choices !== undefined && {choices}),
  })

/** One of these strings. */
export const oneOf = (...values: readonly string[]): Choices => ({
  values,
  isOptional: false,
  enumeration: null,
})

/** None, or one of these strings. */
export const noneOr = (...values: readonly string[]): Choices => ({...oneOf(...values), isOptional: true})

/** A member of a Python enumeration, by its value. */
export const memberOf = (enumeration: string, ...values: readonly string[]): Choices => ({
  ...oneOf(...values),
  enumeration,
})

/** What an error check does. */
export const errorChecks = oneOf('ignore', 'raise')

/** The levels of XLA's optimization and of its fitting into memory. */
export const levels = oneOf('UNKNOWN', 'O0', 'O1', 'O2', 'O3')

/** How exact a matrix product is. */
export const precisions = noneOr(
  'default',
  'high',
  'highest',
  'bfloat16',
  'tensorfloat32',
  'float32',
  'ANY_F8_ANY_F8_F32',
  'ANY_F8_ANY_F8_F32_FAST_ACCUM',
  'ANY_F8_ANY_F8_ANY',
  'ANY_F8_ANY_F8_ANY_FAST_ACCUM',
  'F16_F16_F16',
  'F16_F16_F32',
  'BF16_BF16_BF16',
  'BF16_BF16_F32',
  'BF16_BF16_F32_X3',
  'BF16_BF16_F32_X6',
  'BF16_BF16_F32_X9',
  'TF32_TF32_F32',
  'TF32_TF32_F32_X3',
  'F32_F32_F32',
  'F64_F64_F64',
)

/** Whether `jax.numpy` may give operands one rank. */
export const ranks = oneOf('allow', 'warn', 'raise')

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
