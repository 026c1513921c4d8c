import {
  explain,
  float,
  type JaxArray,
  jnp,
  kwargs,
  namedtuple,
  nnx,
  repr,
  Session,
  signed,
  tuple,
} from '../../lib/index.ts'
import {devicePut} from '../../lib/jax.ts'

const outcomes = ({trace}: Session): readonly string[] => [...trace].map(({outcome}) => outcome)
const double = (x: never): unknown => jnp.multiply(x, 2)

class Sized extends nnx.Module {
  readonly sizes = tuple(1, 2)
}

test('models with equal tuples have one key in the trace', () => {
  const session = new Session()
  const f = session.nnxJit((m: unknown) => m)
  f(new Sized())
  f(new Sized())
  expect([outcomes(session), session.trace.keyCount]).toEqual([['retrace', 'hit'], 1])
})

test('dicts of as many other keys are two trees', () => {
  const session = new Session()
  const f = session.jaxJit((x: unknown) => x)
  f({a: jnp.zeros([2])})
  f({b: jnp.zeros([2])})
  expect([outcomes(session), session.trace.keyCount]).toEqual([['retrace', 'retrace'], 2])
})

test('the parameters of a function are its own, whatever stands in their defaults', () => {
  const session = new Session()
  const lists = (a: unknown, b = [1, 2], c = String([3, 4]), d = {e: 1, f: 2}): unknown => [
    a,
    b[0],
    c.length,
    d.e,
  ]
  session.jaxJit(lists)(1)
  expect(session.trace.functions[0]?.params).toEqual(['a', 'b', 'c', 'd'])
})

test('a call that compiles nothing found nothing on disk', () => {
  const session = new Session()
  const f = session.jaxJit(double)
  f(jnp.zeros([2]))
  session.update('jax_optimization_level', 'O1')
  f(jnp.zeros([2]))
  expect(session.trace.at(1)).toMatchObject({outcome: 'dispatch'})
  expect(session.trace.at(1).within).toBeUndefined()
})

test('f.lower(x).compile() is told as a trace, a lowering and a compilation ahead of any call', () => {
  const session = new Session()
  session
    .jaxJit(double)
    .lower(jnp.zeros([2]))
    .compile()
  expect([...session.trace].map(({outcome, within}) => [outcome, within])).toEqual([
    ['retrace', 'aot'],
    ['relower', 'aot'],
    ['recompile', 'aot'],
  ])
})

test('a wrapper that keeps unused inputs hits what another wrapper of the function made', () => {
  const session = new Session()
  session.jaxJit(double)(jnp.zeros([2]))
  session.jaxJit(double, {keep_unused: true})(jnp.zeros([2]))
  expect(outcomes(session)).toEqual(['retrace', 'hit'])
})

test('the error for a static dict under nnx.jit shows it in the order of its keys', () => {
  const f = new Session().nnxJit((_n: unknown) => 0, {static_argnums: 0})
  expect(() => f({b: 1, a: 2})).toThrow("{'a': 2, 'b': 1}")
})

test('zerosLike and onesLike hold zeros and ones; an axis beyond the last cannot be transposed', () => {
  const x = jnp.full([2], 7, 'int32')
  expect([jnp.zerosLike(x), jnp.onesLike(x)].map(repr)).toEqual([
    'Array([0, 0], dtype=int32)',
    'Array([1, 1], dtype=int32)',
  ])
  expect(() => jnp.transpose(jnp.zeros([2, 3]), [0, 2])).toThrow(
    'axis 2 is out of bounds for array of dimension 2',
  )
})

test('a program on disk is found again for the device that it was compiled for, and for inputs that are committed as those were', () => {
  const session = new Session()
  session.update('jax_compilation_cache_dir', 'cache')
  session.update('jax_persistent_cache_min_compile_time_secs', 0)
  const f = session.jaxJit(double)
  const [first, second] = [devicePut(jnp.ones([5]), 'cpu:0'), devicePut(jnp.ones([5]), 'cpu:1')]
  for (const x of [first, second, jnp.ones([5])]) {
    for (const _ of [1, 2]) {
      f(x)
      session.clearCaches()
    }
  }
  expect([...session.trace].map(({within}) => within ?? 'compiled')).toEqual([
    'compiled',
    'persistent',
    'compiled',
    'persistent',
    'compiled',
    'persistent',
  ])
})

test('a setting that no key holds is no cause of a miss', () => {
  const session = new Session()
  const f = session.jaxJit(double)
  f(jnp.zeros([2]))
  for (const name of ['jax_log_compiles', 'jax_debug_nans', 'jax_pprint_use_color'])
    session.update(name, true)
  f(jnp.zeros([3]))
  expect(
    explain(session.trace)
      .misses.at(-1)
      ?.causes.map(({component}) => component),
  ).toEqual(['aval'])
})

test('a graphdef that is no static argument is told part by part: what changed in it is the cause of the miss', () => {
  const session = new Session()
  const f = session.jaxJit((_graphdef: unknown, state: unknown) => state)
  const model = new Sized()
  f(...nnx.split(model))
  Reflect.set(model, 'sizes', tuple(1, 3))
  f(...nnx.split(model))
  expect(explain(session.trace).misses.at(-1)?.causes).toMatchObject([
    {component: 'graphdef', path: '_graphdef.sizes', now: '(1, 3)', before: '(1, 2)'},
  ])
})

describe('a call that does not fit the function is refused in the words of Python,', () => {
  const call =
    (...args: readonly unknown[]) =>
    () => {
      new Session().jaxJit((_a: unknown, _b: unknown, _c: unknown) => 0)(...args)
    }

  test.each([
    [[1, 2], "missing 1 required positional argument: '_c'"],
    [[1], "missing 2 required positional arguments: '_b' and '_c'"],
    [[], "missing 3 required positional arguments: '_a', '_b', and '_c'"],
    [[1, 2, 3, 4], 'takes 3 positional arguments but 4 were given'],
  ])('given %j', (args, words) => {
    expect(call(...args)).toThrow(words)
  })
})

test('a function of **kwargs is handed the keywords that are no parameters, as one object', () => {
  const session = new Session()
  const f = session.jaxJit(
    signed((_x: unknown, more: {readonly k: unknown}) => more.k, {params: [{name: 'x'}], kwargs: true}),
  )
  expect(repr(f.evalShape(1, kwargs({k: jnp.zeros([2, 3])})))).toContain('shape=(2, 3)')
})

test('jitted.evalShape(…) tells a weak type, and none where the result has none', () => {
  const f = new Session().jaxJit((x: never) => jnp.multiply(x, 1))
  expect(repr(f.evalShape(float(2)))).toBe('ShapeDtypeStruct(shape=(), dtype=float32, weak_type=True)')
  expect(repr(f.evalShape(jnp.ones([3])))).toBe('ShapeDtypeStruct(shape=(3,), dtype=float32)')
})

test('an object with a method call() has the parameters of the method', () => {
  const session = new Session()
  session.jaxJit({call: (batch: unknown, _scale: unknown) => batch})(1, 2)
  expect(session.trace.functions[0]?.params).toEqual(['batch', '_scale'])
})

describe('what a call does to models of a named tuple is done to those models, in whatever order its fields are named,', () => {
  class Counter extends nnx.Module {
    seen = 0
  }
  const Models = namedtuple('Models', ['student', 'ema'])

  test.each([
    ['with contents of arrays', true],
    ['without', false],
  ])('%s', (_how, values) => {
    const session = new Session()
    session.values = values
    const [student, ema] = [new Counter(), new Counter()]
    const step = session.nnxJit((models: {readonly student: Counter}) => {
      models.student.seen = 7
    })
    step(Models(student, ema))
    expect([student.seen, ema.seen]).toEqual([7, 0])
  })

  test('and to those of a call with arrays', () => {
    const session = new Session()
    const [student, ema] = [new Counter(), new Counter()]
    const step = session.nnxJit((models: {readonly student: Counter}, x: JaxArray) => {
      models.student.seen = 7
      return jnp.add(x, 1)
    })
    step(Models(student, ema), jnp.ones([1]))
    expect([student.seen, ema.seen]).toEqual([7, 0])
  })
})
