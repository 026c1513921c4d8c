import {ArrayImpl, dtypes, NumpyArray, shaped} from '../../lib/array/index.ts'
import {
  complex,
  float,
  jax,
  jnp,
  loadState,
  nnx,
  np,
  optax,
  repr,
  saveState,
  Session,
  tuple,
} from '../../lib/index.ts'

const roundTrip = (state: nnx.State): nnx.State => loadState(JSON.parse(JSON.stringify(saveState(state))))
const leaf = (value: unknown, metadata: nnx.Metadata = {}): nnx.State =>
  nnx.State.of([['w', new nnx.VariableState(nnx.Param, value, metadata)]])
const back = (value: unknown): unknown => {
  const found: unknown = roundTrip(leaf(value))['w']
  return found instanceof nnx.VariableState ? Reflect.get(found, 'value') : found
}

/** The raw bytes of an array. */
function bytes(array: unknown): readonly number[] {
  if (!(array instanceof ArrayImpl || array instanceof NumpyArray) || array.contents === null)
    throw new TypeError('expected an array with contents')
  const {buffer, byteOffset, byteLength} = array.contents
  return [...new Uint8Array(buffer, byteOffset, byteLength)]
}

const real = [...dtypes.values()].filter(({kind}) => kind !== '0' && kind !== 'k')

describe('loadState(saveState(state)) gives back, bit for bit,', () => {
  test.each(real.map((dtype) => [dtype.name, dtype] as const))('arrays of %s', (name, dtype) => {
    const array = np.array([0, 1, 1, 0], dtype)
    const again = back(array)
    expect(again).toMatchObject({shape: [4], dtype: {name}})
    expect(again).toBeInstanceOf(NumpyArray)
    expect(bytes(again)).toEqual(bytes(array))
  })

  test.each(real.map((dtype) => dtype.name))('a weight of %s that was computed', (name) => {
    const made = new Session().with({jax_enable_x64: true}, () => jnp.astype(jnp.add(jnp.arange(3), 1), name))
    expect(bytes(back(made))).toEqual(bytes(made))
  })

  test.each(['float16', 'bfloat16', 'float32', 'float64'])('NaN, the infinities and -0 in %s', (dtype) => {
    const array = np.array([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1], dtype)
    expect(bytes(back(array))).toEqual(bytes(array))
  })

  test('a NaN with a payload', () => {
    const contents = new Float32Array(new Uint32Array([0x7fc12345]).buffer)
    const array = new ArrayImpl(shaped([1], jnp.float32.dtype), contents)
    expect(bytes(back(array))).toEqual(bytes(array))
  })

  test('complex numbers with a NaN and a -0', () => {
    const array = new ArrayImpl(
      shaped([2], jnp.complex64.dtype),
      new Float32Array([Number.NaN, -0, Number.NEGATIVE_INFINITY, 2]),
    )
    expect(bytes(back(array))).toEqual(bytes(array))
  })

  test('integers of 64 bits at their limits', () => {
    const array = np.array([9223372036854775807n, -9223372036854775808n], 'int64')
    expect(bytes(back(array))).toEqual(bytes(array))
  })

  test('a PRNG key', () => {
    const key = jax.random.key(3)
    expect(back(key)).toMatchObject({shape: [], dtype: {name: 'key<fry>'}})
  })

  test('weak types, committed places, and shapes without elements', () => {
    expect(back(jnp.asarray(1.5))).toMatchObject({weak_type: true, shape: []})
    expect(back(jax.devicePut(jnp.ones([2])))).toMatchObject({placement: {committed: true, device: 'cpu:0'}})
    expect(back(jnp.zeros([0, 3]))).toMatchObject({shape: [0, 3]})
  })

  test.each<[string, unknown]>([
    ['an int', 3],
    ['a float that looks like an int', float(1)],
    ['-0.0', float(-0)],
    ['nan', Number.NaN],
    ['inf', Number.POSITIVE_INFINITY],
    ['None', null],
    ['text', 'a'],
    ['a bool', true],
    ['a complex number', complex(1, -2)],
    ['a tuple', tuple(1, 'a')],
    ['a list', [1, float(2)]],
  ])('%s', (_name, value) => {
    expect(back(value)).toEqual(value)
  })

  test('a JavaScript -0 as the Python float that it stands for', () => {
    expect(back(-0)).toEqual(float(-0))
  })

  test('metadata, and the class of a Variable that the caller names', () => {
    class Mask<V = unknown> extends nnx.Variable<V> {}
    const state = nnx.State.of([['m', new nnx.VariableState(Mask, 1, {axis: tuple('in', null)})]])
    const file: unknown = JSON.parse(JSON.stringify(saveState(state)))
    expect(loadState(file, {Mask})['m']).toMatchObject({type: Mask, metadata: {axis: ['in', null]}})
    expect(() => loadState(file)).toThrow(
      'm is a Mask, a class that is not known here; give it as loadState(json, {Mask})',
    )
  })
})

describe('loadState(saveState(state)) needs no class of flax by name:', () => {
  const isVariableClass = (value: unknown): value is nnx.VariableClass =>
    value === nnx.Variable || (typeof value === 'function' && value.prototype instanceof nnx.Variable)
  const classes = [...Object.entries(nnx), ...Object.entries(nnx.metrics)].flatMap(([name, value]) =>
    isVariableClass(value) ? [[name, value] as const] : [],
  )
  const rngs = () => new nnx.Rngs({params: 0, dropout: 1})
  const linear = new nnx.Linear(2, 3, {rngs: rngs()})
  const optimized = (tx: ConstructorParameters<typeof nnx.Optimizer>[1]): nnx.Optimizer => {
    const optimizer = new nnx.Optimizer(linear, tx, {wrt: nnx.Param})
    const loss = (one: nnx.Linear) => jnp.sum(one.call(jnp.ones([1, 2])))
    optimizer.update(linear, nnx.grad(loss)(linear))
    return optimizer
  }

  test.each(classes)('a %s comes back as one', (_name, type) => {
    const state = nnx.State.of([['v', new nnx.VariableState(type, jnp.ones([2]), {})]])
    expect(roundTrip(state)['v']).toMatchObject({type})
  })

  test.each<[string, object]>([
    ['a model with dropout and its stream', new nnx.Dropout(0.5, {rngs: rngs()})],
    ['a model with running statistics', new nnx.BatchNorm(3, {rngs: rngs()})],
    ['a model with low-rank weights', new nnx.LoRA(2, 1, 2, {rngs: rngs()})],
    ['streams of random numbers', rngs()],
    ['metrics', new nnx.MultiMetric({loss: new nnx.metrics.Average('loss'), all: new nnx.metrics.Welford()})],
    ['sgd with momentum', optimized(optax.sgd(0.1, {momentum: 0.9}))],
    ['adam with a schedule', optimized(optax.adam(optax.linearSchedule(1, 0, 10)))],
    ['a chain', optimized(optax.chain(optax.clipByGlobalNorm(1), optax.adamw(0.1)))],
    ['accumulated steps', optimized(new optax.MultiSteps(optax.lion(0.1), 2))],
    ['factored moments', optimized(optax.adafactor(0.1))],
  ])('the state of %s', (_name, model) => {
    const [graphdef, state] = nnx.split(model)
    const again = roundTrip(state)
    expect(repr(again)).toBe(repr(state))
    expect(repr(nnx.state(nnx.merge(graphdef, again)))).toBe(repr(state))
  })
})

describe('loadState(json) says what is wrong', () => {
  test.each<[string, unknown, string]>([
    ['of another file', {format: 'x'}, 'this is no saved state'],
    ['of no object', 3, 'this is no saved state'],
    [
      'of a leaf without a path',
      {format: 'jitlens state', version: 1, leaves: [{value: {plain: 1}}]},
      'leaf 0 of this state has no path',
    ],
    [
      'of an unknown dtype',
      {
        format: 'jitlens state',
        version: 1,
        leaves: [{path: ['w'], value: {array: {dtype: 'f99', shape: [], values: [1]}}}],
      },
      'has dtype "f99"',
    ],
    [
      'of too few values',
      {
        format: 'jitlens state',
        version: 1,
        leaves: [{path: ['w'], value: {array: {dtype: 'float32', shape: [4], values: [1, 2]}}}],
      },
      'holds 2 values; expected 4',
    ],
    [
      'of a value of no kind',
      {format: 'jitlens state', version: 1, leaves: [{path: ['w'], value: {}}]},
      'w has a value of no known kind',
    ],
  ])('%s', (_name, json, sentence) => {
    expect(() => loadState(json)).toThrow(SyntaxError)
    expect(() => loadState(json)).toThrow(sentence)
  })

  test('and saveState names a leaf that cannot be saved', () => {
    expect(() => saveState(leaf(jnp.tanh))).toThrow('w cannot be saved: it is a')
  })

  test('and saveState refuses weights that nobody knows, rather than to lose them', () => {
    const session = new Session()
    session.values = false
    const made = session.within(() =>
      nnx.state(new nnx.Embed({num_embeddings: 2, features: 2, rngs: new nnx.Rngs(0)})),
    )
    expect(() => saveState(made)).toThrow(
      'embedding cannot be saved: its contents are not known, since only its shape and dtype were given',
    )
  })
})
