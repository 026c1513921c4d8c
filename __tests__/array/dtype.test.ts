import '../../lib/value/index.ts'
import fc from 'fast-check'
import {
  ArrayImpl,
  avalOf,
  canonical,
  configured,
  devicePut,
  dtypeOf,
  dtypes,
  fromJSON,
  kindOf,
  NumpyArray,
  shaped,
  toJSON,
} from '../../lib/array/index.ts'
import {jax, jnp, np} from '../../lib/numpy/index.ts'
import {complex, equal, float, repr, sameHash, typeName} from '../../lib/python/index.ts'

const text = (value: unknown, x64 = false) => String(avalOf(value, {x64}))

describe('avalOf(value)', () => {
  test.each<[string, unknown, string, string]>([
    ['a Python int', 1, '~int32[]', '~int64[]'],
    ['a Python float', float(1), '~float32[]', '~float64[]'],
    ['a bool, which is never weak', true, 'bool[]', 'bool[]'],
    ['a complex number', complex(0, 1), '~complex64[]', '~complex128[]'],
    ['NumPy’s float64', np.float64(1), 'float32[]', 'float64[]'],
    ['NumPy’s int64 array', np.zeros([3], 'int64'), 'int32[3]', 'int64[3]'],
    ['a NumPy array of numbers', np.array([1.5, 2]), 'float32[2]', 'float64[2]'],
    ['jnp.float32(1)', jnp.float32(1), 'float32[]', 'float32[]'],
    ['jnp.asarray(1.0)', jnp.asarray(float(1)), '~float32[]', '~float32[]'],
    ['jnp.full((3,), 1.0)', jnp.full([3], float(1)), '~float32[3]', '~float32[3]'],
    ['a key', jax.random.key(0), 'key<fry>[]', 'key<fry>[]'],
    ['an rbg key', jax.random.key(0, {impl: 'rbg'}), 'key<rbg>[]', 'key<rbg>[]'],
    ['PRNGKey(0)', jax.random.PRNGKey(0), 'uint32[2]', 'uint32[2]'],
  ])('of %s is what JAX takes it for', (_, value, off, on) => {
    expect(text(value)).toBe(off)
    expect(text(value, true)).toBe(on)
  })

  test('of what is no array is null', () => {
    for (const value of ['text', null, undefined, () => 1, {}, [1]]) expect(avalOf(value)).toBeNull()
  })

  test('of a Python int out of range raises JAX’s OverflowError, at its path', () => {
    expect(() => avalOf(2 ** 31, {path: 'x'})).toThrow(
      "An overflow was encountered while parsing an argument to a jitted computation, whose argument path is x. Got <class 'int'> with value 2147483648",
    )
    expect(text(-(2 ** 31))).toBe('~int32[]')
    expect(() => avalOf(2n ** 63n, {x64: true})).toThrow('9223372036854775808')
    expect(text(2 ** 31, true)).toBe('~int64[]')
  })

  test('gives one object for equal avals', () => {
    expect(jnp.zeros([2, 3]).aval).toBe(shaped([2, 3], dtypeOf('float32')))
    expect(jnp.asarray(float(1)).aval).not.toBe(jnp.float32(1).aval)
  })

  test('tells Python, NumPy and JAX apart by kindOf, and committed arrays by their placement', () => {
    expect([1, np.float32(1), np.zeros(3), jnp.zeros(3), 'x'].map(kindOf)).toEqual([
      'python',
      'numpy',
      'numpy',
      'jax',
      null,
    ])
    expect(devicePut(jnp.zeros(3)).committed).toBe(true)
    expect(jnp.add(devicePut(jnp.zeros(3)), 1)).toMatchObject({placement: {committed: true}})
  })
})

describe('a dtype', () => {
  test('has two faces that are equal and hash apart', () => {
    expect(equal(jnp.float32, np.dtype('float32'))).toBe(true)
    expect(equal(jnp.float32, np.float32)).toBe(true)
    expect(equal(jnp.float32, jnp.float16)).toBe(false)
    expect(sameHash(jnp.float32, np.dtype('float32'))).toBe(false)
    expect(sameHash(jnp.float32, np.float32)).toBe(true)
  })

  test('prints as in Python', () => {
    expect(
      [
        jnp.float32,
        np.float32,
        np.dtype('float32'),
        np.dtype('bfloat16'),
        jnp.bool_,
        dtypeOf('key<fry>'),
      ].map(repr),
    ).toEqual([
      "<class 'jax.numpy.float32'>",
      "<class 'numpy.float32'>",
      "dtype('float32')",
      'dtype(bfloat16)',
      "<class 'jax.numpy.bool'>",
      'key<fry>',
    ])
    expect(
      [
        jnp.float32,
        np.float32,
        np.dtype('float32'),
        np.dtype('uint8'),
        np.dtype('bfloat16'),
        dtypeOf('key<fry>'),
      ].map(typeName),
    ).toEqual(['_ScalarMeta', 'type', 'Float32DType', 'UInt8DType', 'dtype[bfloat16]', 'KeyTy'])
  })

  test('of 64 bits becomes one of 32 unless x64 is on', () => {
    expect(canonical(dtypeOf('float64')).name).toBe('float32')
    expect(configured({x64: true}, () => jnp.zeros([1], 'float64').dtype.name)).toBe('float64')
    expect(jnp.zeros([1], 'float64').dtype.name).toBe('float32')
  })

  test('that nobody knows is named in the error', () => {
    expect(() => dtypeOf('float33')).toThrow("data type 'float33' not understood")
  })
})

describe('repr of an array', () => {
  test.each<[unknown, string]>([
    [jnp.array([1, 2]), 'Array([1, 2], dtype=int32)'],
    [jnp.asarray(float(1)), 'Array(1., dtype=float32, weak_type=True)'],
    [jnp.zeros([2, 2]), 'Array([[0., 0.],\n       [0., 0.]], dtype=float32)'],
    [jnp.array([1.5], 'bfloat16'), 'Array([1.5], dtype=bfloat16)'],
    [jnp.array([true]), 'Array([ True], dtype=bool)'],
    [np.array([1.5]), 'array([1.5])'],
    [np.float32(1), 'np.float32(1.0)'],
  ])('%# shows its elements and dtype', (value, expected) => {
    expect(repr(value)).toBe(expected)
  })
})

describe('fromJSON(toJSON(array))', () => {
  const back = (array: ArrayImpl | NumpyArray) => fromJSON(JSON.parse(JSON.stringify(toJSON(array))))
  const bytes = (array: ArrayImpl | NumpyArray) =>
    array.contents === null ? null : [...new Uint8Array(array.contents.buffer)]

  test('is the array, bit for bit, for floats of every kind', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), {minLength: 1, maxLength: 20}),
        fc.constantFrom(...[...dtypes.values()].filter(({kind}) => kind === 'f').map(({name}) => name)),
        (values, dtype) => {
          const array = np.array(
            values.map((value) => (Number.isInteger(value) ? float(value) : value)),
            dtype,
          )
          expect(bytes(back(array))).toEqual(bytes(array))
        },
      ),
    )
  })

  test('keeps NaN with its payload, infinities, -0 and 64-bit integers', () => {
    const floats = new ArrayImpl(
      shaped([5], dtypeOf('float32')),
      new Float32Array([Number.NaN, Infinity, -Infinity, -0, 1]),
    )
    new Uint32Array(floats.contents?.buffer ?? new ArrayBuffer(0))[4] = 0x7fa00001
    expect(bytes(back(floats))).toEqual(bytes(floats))
    const integers = np.array([2n ** 63n - 1n, -(2n ** 63n)], 'int64')
    expect(bytes(back(integers))).toEqual(bytes(integers))
    const doubles = np.array([Number.NaN, -0.5, 1e300], 'float64')
    expect(bytes(back(doubles))).toEqual(bytes(doubles))
  })

  test('keeps dtype, shape, weak type and placement, for every dtype', () => {
    for (const dtype of dtypes.values()) {
      const array = new ArrayImpl(shaped([2, 3], dtype), null, {committed: true, device: 'cpu:0'})
      expect(Object.entries(back(array))).toEqual(Object.entries(array))
      if (dtype.kind !== '0')
        expect(back(dtype.kind === 'k' ? array : new NumpyArray([2], dtype, null)).dtype).toBe(dtype)
    }
    const weak = jnp.full([2], float(3))
    const twin = back(weak instanceof ArrayImpl ? weak : new NumpyArray([], dtypeOf('bool')))
    expect(Object.entries(twin)).toEqual(Object.entries(weak))
  })

  test('says what is wrong with a file that holds no array', () => {
    expect(() => fromJSON(null)).toThrow('an array in JSON is an object')
    expect(() => fromJSON({dtype: 'float33', shape: []})).toThrow('dtype "float33"')
    expect(() => fromJSON({dtype: 'float32', shape: [-1]})).toThrow('shape [-1]')
    expect(() => fromJSON({dtype: 'float32', shape: [3], values: [1, 2]})).toThrow(
      'holds 2 values; expected 3',
    )
    expect(() => fromJSON({dtype: 'float32', shape: [1], values: [{}]})).toThrow('value 0')
  })
})
