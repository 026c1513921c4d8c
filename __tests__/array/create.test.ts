import fc from 'fast-check'
import {fromJSON, type JaxArray, toJSON} from '../../lib/array/index.ts'
import {jnp, np} from '../../lib/numpy/index.ts'
import {nnx, repr} from '../../lib/index.ts'

const shapes = fc.array(fc.nat({max: 3}), {maxLength: 3})

const contents = (x: JaxArray): string => `${x.aval.toString()} ${repr(x)}`

test('zerosLike and onesLike have the shape and dtype of what they are given, and hold nothing but zeros and ones', () => {
  fc.assert(
    fc.property(shapes, fc.constantFrom('float32', 'int8', 'bool', 'complex64'), (shape, dtype) => {
      const x = jnp.full(shape, 3, dtype)
      expect(contents(jnp.zerosLike(x))).toEqual(contents(jnp.zeros(shape, dtype)))
      expect(contents(jnp.onesLike(x))).toEqual(contents(jnp.ones(shape, dtype)))
    }),
  )
})

test('an array in JSON may have axes of no elements', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const x = np.zeros(shape, 'float32')
      expect(fromJSON(JSON.parse(JSON.stringify(toJSON(x))))).toEqual(x)
    }),
  )
})

test('an operation takes a Variable for the array that it holds', () => {
  const x = jnp.arange(3)
  expect(contents(jnp.add(new nnx.Param(x), 1))).toEqual(contents(jnp.add(x, 1)))
})

test('the position of an extreme value of a weak array has no weak type', () => {
  const weak = jnp.full([3], 1)
  expect(weak.aval.weak_type).toBe(true)
  for (const found of [jnp.argmax(weak), jnp.argmin(weak)]) expect(found.aval.weak_type).toBe(false)
})
