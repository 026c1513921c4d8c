import '../../lib/value/index.ts'
import golden from '../golden/values.json' with {type: 'json'}
import {entry} from '../entry.ts'
import {ArrayImpl, configured, dtypeOf} from '../../lib/array/index.ts'
import {jax, jnp, np} from '../../lib/numpy/index.ts'
import {complex, float, repr} from '../../lib/python/index.ts'

const words = (key: unknown): readonly number[] =>
  key instanceof ArrayImpl && key.contents !== null ? Array.from(key.contents, Number) : []

const calls: Readonly<Record<keyof typeof golden, () => unknown>> = {
  'words(jax.random.key(0))': () => words(jax.random.key(0)),
  'words(jax.random.key(42))': () => words(jax.random.key(42)),
  'words(jax.random.key(2**32-1))': () => words(jax.random.key(2n ** 32n - 1n)),
  'words(jax.random.key(2**32+5))': () => words(jax.random.key(2n ** 32n + 5n)),
  'words(jax.random.key(2**40))': () => words(jax.random.key(2n ** 40n)),
  'words(jax.random.key(2**63-1))': () => words(jax.random.key(2n ** 63n - 1n)),
  'words(jax.random.key(-1))': () => words(jax.random.key(-1)),
  'words(jax.random.key(-2**40))': () => words(jax.random.key(-(2n ** 40n))),
  'words(jax.random.key(-2**63))': () => words(jax.random.key(-(2n ** 63n))),
  'words(jax.random.key(2**63))': () => words(jax.random.key(2n ** 63n)),
  'words(jax.random.key(-2**63-1))': () => words(jax.random.key(-(2n ** 63n) - 1n)),
  'words(jax.random.key(True))': () => words(jax.random.key(true)),
  'words(jax.random.key(np.int64(2**40+7)))': () => words(jax.random.key(np.int64(2n ** 40n + 7n))),
  'words(jax.random.key(np.uint32(2**32-1)))': () => words(jax.random.key(np.uint32(2n ** 32n - 1n))),
  'words(jax.random.key(np.int8(-1)))': () => words(jax.random.key(np.int8(-1))),
  'words(jax.random.key(1.5))': () => words(jax.random.key(float(1.5))),
  'words(jax.random.key(np.bool_(True)))': () => words(jax.random.key(np.bool_(true))),
  'words(jax.random.PRNGKey(-1))': () => words(jax.random.PRNGKey(-1)),
  'x64: words(jax.random.key(0))': () => configured({x64: true}, () => words(jax.random.key(0))),
  'x64: words(jax.random.key(42))': () => configured({x64: true}, () => words(jax.random.key(42))),
  'x64: words(jax.random.key(2**32-1))': () =>
    configured({x64: true}, () => words(jax.random.key(2n ** 32n - 1n))),
  'x64: words(jax.random.key(2**32+5))': () =>
    configured({x64: true}, () => words(jax.random.key(2n ** 32n + 5n))),
  'x64: words(jax.random.key(2**40))': () => configured({x64: true}, () => words(jax.random.key(2n ** 40n))),
  'x64: words(jax.random.key(2**63-1))': () =>
    configured({x64: true}, () => words(jax.random.key(2n ** 63n - 1n))),
  'x64: words(jax.random.key(-1))': () => configured({x64: true}, () => words(jax.random.key(-1))),
  'x64: words(jax.random.key(-2**40))': () =>
    configured({x64: true}, () => words(jax.random.key(-(2n ** 40n)))),
  'x64: words(jax.random.key(-2**63))': () =>
    configured({x64: true}, () => words(jax.random.key(-(2n ** 63n)))),
  'x64: words(jax.random.key(2**63))': () => configured({x64: true}, () => words(jax.random.key(2n ** 63n))),
  'x64: words(jax.random.key(-2**63-1))': () =>
    configured({x64: true}, () => words(jax.random.key(-(2n ** 63n) - 1n))),
  'x64: words(jax.random.key(True))': () => configured({x64: true}, () => words(jax.random.key(true))),
  'x64: words(jax.random.key(np.int64(2**40+7)))': () =>
    configured({x64: true}, () => words(jax.random.key(np.int64(2n ** 40n + 7n)))),
  'x64: words(jax.random.key(np.uint32(2**32-1)))': () =>
    configured({x64: true}, () => words(jax.random.key(np.uint32(2n ** 32n - 1n)))),
  'x64: words(jax.random.key(np.int8(-1)))': () =>
    configured({x64: true}, () => words(jax.random.key(np.int8(-1)))),
  'x64: words(jax.random.key(1.5))': () => configured({x64: true}, () => words(jax.random.key(float(1.5)))),
  'x64: words(jax.random.key(np.bool_(True)))': () =>
    configured({x64: true}, () => words(jax.random.key(np.bool_(true)))),
  'x64: words(jax.random.PRNGKey(-1))': () => configured({x64: true}, () => words(jax.random.PRNGKey(-1))),
  'jax.random.PRNGKey(jnp.ones(3,int))': () => jax.random.PRNGKey(jnp.ones([3], 'int32')),
  'jax.random.fold_in(jax.random.key(0), 2**32)': () => jax.random.foldIn(jax.random.key(0), 2n ** 32n),
  'jax.random.fold_in(jax.random.key(0), -1)': () => jax.random.foldIn(jax.random.key(0), -1),
  "jnp.array([1/3], 'float32')": () => jnp.array([float(1 / 3)], 'float32'),
  "jnp.array([123456.125], 'float32')": () => jnp.array([float(123456.125)], 'float32'),
  "jnp.array([1/7], 'float32')": () => jnp.array([float(1 / 7)], 'float32'),
  "jnp.array([-2.5], 'float32')": () => jnp.array([float(-2.5)], 'float32'),
  "jnp.array([99999.99], 'float32')": () => jnp.array([float(99999.99)], 'float32'),
  "jnp.array([5e-4], 'float32')": () => jnp.array([float(5e-4)], 'float32'),
  "jnp.array([3.0], 'float32')": () => jnp.array([float(3.0)], 'float32'),
  "jnp.array([-0.0], 'float32')": () => jnp.array([float(-0.0)], 'float32'),
  "x64: jnp.array([1/3], 'float64')": () =>
    configured({x64: true}, () => jnp.array([float(1 / 3)], 'float64')),
  "x64: jnp.array([123.456789123456], 'float64')": () =>
    configured({x64: true}, () => jnp.array([float(123.456789123456)], 'float64')),
  "x64: jnp.array([0.123456785], 'float64')": () =>
    configured({x64: true}, () => jnp.array([float(0.123456785)], 'float64')),
  "jnp.array([1/3], 'bfloat16')": () => jnp.array([float(1 / 3)], 'bfloat16'),
  "jnp.array([100.5], 'bfloat16')": () => jnp.array([float(100.5)], 'bfloat16'),
  "jnp.array([96], 'bfloat16')": () => jnp.array([float(96)], 'bfloat16'),
  "jnp.array([3e-3], 'bfloat16')": () => jnp.array([float(3e-3)], 'bfloat16'),
  "jnp.array([-0.0], 'bfloat16')": () => jnp.array([float(-0.0)], 'bfloat16'),
  'jnp.array([float("nan")], \'bfloat16\')': () => jnp.array([float(Number.NaN)], 'bfloat16'),
  "jnp.array([1/3], 'float16')": () => jnp.array([float(1 / 3)], 'float16'),
  "jnp.array([100.5], 'float16')": () => jnp.array([float(100.5)], 'float16'),
  "jnp.array([0.1], 'float16')": () => jnp.array([float(0.1)], 'float16'),
  'jnp.array([float("-inf")], \'float16\')': () => jnp.array([float(-Infinity)], 'float16'),
  "jnp.array([0.25], 'float8_e4m3fn')": () => jnp.array([float(0.25)], 'float8_e4m3fn'),
  "jnp.array([100], 'float8_e4m3fn')": () => jnp.array([float(100)], 'float8_e4m3fn'),
  "jnp.array([1/3+2j/3], 'complex64')": () => jnp.array([complex(1 / 3, 2 / 3)], 'complex64'),
  "jnp.array([complex(0.1,-0.0)], 'complex64')": () => jnp.array([complex(0.1, -0.0)], 'complex64'),
  "jnp.array([complex(-0.0,2)], 'complex64')": () => jnp.array([complex(-0.0, 2)], 'complex64'),
  'jnp.array([complex(1,float("nan"))], \'complex64\')': () =>
    jnp.array([complex(1, Number.NaN)], 'complex64'),
  'jnp.array([complex(1,float("-inf"))], \'complex64\')': () =>
    jnp.array([complex(1, -Infinity)], 'complex64'),
  "x64: jnp.array([1/3-2j/3], 'complex128')": () =>
    configured({x64: true}, () => jnp.array([complex(1 / 3, -2 / 3)], 'complex128')),
  "x64: jnp.array([1+2j], 'complex128')": () =>
    configured({x64: true}, () => jnp.array([complex(1, 2)], 'complex128')),
  "jnp.asarray(300,'uint8')": () => jnp.asarray(300, 'uint8'),
  'jnp.uint8(-1)': () => jnp.uint8(-1),
  'jnp.uint8(255)': () => jnp.uint8(255),
  "jnp.array([1,-1],'uint32')": () => jnp.array([1, -1], 'uint32'),
  "jnp.asarray(2**32-1,'uint32')": () => jnp.asarray(2n ** 32n - 1n, 'uint32'),
  "jnp.asarray(2**32,'uint32')": () => jnp.asarray(2n ** 32n, 'uint32'),
  'jnp.asarray([2**31])': () => jnp.asarray([2n ** 31n]),
  'jnp.asarray(2**31)': () => jnp.asarray(2n ** 31n),
  'jnp.int8(-128)': () => jnp.int8(-128),
  'jnp.int8(-129)': () => jnp.int8(-129),
  'jnp.int8(128)': () => jnp.int8(128),
  'jnp.uint64(2**40)': () => jnp.uint64(2n ** 40n),
  'x64: jnp.uint64(2**64-1)': () => configured({x64: true}, () => jnp.uint64(2n ** 64n - 1n)),
  'x64: jnp.asarray(2**63)': () => configured({x64: true}, () => jnp.asarray(2n ** 63n)),
  'x64: jnp.asarray(2**63-1)': () => configured({x64: true}, () => jnp.asarray(2n ** 63n - 1n)),
  'x64: jnp.asarray(-2**63)': () => configured({x64: true}, () => jnp.asarray(-(2n ** 63n))),
  'jnp.array([np.int64(2**40)])': () => jnp.array([np.int64(2n ** 40n)]),
  "jnp.asarray(True,'uint8')": () => jnp.asarray(true, 'uint8'),
  'jnp.int32(1.7)': () => jnp.int32(1.7),
  "jnp.full((2,),300,'uint8')": () => jnp.full([2], 300, 'uint8'),
  'jnp.float32(2)': () => jnp.float32(2),
  'jnp.asarray(3)': () => jnp.asarray(3),
  'jnp.asarray(3.0)': () => jnp.asarray(float(3)),
  'jnp.asarray([1,2])': () => jnp.asarray([1, 2]),
  'jnp.asarray([True])': () => jnp.asarray([true]),
  "jnp.asarray([[1,2],[3,4]], 'int16')": () =>
    jnp.asarray(
      [
        [1, 2],
        [3, 4],
      ],
      'int16',
    ),
  "np.array([1.5],'float32')": () => np.array([float(1.5)], 'float32'),
  'np.array([1,2])': () => np.array([1, 2]),
  'np.array([True,False])': () => np.array([true, false]),
  "np.array([1,2],'int32')": () => np.array([1, 2], 'int32'),
  'np.array([1.5,2.25])': () => np.array([float(1.5), float(2.25)]),
  'np.float32(1)': () => np.float32(1),
  'np.float64(1.5)': () => np.float64(1.5),
  'np.int32(3)': () => np.int32(3),
  'np.bool_(True)': () => np.bool_(true),
  'np.bool_(False)': () => np.bool_(false),
  'np.uint8(7)': () => np.uint8(7),
  "jax.ShapeDtypeStruct((2,3),'float32')": () => new jax.ShapeDtypeStruct([2, 3], 'float32'),
  "jax.ShapeDtypeStruct((2,),'int8')": () => new jax.ShapeDtypeStruct([2], 'int8'),
  "x64: jax.ShapeDtypeStruct((),'float64')": () =>
    configured({x64: true}, () => new jax.ShapeDtypeStruct([], 'float64')),
  "jax.ShapeDtypeStruct((), 'float32', weak_type=True)": () => new jax.ShapeDtypeStruct([], 'float32', true),
  'jnp.ones((2,3)).aval': () => jnp.ones([2, 3]).aval,
  'jnp.asarray(1).aval': () => jnp.asarray(1).aval,
  'jnp.float32': () => jnp.float32,
  "np.dtype('float32')": () => np.dtype('float32'),
  "jnp.dtype('bfloat16')": () => dtypeOf('bfloat16'),
  'jax.random.key(0).dtype': () => jax.random.key(0).dtype,
  "jnp.einsum('ij->ik', jnp.ones((2,3)))": () => jnp.einsum('ij->ik', jnp.ones([2, 3])),
  'jnp.arange(2, 7, 2)': () => jnp.arange(2, 7, 2),
  'jnp.arange(1, 2, 0.25)': () => jnp.arange(1, 2, float(0.25)),
  'jnp.arange(5, 0, -2)': () => jnp.arange(5, 0, -2),
  'jnp.arange(1, 4)': () => jnp.arange(1, 4),
  'jnp.arange(0, 5, 2)': () => jnp.arange(0, 5, 2),
  "np.dtype('uint')": () => dtypeOf('uint'),
  "np.dtype('int')": () => dtypeOf('int'),
  "np.dtype('float')": () => dtypeOf('float'),
  "np.dtype('complex')": () => dtypeOf('complex'),
  "np.dtype('bool_')": () => dtypeOf('bool_'),
  'jnp.squeeze(jnp.ones((1,3)),(0,1))': () => jnp.squeeze(jnp.ones([1, 3]), [0, 1]),
  "jnp.add(jnp.ones(2,'float4_e2m1fn'),jnp.ones(2))": () =>
    jnp.add(jnp.ones(2, 'float4_e2m1fn'), jnp.ones(2)),
  "jnp.promote_types('float6_e2m3fn','float32')": () => jnp.add(jnp.ones(2, 'float6_e2m3fn'), jnp.ones(2)),
  "jnp.add(jnp.ones(2,'int4'),jnp.ones(2,'int32'))": () => jnp.add(jnp.ones(2, 'int4'), jnp.ones(2, 'int32')),
  'jnp.reshape(jnp.array([[1,2],[3,4]]), 4)': () =>
    jnp.reshape(
      jnp.array([
        [1, 2],
        [3, 4],
      ]),
      4,
    ),
  'jnp.squeeze(jnp.array([[1,2]]), 0)': () => jnp.squeeze(jnp.array([[1, 2]]), 0),
  'jnp.transpose(jnp.full((2,1),7))': () => jnp.transpose(jnp.full([2, 1], 7)),
  'jnp.broadcast_to(jnp.array([7]), (2,))': () => jnp.broadcastTo(jnp.array([7]), [2]),
}

/** Dtypes in an error are a set in JAX: in what order they come is chance. */
const names = /\((.*?)\) have/
const sorted = (text: string): string =>
  text.replace(names, (_, list: string) => `(${list.split(', ').sort().join(', ')}) have`)

const told = (call: () => unknown): string => {
  try {
    return repr(call())
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0] ?? ''}` : ''
  }
}

test.each(Object.entries(golden))('%s is %s', (python, text) => {
  expect(sorted(told(entry(calls, python)))).toBe(sorted(text))
})

test('an array whose elements an operation moves shows them where they stand now', () => {
  expect(repr(jnp.transpose(jnp.array([[1, 2, 3]])))).toBe(
    'Array([[1],\n       [2],\n       [3]], dtype=int32)',
  )
  expect(repr(jnp.broadcastTo(jnp.array([1, 2]), [2, 2]))).toBe(
    'Array([[1, 2],\n       [1, 2]], dtype=int32)',
  )
})

test('under strict promotion a complex number takes the dtype of a complex array', () => {
  configured({dtypePromotion: 'strict'}, () => {
    expect(jnp.add(jnp.ones(2, 'complex64'), complex(0, 1)).aval.toString()).toBe('complex64[2]')
  })
})
