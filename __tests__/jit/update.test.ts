import {Session} from '../../lib/index.ts'

const update =
  (name: string, value: unknown, release = '0.10.2') =>
  () => {
    new Session({release}).update(name, value)
  }

/** What a call raises: its type and words. */
function raised(call: () => void): string | null {
  try {
    call()
    return null
  } catch (error) {
    return String(error)
  }
}

const precisions =
  "['default', 'high', 'highest', 'bfloat16', 'tensorfloat32', 'float32', 'ANY_F8_ANY_F8_F32', 'ANY_F8_ANY_F8_F32_FAST_ACCUM', 'ANY_F8_ANY_F8_ANY', 'ANY_F8_ANY_F8_ANY_FAST_ACCUM', 'F16_F16_F16', 'F16_F16_F32', 'BF16_BF16_BF16', 'BF16_BF16_F32', 'BF16_BF16_F32_X3', 'BF16_BF16_F32_X6', 'BF16_BF16_F32_X9', 'TF32_TF32_F32', 'TF32_TF32_F32_X3', 'F32_F32_F32', 'F64_F64_F64']"

/** What jax 0.10.2 raises, as it printed it. */
test.each([
  ['jax_nope', 1, 'AttributeError', 'Unrecognized config option: jax_nope'],
  [
    'jax_numpy_rank_promotion',
    'bogus',
    'ValueError',
    "new enum value must be in ['allow', 'warn', 'raise'], got bogus of type <class 'str'>.",
  ],
  [
    'jax_numpy_rank_promotion',
    null,
    'ValueError',
    "new enum value must be in ['allow', 'warn', 'raise'], got None of type <class 'NoneType'>.",
  ],
  [
    'jax_numpy_rank_promotion',
    3,
    'ValueError',
    "new enum value must be in ['allow', 'warn', 'raise'], got 3 of type <class 'int'>.",
  ],
  ['jax_numpy_dtype_promotion', 'bogus', 'ValueError', "'bogus' is not a valid NumpyDtypePromotion"],
  [
    'jax_numpy_dtype_promotion',
    null,
    'TypeError',
    "new enum value must be an instance of <enum 'NumpyDtypePromotion'>, got None of type <class 'NoneType'>.",
  ],
  [
    'jax_default_matmul_precision',
    'bogus',
    'ValueError',
    `new enum value must be None or in ${precisions}, got bogus of type <class 'str'>.`,
  ],
  [
    'jax_default_prng_impl',
    'bogus',
    'ValueError',
    "new enum value must be in ['threefry2x32', 'threefry4x32', 'rbg', 'unsafe_rbg', 'philox2x32', 'philox4x32'], got bogus of type <class 'str'>.",
  ],
])('update(%p, %p) raises %s in the words of JAX', (name, value, type, message) => {
  expect(raised(update(name, value))).toBe(`${type}: ${message}`)
})

test('update(…) takes what JAX takes: None for a precision, a setting that nothing here looks at', () => {
  for (const [name, value] of [
    ['jax_default_matmul_precision', null],
    ['jax_default_matmul_precision', 'BF16_BF16_F32_X9'],
    ['jax_platforms', 'bogus'],
    ['jax_pprint_use_color', false],
  ] as const)
    expect(update(name, value)).not.toThrow()
})

test('update(…) refuses what the release does not have, where another has it', () => {
  expect(update('jax_scan3', true)).not.toThrow()
  expect(update('jax_scan3', true, '0.8.2')).toThrow('Unrecognized config option: jax_scan3')
  expect(update('jax_default_prng_impl', 'philox2x32', '0.9.0')).toThrow(
    "new enum value must be in ['threefry2x32', 'rbg', 'unsafe_rbg'], got philox2x32 of type <class 'str'>.",
  )
  expect(update('jax_numpy_dtype_promotion', 'bogus', '0.7.2')).toThrow(
    "new enum value must be in ['standard', 'strict'], got bogus of type <class 'str'>.",
  )
})

test('with(…) refuses what update(…) does, and changes nothing then', () => {
  const session = new Session()
  expect(() => session.with({jax_numpy_rank_promotion: 'bogus'}, () => 1)).toThrow(
    'new enum value must be in',
  )
  expect(session.config['jax_numpy_rank_promotion']).toBe('allow')
})
