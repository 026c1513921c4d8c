import {
  complex,
  Float,
  float,
  jnp,
  namedtuple,
  named,
  nnx,
  np,
  partial,
  protocol,
  repr,
  tuple,
} from '../../lib/index.ts'
import {
  equal,
  equalStatic,
  FrozenDict,
  OrderedDict,
  sameHash,
  typeName,
  typePath,
  unhashable,
} from '../../lib/python/index.ts'

const [P, Q] = [namedtuple('P', ['x', 'y']), namedtuple('P', ['x', 'y'])]
const f = (x: unknown): unknown => x

class Opaque {
  readonly x = 1
}

class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
  [protocol.by](): unknown {
    return tuple(Point, this.x)
  }
}

/** Each pair with what Python 3.11 says of `a == b`. */
test.each<[string, unknown, unknown, boolean]>([
  ['1 == 1.0', 1, float(1), true],
  ['1 == True', 1, true, true],
  ['1.0 == True', float(1), true, true],
  ['0.0 == -0.0', float(0), float(-0), true],
  ['1 == 1+0j', 1, complex(1, 0), true],
  ['10**20 == 1e20', 10n ** 20n, 1e20, true],
  ["'1' == 1", '1', 1, false],
  ['None == 0', null, 0, false],
  ['None == None', null, null, true],
  ['(1, 2) == [1, 2]', tuple(1, 2), [1, 2], false],
  ['(1, (2,)) == (1.0, (2,))', tuple(1, tuple(2)), tuple(float(1), tuple(2)), true],
  ["{'a': 1} == {'a': 1.0}", {a: 1}, {a: float(1)}, true],
  ["{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", {a: 1, b: 2}, {b: 2, a: 1}, true],
  ['{1, 2} == {2, 1.0}', new Set([1, 2]), new Set<unknown>([2, float(1)]), true],
  ['P(1, 2) == (1, 2)', P(1, 2), tuple(1, 2), true],
  ['P(1, 2) == Q(1, 2)', P(1, 2), Q(1, 2), true],
  [
    'OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1)',
    new OrderedDict([
      ['a', 1],
      ['b', 2],
    ]),
    new OrderedDict([
      ['b', 2],
      ['a', 1],
    ]),
    false,
  ],
  [
    "OrderedDict(a=1, b=2) == {'b': 2, 'a': 1}",
    new OrderedDict([
      ['a', 1],
      ['b', 2],
    ]),
    {b: 2, a: 1},
    true,
  ],
  ['[nan] == [nan], the same object: JavaScript has but one', [Number.NaN], [Number.NaN], true],
  ['f == f', f, f, true],
  ['partial(f) == partial(f)', partial(f), partial(f), false],
  ['Opaque() == Opaque()', new Opaque(), new Opaque(), false],
  ['Point(1) == Point(1), by its own __eq__', new Point(1), new Point(1), true],
  ['Point(1) == Point(2)', new Point(1), new Point(2), false],
  ["jnp.float32 == np.dtype('float32')", jnp.float32, np.dtype('float32'), true],
  ['jnp.float32 == np.float32', jnp.float32, np.float32, true],
  ["jnp.float32 == 'float32'", jnp.float32, 'float32', false],
  ['nnx.All(Param) == nnx.All(Param)', nnx.All(nnx.Param), nnx.All(nnx.Param), true],
])('equal: %s', (_title, a, b, expected) => {
  expect(equal(a, b)).toBe(expected)
  expect(equal(b, a)).toBe(expected)
})

test.each<[string, unknown, unknown, boolean]>([
  ['1, 1', 1, 1, true],
  ['1, 1.0', 1, float(1), false],
  ['1, True', 1, true, false],
  ['1, np.int64(1)', 1, np.int64(1), false],
  ['(1, 2), (1.0, 2)', tuple(1, 2), tuple(float(1), 2), true],
  ['P(1, 2), Q(1, 2)', P(1, 2), Q(1, 2), false],
  ['P(1, 2), (1, 2)', P(1, 2), tuple(1, 2), false],
  ["jnp.float32, np.dtype('float32')", jnp.float32, np.dtype('float32'), false],
])('equalStatic, as JAX compares static arguments: %s', (_title, a, b, expected) => {
  expect(equalStatic(a, b)).toBe(expected)
})

test.each<[string, unknown, unknown]>([
  ['1', 1, undefined],
  ['(1, (2, "a"))', tuple(1, tuple(2, 'a')), undefined],
  ['a function', f, undefined],
  ['a class', nnx.Linear, undefined],
  ['FrozenDict', new FrozenDict({a: 1}), undefined],
])('unhashable(%s) is nothing', (_title, value, expected) => {
  expect(unhashable(value)).toBe(expected)
})

test('unhashable(x) is the part that Python cannot hash', () => {
  const list = [2]
  expect(unhashable(tuple(1, list))).toBe(list)
  expect(unhashable({})).toEqual({})
  expect(unhashable(new Set())).toEqual(new Set())
})

test('sameHash tells equal values of two hashes apart', () => {
  expect(sameHash(tuple(1, jnp.float32), tuple(1, np.dtype('float32')))).toBe(false)
  expect(sameHash(tuple(1, 2), tuple(1, 2))).toBe(true)
})

/** What Python 3.11 prints. */
test.each<[unknown, string]>([
  [{a: 1, b: tuple(1), c: [float(1), true, null]}, "{'a': 1, 'b': (1,), 'c': [1.0, True, None]}"],
  ["it's", `"it's"`],
  ['a"b', `'a"b'`],
  [`'"`, `'\\'"'`],
  ['\n\t\\\u0001', String.raw`'\n\t\\\x01'`],
  ['é', "'é'"],
  [1e-5, '1e-05'],
  [float(1e16), '1e+16'],
  [float(123456789012345680), '1.2345678901234568e+17'],
  [float(1e22), '1e+22'],
  [float(1e100), '1e+100'],
  [0.1, '0.1'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [new Float(-0), '-0.0'],
  [10n ** 20n, '100000000000000000000'],
  [complex(1, 2), '(1+2j)'],
  [complex(0, 2), '2j'],
  [complex(-0, -1), '(-0-1j)'],
  [complex(0, -0), '-0j'],
  [complex(1.5, -2), '(1.5-2j)'],
  [tuple(), '()'],
  [new Set(), 'set()'],
  [new Set([1, 2]), '{1, 2}'],
  [P(1, 'a'), "P(x=1, y='a')"],
  [named(f, {qualname: 'f'}), '<function f>'],
  [nnx.Linear, "<class 'flax.nnx.nn.linear.Linear'>"],
  [jnp.float32, "<class 'jax.numpy.float32'>"],
  [np.dtype('float32'), "dtype('float32')"],
  [new OrderedDict([['a', 1]]), "OrderedDict([('a', 1)])"],
])('repr(%p) is %s', (value, text) => {
  expect(repr(value)).toBe(text)
})

test.each<[unknown, string, string]>([
  [1, 'int', 'int'],
  [1.5, 'float', 'float'],
  [float(1), 'float', 'float'],
  [-0, 'float', 'float'],
  [true, 'bool', 'bool'],
  [null, 'NoneType', 'NoneType'],
  [tuple(1), 'tuple', 'tuple'],
  [[1], 'list', 'list'],
  [{}, 'dict', 'dict'],
  [new OrderedDict(), 'OrderedDict', 'collections.OrderedDict'],
  [f, 'function', 'function'],
  [nnx.Linear, 'type', 'type'],
  [jnp.ones([1]), 'ArrayImpl', 'jaxlib._jax.ArrayImpl'],
  [np.ones([1]), 'ndarray', 'numpy.ndarray'],
  [new Point(1), 'Point', '__main__.Point'],
  [partial(f), 'partial', 'functools.partial'],
])('the type of %p is %s', (value, name, path) => {
  expect(typeName(value)).toBe(name)
  expect(typePath(value)).toBe(path)
})
