import {
  complex,
  float,
  type JaxArray,
  jax,
  jnp,
  kwargs,
  lax,
  named,
  namedtuple,
  nnx,
  np,
  partial,
  repr,
  type Session,
  signed,
  tuple,
} from '../../lib/index.ts'
import {devicePut} from '../../lib/jax.ts'
import {OrderedDict} from '../../lib/python/index.ts'
import type {Program} from './programs.ts'

const def = <F extends object>(name: string, body: F): F => named(body, {qualname: name})
const ones = (...shape: number[]): JaxArray => jnp.ones(shape)

class Pair extends nnx.Module {
  left: unknown
  right: unknown

  constructor(left: unknown, right: unknown) {
    super()
    this.left = left
    this.right = right
  }
}

class Other extends Pair {}

const Point = namedtuple('Point', ['x', 'y'])
const Place = namedtuple('Place', ['x', 'y'])
const modes = {graph: {}, values: {graph_updates: false}, tree: {graph: false}}
const adds = named((...given: readonly unknown[]) => given, {qualname: 'adds'})
const size = def('size', (_model: unknown) => 0)

/** What a value is, to the depth of a pair's parts. */
function told(value: unknown): string {
  if (value instanceof Pair)
    return `${value.constructor.name}(${told(value.left)}, ${told('right' in value ? value.right : undefined)})`
  if (value instanceof nnx.Variable)
    return `${value.constructor.name}[${told(value.value)} ${JSON.stringify(value.getMetadata())}]`
  if (value instanceof jax.Array) return `${value.aval.short}${value.aval.weak_type ? ' weak' : ''}`
  return Array.isArray(value) ? `[${value.map(told).join(', ')}]` : repr(value)
}

/** One program for each way in which a model is passed. */
const inEachMode = (
  name: string,
  run: (f: (body: object) => Called, session: Session, attempt: Attempt) => void,
): Readonly<Record<string, Program>> =>
  Object.fromEntries<Program>([
    ...Object.entries(modes).map(([mode, options]): readonly [string, Program] => [
      `${name}-${mode}`,
      {
        run: (session: Session, attempt: Attempt) => {
          run((body) => session.nnxJit(body, options), session, attempt)
        },
      },
    ]),
    [
      `${name}-jax`,
      {
        run: (session: Session, attempt: Attempt) => {
          run((body) => session.jaxJit(body), session, attempt)
        },
      },
    ],
  ])

type Called = (...args: unknown[]) => unknown
type Attempt = (call: () => unknown) => void

/** Programs that pass models, and what their calls do to them. */
export const models: Readonly<Record<string, Program>> = {
  // Two models that differ in one thing: what JAX names of it, in each mode.
  ...inEachMode('differing', (jitted) => {
    const param = (...shape: number[]) => new nnx.Param(ones(...shape))
    const f = jitted(size)
    for (const model of [
      new Pair(1, 2),
      new Pair(1, 3),
      new Pair(2, 3),
      new Pair(1, true),
      new Other(1, 2),
      new Pair(param(2), 2),
      new Pair(param(3), 2),
      new Pair(new nnx.BatchStat(ones(2)), 2),
      new Pair(new nnx.Param(ones(2), {tag: 'a'}), 2),
      new Pair(ones(2), 2),
      new Pair(np.ones([2], 'int32'), 2),
      new Pair(new Pair(param(2), 1), 2),
      new Pair(new Pair(param(2), 5), 2),
      new Pair(new nnx.List([param(2), 1, new Pair(1, 1)]), 2),
      new Pair(new nnx.List([param(2), 2, new Pair(1, 1)]), 2),
      new Pair(new nnx.Dict({b: param(2), a: 1}), 2),
      new Pair(nnx.data([param(2), param(2)]), 2),
      new Pair(nnx.data({k: param(2)}), 2),
      new Pair(nnx.data(Point(param(2), param(2))), 2),
      new Pair(nnx.data(Place(param(2), param(2))), 2),
      new Pair(nnx.data(tuple(param(2), ones(1))), 2),
      new Pair(nnx.data(new OrderedDict([['k', param(2)]])), 2),
      new Pair(nnx.data(null), 2),
      new Pair(new nnx.Param(tuple(ones(2), ones(3))), 2),
      new Pair(new nnx.Param({a: ones(2), b: 1}), 2),
    ])
      f(model)
  }),
  'renamed-attributes': {
    run: (session) => {
      for (const options of Object.values(modes)) {
        const f = session.nnxJit(
          def('read', (_model: unknown) => 0),
          options,
        )
        for (const name of ['a', 'b', 'left']) {
          const model = new Pair(1, 2)
          Reflect.set(model, name, 7)
          f(model)
        }
      }
    },
  },
  // A list held as data changes in place: the next call sees it.
  ...inEachMode('grown-list', (jitted, _session, attempt) => {
    const f = jitted(size)
    const inner = new Pair(nnx.data([ones(2)]), 1)
    const model = new Pair(inner, 2)
    for (const _ of [1, 2]) f(model)
    if (Array.isArray(inner.left)) inner.left.push(ones(3))
    attempt(() => f(model))
    attempt(() => f(model))
  }),
  ...inEachMode('written', (jitted, session, attempt) => {
    const x = new nnx.Param(ones(2), {tag: 'a'})
    const model = new Pair(x, new nnx.BatchStat(ones(3)))
    const seen = (): void => {
      session.note(told(model))
    }
    const steps: readonly (readonly [string, (m: Pair) => unknown])[] = [
      ['value', (m) => m.left instanceof nnx.Variable && ((m.left.value = jnp.add(ones(2), 1)), 0)],
      ['shape', (m) => m.left instanceof nnx.Variable && ((m.left.value = ones(5)), 0)],
      ['label', (m): unknown => m.left instanceof nnx.Variable && (m.left.setMetadata({tag: 'b'}), 0)],
      [
        'both',
        (m) => {
          if (!(m.left instanceof nnx.Variable && m.right instanceof nnx.Variable)) return false
          m.right.value = jnp.sum(m.left)
          m.left.setMetadata({tag: 'c'})
          return 0
        },
      ],
      ['same', (m): unknown => m.left instanceof nnx.Variable && m.left.value],
      ['fixed', (m) => ((m.right = 4), 0)],
      ['fresh', (m) => ((m.right = new nnx.Param(ones(1))), 0)],
      ['swapped', (m) => (([m.left, m.right] = [m.right, m.left]), 0)],
      ['deleted', (m) => (Reflect.deleteProperty(m, 'right'), 0)],
      ['whole', (m) => m],
      ['part', (m) => [m.left, 1]],
      [
        'twice',
        (_m) => {
          const one = new nnx.Param(ones(1))
          return [one, {k: one}]
        },
      ],
      ['inside', (_m) => new Pair(new nnx.Param(ones(1)), 3)],
    ]
    seen()
    for (const [name, body] of steps) {
      const f = jitted(def(name, body))
      for (const _ of [1, 2]) {
        attempt(() => {
          const result = f(model)
          session.note(`returned ${result === model ? 'the model' : told(result)}`)
        })
        seen()
      }
    }
    attempt(() => jitted(size)(0))
  }),
  'aliases-tree': {
    run: (session, attempt) => {
      const one = new nnx.Param(ones(3))
      const two = new nnx.Param(ones(40, 50), {tag: 't', n: 3})
      const linear = new nnx.Linear({in_features: 2, out_features: 2, rngs: new nnx.Rngs(0)})
      const f = session.nnxJit(
        signed(
          def('given', (..._all: unknown[]) => 0),
          {params: [], args: true, kwargs: true},
        ),
        {graph: false},
      )
      attempt(() => f(new Pair(one, one)))
      attempt(() => f(new Pair(one, 1), new Pair(2, one)))
      attempt(() => f(one, one))
      attempt(() => f({a: [new Pair(two, 1)], b: tuple(new Pair(new Pair(two, 1), 1))}))
      attempt(() => f(one, kwargs({z: one, a: 1})))
      attempt(() => f(new Pair(linear, linear)))
    },
  },
  'aliases-jax': {
    run: (session) => {
      const f = session.jaxJit(size)
      const [one, other] = [new nnx.Param(ones(3)), new nnx.Param(ones(3))]
      for (const right of [other, one, new Pair(one, 1), new Pair(other, 1)]) f(new Pair(one, right))
    },
  },
  nearest: {
    run: (session) => {
      const f = session.jaxJit(size)
      f(1)
      session.update('jax_enable_x64', true)
      f([1])
      f(tuple(1))
      f(ones(2))
      f(tuple(2, float(1)))
    },
  },
  'aliases-values': {
    run: (session) => {
      const f = session.nnxJit(
        def('shared', (_pair: unknown, _x: JaxArray) => 0),
        {graph_updates: false},
      )
      const one = new nnx.Param(ones(3))
      for (const x of [ones(3), ones(4)]) f(new Pair(one, one), x)
      f(new Pair(one, new Pair(one, 1)), ones(4))
    },
  },
  memo: {
    run: (session, attempt) => {
      const f = session.nnxJit(def('both', (_m: unknown, _x: unknown) => 0))
      const net = new Pair(new nnx.Param(ones(2)), 1)
      const again = (x: unknown = ones(2), m: unknown = net): void => {
        attempt(() => f(m, x))
        attempt(() => f(m, x))
      }
      again()
      again(ones(3))
      again(devicePut(ones(2), 'cpu:1'))
      again(ones(2), new Pair(new nnx.Param(ones(2)), 1))
      again(ones(2), new Pair(new nnx.Param(ones(2)), 2))
      session.note('nothing done')
      again()
      f(net, kwargs({_x: ones(2)}))
      session.update('jax_enable_x64', true)
      again()
      session.update('jax_enable_x64', false)
      again()
      f.clear()
      again()
      session.clearCaches()
      again()
      net.right = 2
      again()
      net.right = 1
      again()
      return [`entries of f: ${f.size()}`]
    },
  },
  'donated-types': {
    run: (session, attempt) => {
      const seen: string[] = []
      const types = ['float32', 'bfloat16', 'float16', 'int8', 'int32', 'uint32', 'bool', 'complex64']
      const bodies: readonly (readonly [string, (x: JaxArray) => unknown])[] = [
        ['the same', (x) => jnp.where(jnp.ones([2, 3], 'bool'), x, x)],
        ['another shape', (x) => jnp.reshape(x, [3, 2])],
        ['a part', (x) => jnp.sum(jnp.astype(x, 'float32'))],
        ['another dtype', (x) => jnp.astype(x, x.dtype.name === 'float32' ? 'int32' : 'float32')],
      ]
      for (const type of types)
        for (const [result, body] of bodies) {
          const x = jnp.ones([2, 3], type)
          session.jaxJit(def('give', body), {donate_argnums: 0})(x)
          const before = session.trace.length
          attempt(() => session.jaxJit(def('use', (y: unknown) => y))(x))
          const {error} = session.trace.at(before)
          seen.push(`${type}, ${result}: ${error === undefined ? 'kept' : 'gone'}`)
        }
      return seen
    },
  },
  'donated-models': {
    run: (session, attempt) => {
      for (const options of Object.values(modes)) {
        const f = session.nnxJit(
          def('move', (m: Pair, x: JaxArray) => {
            if (m.left instanceof nnx.Variable) m.left.value = jnp.add(m.left, x)
            return jnp.sum(x)
          }),
          {...options, donate_argnums: 0},
        )
        const model = new Pair(new nnx.Param(ones(3)), new nnx.BatchStat(ones(3)))
        for (const _ of [1, 2]) attempt(() => f(model, ones(3)))
        const g = session.nnxJit(
          def('named', (x: JaxArray, y: JaxArray) => jnp.add(x, y)),
          {...options, donate_argnames: ['y']},
        )
        const y = ones(3)
        attempt(() => g(ones(3), y))
        attempt(() => g(ones(3), y))
        attempt(() => g(ones(3), kwargs({y: ones(3)})))
      }
    },
  },
  callables: {
    run: (session, attempt) => {
      class Scale extends nnx.Module {
        by = 2
        call(x: JaxArray, shift: unknown = 1): unknown {
          return [jnp.multiply(x, this.by), shift]
        }
      }
      const scale = new Scale()
      for (const f of [
        session.jaxJit(scale),
        session.nnxJit(scale),
        session.jaxJit(partial(adds, 2)),
        session.jaxJit(partial(adds, ones(1))),
        session.jaxJit(def('Model.step', (x: unknown) => x)),
        session.jaxJit((x: unknown) => x),
      ]) {
        attempt(() => f(ones(3)))
        attempt(() => f(ones(3)))
      }
      scale.by = 3
      attempt(() => session.jaxJit(scale)(ones(3)))
      attempt(() => session.jaxJit({a: 1})(ones(3)))
    },
  },
  signatures: {
    run: (session, attempt) => {
      const three = signed(
        def('three', (..._all: unknown[]) => 0),
        {params: [{name: 'a'}, {name: 'b'}, {name: 'c'}, {name: 'k', keyword: true, optional: true}]},
      )
      const open = signed(
        def('open', (..._all: unknown[]) => 0),
        {params: [{name: 'a'}], args: true, kwargs: true},
      )
      const rest = signed(
        def('rest', (_a: unknown, more: unknown) => more),
        {params: [{name: 'a'}], kwargs: true},
      )
      const f = session.jaxJit(three)
      for (const args of [
        [],
        [1],
        [1, 2],
        [1, 2, 3],
        [1, 2, 3, 4],
        [1, 2, 3, kwargs({k: 4})],
        [1, kwargs({c: 1, b: 2})],
        [kwargs({b: 1})],
        [1, 2, 3, kwargs({d: 4})],
        [1, 2, 3, kwargs({a: 4})],
      ])
        attempt(() => f(...args))
      const g = session.jaxJit(open)
      for (const args of [[1], [1, 2, [3]], [1, kwargs({z: 1, y: {x: 2}})], []]) attempt(() => g(...args))
      const h = session.jaxJit(rest)
      const seen = [kwargs({z: 1, y: 2}), kwargs({})].map((more) => {
        const result = h(1, more)
        return typeof result === 'object' && result !== null
          ? Object.entries(result)
              .map(([name, held]: [string, unknown]) => `${name}: ${told(held)}`)
              .join(', ')
          : ''
      })
      attempt(() =>
        session.jaxJit(open, {static_argnames: ['z'], static_argnums: 3})(1, 2, 3, 'a', kwargs({z: 'b'})),
      )
      attempt(() => session.jaxJit(three, {static_argnums: [0, -1]})(1, 2, 3))
      attempt(() =>
        session.jaxJit(three, {static_argnames: 'k', donate_argnums: [1, 2]})(
          1,
          ones(1),
          ones(1),
          kwargs({k: 'on'}),
        ),
      )
      attempt(() => session.jaxJit(three, {donate_argnames: ['nope', 'k']}))
      attempt(() => session.jaxJit(three, {static_argnums: [0, 3]}))
      attempt(() => session.jaxJit(three, {static_argnames: ['a', 'b'], donate_argnames: ['b', 'a', 'c']}))
      return seen
    },
  },
  'positions-of-statics': {
    run: (session) => {
      for (const options of [{static_argnums: 0}, {static_argnums: [0, 2]}, {static_argnames: ['a', 'c']}]) {
        const f = session.jaxJit(
          def('placed', (a: unknown, b: unknown, c: unknown) => [b, a === c ? 1 : 0]),
          options,
        )
        f(1, 2, 3)
        f(2, 2, 3)
        f(1, 2, 4)
        f(1, ones(2), 3)
        f(1, kwargs({b: 2, c: 3}))
        f(kwargs({a: 1, b: 2, c: 3}))
      }
    },
  },
  x64: {
    run: (session) => {
      const f = session.jaxJit(def('same', (x: unknown) => x))
      const values = () => [
        2,
        float(2),
        true,
        complex(1, 2),
        2 ** 40,
        np.ones([2], 'float64'),
        np.ones([2], 'int64'),
        np.float32(1),
        np.int64(1),
        jnp.ones([2], 'float16'),
        jax.random.key(0),
        jnp.ones([2], 'bool'),
      ]
      for (const on of [true, false]) {
        session.update('jax_enable_x64', on)
        for (const value of values().filter((one) => on || one !== 2 ** 40)) f(value)
      }
      session.with({jax_numpy_dtype_promotion: 'strict'}, () => f(2))
    },
  },
  'stages-of-models': {
    run: (session, attempt) => {
      const f = session.nnxJit(
        def('stage', (m: Pair, x: JaxArray) => {
          m.right = 5
          return [jnp.add(x, 1), {k: jnp.sum(x)}, m.left]
        }),
      )
      const model = new Pair(new nnx.Param(ones(2)), 1)
      const shape = f.evalShape(model, ones(3))
      const stages = f.lower(model, kwargs({x: ones(4)}))
      attempt(() => {
        stages.compile()
      })
      attempt(() => f(model, ones(4)))
      attempt(() => f.lower(model, 'text'))
      return [told(shape), told(model), `entries of f: ${f.size()}`]
    },
  },
  'nested-models': {
    run: (session, attempt) => {
      const inner = session.nnxJit(
        def('inner', (m: Pair, x: JaxArray) => {
          if (m.left instanceof nnx.Variable) m.left.value = jnp.add(m.left, x)
          return x
        }),
      )
      const f = session.nnxJit(
        def('outer', (m: Pair, x: JaxArray) => [inner(m, x), inner(m, jnp.multiply(x, 2))]),
      )
      const model = new Pair(new nnx.Param(ones(2)), 1)
      for (const x of [ones(2), ones(2), ones(1)]) attempt(() => f(model, x))
      const bad = session.jaxJit(def('bad', (x: JaxArray) => inner(x, x)))
      attempt(() => bad(ones(2)))
      return [told(model)]
    },
  },
  'bound-models': {
    run: (session, attempt) => {
      const shared = new nnx.Param(ones(2))
      const [one, other] = [new Pair(shared, 1), new Pair(shared, new nnx.BatchStat(ones(3)))]
      const f = session.cachedPartial(
        session.nnxJit(
          def('step', (a: Pair, b: Pair, x: JaxArray) => {
            if (a.left instanceof nnx.Variable) a.left.value = jnp.add(a.left, x)
            return [jnp.sum(x), b.right]
          }),
        ),
        one,
        other,
      )
      for (const x of [ones(2), ones(2), ones(1)]) f(x)
      shared.value = ones(4)
      attempt(() => f(ones(1)))
      f.evalShape(ones(1))
      f.lower(kwargs({x: ones(1)})).compile()
      const g = session.cachedPartial(
        session.nnxJit(
          def('cut', (_a: Pair, b: Pair) => {
            b.right = 2
          }),
        ),
        one,
        other,
      )
      attempt(() => g())
      return [told(one), told(other), `entries: ${f.size()}`]
    },
  },
  states: {
    run: (session) => {
      const f = session.jaxJit(def('take', (x: unknown) => x))
      const model = new Pair(new Pair(new nnx.Param(ones(2), {tag: 'a'}), 1), new nnx.BatchStat(ones(3)))
      const [graphdef, state] = nnx.split(model)
      f(state)
      f({graphdef, state})
      model.right = new nnx.BatchStat(ones(4))
      f(nnx.state(model))
      f(nnx.state(model, nnx.Param))
      f(nnx.graphdef(model))
      const scan = session.jaxJit(def('cumulate', (x: JaxArray) => lax.stopGradient(x)))
      scan(ones(2))
    },
  },
  'disk-texts': {
    run: (session) => {
      session.update('jax_compilation_cache_dir', 'cache')
      session.update('jax_persistent_cache_min_compile_time_secs', 0)
      const twice = (name: string, by: number) => def(name, (x: JaxArray, _y: unknown) => jnp.multiply(x, by))
      const calls: readonly (readonly [object, object, readonly unknown[]])[] = [
        [twice('f', 2), {}, [ones(3), 1]],
        [twice('f', 2), {}, [ones(3), 2]],
        [twice('f', 3), {}, [ones(3), 1]],
        [twice('g', 2), {}, [ones(3), 1]],
        [twice('f', 2), {donate_argnums: 0}, [ones(3), 1]],
        [twice('f', 2), {donate_argnums: 1}, [ones(3), 1]],
        [twice('f', 2), {keep_unused: true}, [ones(3), 1]],
        [twice('f', 2), {}, [devicePut(ones(3), 'cpu:0'), 1]],
        [twice('f', 2), {}, [devicePut(ones(3), 'cpu:1'), 1]],
        [twice('f', 2), {}, [jnp.ones([3], 'float16'), 1]],
        [twice('f', 2), {}, [np.ones([3], 'float32'), 1]],
        [twice('f', 2), {static_argnums: 1}, [ones(3), 'a']],
      ]
      for (const [fun, options, args] of calls) session.jaxJit(fun, options)(...args)
    },
  },
}
