import {expect, test} from '@jest/globals'
import golden from '../golden/printedarrays.json' with {type: 'json'}
import {configured, NumpyArray, dtypeOf, storage, volume} from '../../lib/array/index.ts'
import {jnp, np} from '../../lib/numpy/index.ts'
import {repr} from '../../lib/python/index.ts'

/** An array of the bytes that NumPy has of it. */
function arrayOf(name: string, shape: readonly number[], hex: string): NumpyArray {
  const dtype = dtypeOf(name)
  const contents = storage(dtype, volume(shape))
  const bytes = new Uint8Array(contents.buffer)
  bytes.set(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
  return new NumpyArray(shape, dtype, contents)
}

const rows = golden.map(([name, shape, hex, ...texts]) => {
  if (typeof name !== 'string' || !Array.isArray(shape) || typeof hex !== 'string')
    throw new TypeError(String(name))
  return {name, array: arrayOf(name, shape, hex), texts}
})

test.each([...new Set(rows.map(({name}) => name))])(
  'repr(array) of random %s is what NumPy prints, and JAX',
  (name) => {
    const own = rows.filter((row) => row.name === name)
    expect(own.length).toBe(30)
    const texts = own.map(({array}) => [repr(array), repr(configured({x64: true}, () => jnp.asarray(array)))])
    expect(texts).toEqual(own.map(({texts}) => texts))
  },
)

test('repr(array) prints digits of the exact value where others of the array need more', () => {
  expect(
    repr(
      jnp.array([
        [1.5, 1000000.25],
        [1e-5, 3],
      ]),
    ),
  ).toBe('Array([[1.50000000e+00, 1.00000025e+06],\n       [9.99999975e-06, 3.00000000e+00]], dtype=float32)')
  expect(repr(jnp.array([2.203125, 1.1], 'bfloat16'))).toBe('Array([2.20312, 1.10156], dtype=bfloat16)')
})

test('repr(array) tells shape and dtype where the elements do not', () => {
  expect(repr(jnp.zeros([0]))).toBe('Array([], shape=(0,), dtype=float32)')
  expect(repr(np.zeros([0, 3]))).toBe('array([], shape=(0, 3), dtype=float64)')
  expect(repr(np.zeros([0]))).toBe('array([], dtype=float64)')
  expect(repr(np.zeros([1001]))).toBe('array([0., 0., 0., ..., 0., 0., 0.], shape=(1001,))')
})
