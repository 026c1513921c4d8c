import {jnp, kwargs, nnx, Session, tuple} from '../../lib/index.ts'
import {DefaultDict, OrderedDict} from '../../lib/python/index.ts'
import type {Blame} from '../../lib/log/index.ts'

const newest = '0.12.0.1'
const told = '0.10.2'

/** JAX's own reasons of a session, one a trace; a call that traced nothing gives none. */
const blames = (session: Session): readonly (Blame | undefined)[] =>
  [...session.trace].map(({blamed}) => blamed)
const kinds = (session: Session): readonly (Blame['kind'] | undefined)[] =>
  blames(session).map((blame) => blame?.kind)
const last = (session: Session): Blame | undefined => blames(session).at(-1)

describe("event.blamed, JAX's own reason for a trace,", () => {
  test('says that a function was never seen, and nothing of a hit', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    f(jnp.zeros([2]))
    f(jnp.zeros([2]))
    expect(kinds(session)).toEqual(['function', undefined])
  })

  test('names the leaf by its parameter, with both types', () => {
    const session = new Session()
    const f = session.jaxJit((batch: unknown) => batch)
    f({x: jnp.zeros([2])})
    f({x: jnp.zeros([3])})
    expect(last(session)).toEqual({
      kind: 'types',
      places: [
        {component: 'aval', at: "batch['x']", path: ['batch', "['x']"], now: 'f32[3]', before: 'f32[2]'},
      ],
    })
  })

  test('prefers a key that differs in a setting, however near another is', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    f(jnp.zeros([3]))
    session.update('jax_default_matmul_precision', 'float32')
    f(jnp.zeros([5]))
    session.update('jax_default_matmul_precision', null)
    f(jnp.zeros([4]))
    expect(last(session)).toMatchObject({
      kind: 'context',
      places: [{at: 'jax_default_matmul_precision', now: 'None', before: 'float32'}],
    })
  })

  test('prefers the key with the fewest differences, and of those the one whose message sorts first', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown, y: unknown) => [x, y])
    f(jnp.zeros([8]), jnp.zeros([8]))
    f(jnp.zeros([16]), jnp.zeros([5]))
    f(jnp.zeros([9]), jnp.zeros([5]))
    f(jnp.zeros([2]), jnp.zeros([5]))
    expect(last(session)?.places.map(({at, before}) => [at, before])).toEqual([['x', 'f32[16]']])
  })

  test('tells types of another number of axes with their empty mesh, and a weak type with a strong one', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    f(1)
    f(jnp.zeros([2]))
    expect(last(session)?.places[0]).toMatchObject({
      now: 'f32[2]({}){weak_type=False}',
      before: 'i32[]({}){weak_type=True}',
    })
  })

  test('names the graphdef of a model, not the attribute', () => {
    const session = new Session()
    const model = new nnx.Dropout({rate: 0.1, rngs: new nnx.Rngs(0)})
    const f = session.nnxJit((m: unknown) => m)
    f(model)
    model.rate = 0.2
    f(model)
    expect(last(session)).toMatchObject({
      kind: 'tree',
      places: [{component: 'graphdef', at: '[0][0]._graphdef'}],
    })
  })

  test('says of nnx.jit that another function was seen on the same line, for all that it wraps are called from one', () => {
    const session = new Session()
    for (const f of [
      session.nnxJit((x: unknown) => x),
      session.nnxJit((x: unknown) => x),
      session.jaxJit((x: unknown) => x),
    ])
      f(jnp.zeros([2]))
    expect(blames(session).map((blame) => blame?.redefined)).toEqual([undefined, true, undefined])
  })

  test('knows two lines of nnx.jit: one for graph mode, one for its other two', () => {
    const session = new Session()
    for (const options of [{}, {graph_updates: false}, {graph: false}, {}])
      session.nnxJit((x: unknown) => x, options)(jnp.zeros([2]))
    expect(blames(session).map((blame) => blame?.redefined)).toEqual([undefined, undefined, true, true])
  })

  test('names the graphdef of a model of which an attribute has another name', () => {
    const session = new Session({release: newest})
    const f = session.nnxJit((m: unknown) => m)
    for (const name of ['one', 'two']) {
      const model = new nnx.Module()
      Reflect.set(model, name, 1)
      f(model)
    }
    expect(last(session)).toMatchObject({kind: 'tree', places: [{component: 'graphdef'}]})
  })

  test('prefers a key with other names of its arguments to one with other types', () => {
    const session = new Session({release: newest})
    const body = (x: unknown, _n: unknown): unknown => x
    const dynamic = session.jaxJit(body)
    const fixed = session.jaxJit(body, {static_argnums: 1})
    dynamic(jnp.zeros([4]), 1)
    fixed(jnp.zeros([3]), 1)
    fixed(jnp.zeros([4]), 1)
    expect(last(session)).toEqual({kind: 'debug', places: []})
  })

  test.each([
    [told, 'tree'],
    [newest, 'unavailable'],
  ])('on jax %s says %s of another static value', (release, kind) => {
    const session = new Session({release})
    const f = session.jaxJit((x: unknown, n: unknown) => [x, n], {static_argnums: 1})
    f(jnp.zeros([2]), 1)
    f(jnp.zeros([2]), 2)
    expect(last(session)?.kind).toBe(kind)
  })

  test('on jax 0.11 and later blames the names of arguments where one became static', () => {
    const session = new Session({release: newest})
    const body = (x: unknown): unknown => x
    session.jaxJit(body)(1)
    session.jaxJit(body, {static_argnums: 0})(1)
    expect(last(session)).toEqual({kind: 'debug', places: []})
  })

  test('on jax 0.9.0 names no setting', () => {
    const session = new Session({release: '0.9.0'})
    const f = session.jaxJit((x: unknown) => x)
    f(jnp.zeros([2]))
    session.update('jax_enable_x64', true)
    f(jnp.zeros([2]))
    expect(last(session)).toEqual({kind: 'context', places: []})
  })

  test('names what two dicts of keyword arguments lack of each other', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown, k: unknown = null) => [x, k])
    f(jnp.zeros([2]))
    f(jnp.zeros([2]), kwargs({k: jnp.zeros([2])}))
    expect(last(session)?.places).toEqual([
      {
        component: 'tree',
        at: '[1]',
        path: ['kwargs'],
        now: "<class 'dict'> with 1 child",
        before: "<class 'dict'> with 0 child",
      },
    ])
  })

  test('is not given again for a trace that failed before, and compares later ones with it', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => {
      throw new Error(String(x))
    })
    for (const n of [2, 2, 3]) expect(() => f(jnp.zeros([n]))).toThrow()
    expect(kinds(session)).toEqual(['function', undefined, 'types'])
  })

  test('is given beyond any number of earlier keys, and tells the closest of them', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown, y: unknown) => [x, y])
    for (let n = 1; n <= 80; n++) f(jnp.zeros([n]), jnp.zeros([n]))
    f(jnp.zeros([81]), jnp.zeros([40]))
    expect(last(session)?.places.map(({at, now, before}) => [at, now, before])).toEqual([
      ['x', 'f32[81]', 'f32[40]'],
    ])
  })

  test('forgets what a cleared cache forgot, and what a small one pushed out', () => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    f(jnp.zeros([2]))
    session.clearCaches()
    f(jnp.zeros([3]))
    f.clear()
    f(jnp.zeros([4]))
    expect(kinds(session)).toEqual(['function', 'function', 'function'])

    const small = new Session({capacities: {trace: 1}})
    const g = small.jaxJit((x: unknown) => x)
    for (const n of [2, 3, 4]) g(jnp.zeros([n]))
    expect(last(small)?.places[0]?.before).toBe('f32[3]')
  })
})

describe('event.blamed on jax 0.8.2, which adds up the sizes of all differences,', () => {
  const on = (): Session => new Session({release: '0.8.2'})
  const places = (session: Session): unknown =>
    last(session)?.places.map(({component, at, now, before}) => [component, at, now, before])

  test('lists a setting by its position and the types that it changes, the smaller difference first', () => {
    const session = on()
    const f = session.jaxJit((x: unknown) => x)
    f(1)
    session.update('jax_enable_x64', true)
    f(1)
    expect(last(session)).toMatchObject({kind: 'types'})
    expect(places(session)).toEqual([
      ['aval', 'x', 'i64[]', 'i32[]'],
      ['context', '[24]', 'True', 'False'],
    ])
  })

  test('tells static arguments apart from the tree of the others, by position and by name', () => {
    const session = on()
    const f = session.jaxJit((x: unknown, n: unknown, k: unknown) => (n === k ? 0 : x), {
      static_argnames: ['n', 'k'],
    })
    f(jnp.zeros([2]), 1, kwargs({k: 'a'}))
    f(jnp.zeros([2]), 2, kwargs({k: 'b'}))
    const value = (text: string): string =>
      `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${text})`
    expect(last(session)?.kind).toBe('tree')
    expect(places(session)).toEqual([
      ['static', "[1]['k']", value("'b'"), value("'a'")],
      ['static', 'static args[0]', value('2'), value('1')],
    ])
  })

  test('gives a static argument that only one call has no value before', () => {
    const session = on()
    const f = session.jaxJit((...args: readonly unknown[]) => args, {static_argnums: [1, 2]})
    f(jnp.zeros([2]), 1)
    f(jnp.zeros([2]), 1, 2)
    expect(last(session)?.places.map(({at, before}) => [at, before])).toEqual([['static args[1]', null]])
  })

  test('compares with the key whose differences are smallest together: one axis and a weak type are two, a dtype is one', () => {
    const session = on()
    const f = session.jaxJit((x: unknown) => x)
    f(jnp.zeros([3, 4]))
    f(jnp.zeros([2, 2], 'int32'))
    f(jnp.zeros([2, 4]))
    expect(places(session)).toEqual([['aval', 'x', 'f32[2,4]', 'f32[3,4]']])
    f(jnp.zeros([2, 2]))
    expect(places(session)).toEqual([['aval', 'x', 'f32[2,2]', 'i32[2,2]']])
  })

  test('takes the first of several keys that are as close', () => {
    const session = on()
    const f = session.jaxJit((x: unknown) => x)
    for (const n of [9, 8, 7]) f(jnp.zeros([n]))
    expect(last(session)?.places[0]?.before).toBe('f32[9]')
  })

  test('tells a mesh or that a type is weak, not both', () => {
    const session = on()
    const f = session.jaxJit((x: unknown) => x)
    f(1)
    f(jnp.zeros([2]))
    f(jnp.zeros([2, 2]))
    expect(blames(session).map((blame) => blame?.places.map(({now, before}) => [now, before]))).toEqual([
      [],
      [['f32[2]{weak_type=False}', 'i32[]{weak_type=True}']],
      [['f32[2,2]({})', 'f32[2]({})']],
    ])
  })

  test('takes an argument given by name as no difference in the tree, where all before it are equal', () => {
    const session = on()
    const f = session.jaxJit((x: unknown, y: unknown) => [x, y])
    f(jnp.zeros([2]), jnp.zeros([2]))
    f(jnp.zeros([2]), kwargs({y: jnp.zeros([2])}))
    expect(last(session)).toEqual({kind: 'tree', places: []})
    f(kwargs({x: jnp.zeros([2]), y: jnp.zeros([3])}))
    expect(last(session)?.kind).toBe('tree')
  })

  test('cannot explain a wrapper with other static arguments, and compares no types with its keys', () => {
    const session = on()
    const body = (x: unknown, n: unknown): unknown => [x, n]
    session.jaxJit(body)(jnp.zeros([2]), 1)
    session.jaxJit(body, {static_argnums: 1})(jnp.zeros([3]), 1)
    expect(last(session)).toEqual({kind: 'unavailable', places: []})
  })

  test('is not given for a trace that fails, and does not compare later ones with it', () => {
    const session = on()
    let fails = true
    const f = session.jaxJit((x: unknown) => {
      if (fails) throw new Error('no')
      return x
    })
    expect(() => f(jnp.zeros([2]))).toThrow()
    fails = false
    f(jnp.zeros([3]))
    f(jnp.zeros([2]))
    expect(kinds(session)).toEqual([undefined, 'function', 'types'])
    expect(last(session)?.places[0]?.before).toBe('f32[3]')
  })
})

describe("the place that JAX's own reason names", () => {
  const paths = (session: Session): unknown => last(session)?.places.map(({path}) => path)

  test('stands under the parameter that it was given for, by position and by keyword', () => {
    const session = new Session()
    const f = session.jaxJit((a: unknown, b: unknown, c: unknown, d: unknown) => [a, b, c, d])
    const call = (n: number, m: number): unknown =>
      f(jnp.zeros([1]), jnp.zeros([n]), kwargs({c: jnp.zeros([1]), d: jnp.zeros([m])}))
    call(1, 1)
    call(2, 1)
    expect(paths(session)).toEqual([['b']])
    call(1, 2)
    expect(paths(session)).toEqual([['d']])
  })

  test('has the names of attributes as they are', () => {
    const session = new Session()
    const f = session.jaxJit((m: unknown) => m)
    for (const n of [1, 2]) {
      const m = new nnx.Module()
      Reflect.set(m, 'kernel', new nnx.Param(jnp.zeros([n])))
      f(m)
    }
    expect(paths(session)).toEqual([['m', 'kernel', 'value']])
  })

  test.each([
    ["<class 'collections.OrderedDict'>", (): unknown => new OrderedDict([['a', 1]])],
    ["<class 'collections.defaultdict'>", (): unknown => new DefaultDict([['a', 1]])],
  ])('tells a type as Python does: %s', (name, make) => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    f({a: 1})
    f(make())
    expect(last(session)?.places.map(({now, before}) => [now, before])).toEqual([[name, "<class 'dict'>"]])
  })

  test('is that of the earlier value whose text sorts first, where two are as close', () => {
    const session = new Session({release: told})
    const f = session.jaxJit((x: unknown, n: unknown) => (n === 0 ? x : 0), {static_argnums: 1})
    for (const n of [2, 1, 3]) f(jnp.zeros([2]), n)
    expect(last(session)?.places[0]?.before).toContain('Static(val=1)')
  })

  test('is cut off at its end where it runs to pages', () => {
    const session = new Session()
    const f = session.nnxJit((m: unknown) => m)
    const model = new nnx.Dropout({rate: 0.1, rngs: new nnx.Rngs(0)})
    for (const rate of [0.1, 0.2]) {
      model.rate = rate
      f(model)
    }
    expect(last(session)?.places[0]?.now).toMatch(/^<class 'flax\.nnx\.graphlib\.GraphDef'>.*…$/s)
  })

  test('is of the smallest kind of difference on jax 0.8.2, though a larger one is found first', () => {
    const session = new Session({release: '0.8.2'})
    const f = session.jaxJit((x: unknown, y: unknown, z: unknown) => [x, y, z])
    const one = jnp.zeros([1])
    f([one], [one], jnp.zeros([2]))
    f(tuple(one), tuple(one), jnp.zeros([3]))
    expect(last(session)?.kind).toBe('types')
  })
})
