import {
  complex,
  float,
  type JaxArray,
  jnp,
  kwargs,
  named,
  namedtuple,
  NamedSharding,
  nnx,
  np,
  optax,
  partial,
  PythonError,
  type Session,
  type SessionOptions,
  signed,
  tuple,
} from '../../lib/index.ts'
import {devicePut} from '../../lib/jax.ts'
import {DefaultDict, OrderedDict} from '../../lib/python/index.ts'

/** A program whose whole trace is held in a file. */
export interface Program {
  readonly options?: SessionOptions
  /**
   * @param attempt a call that may raise: the trace tells what.
   * @returns what the program sees beside its trace, line by line, where it is a list.
   */
  readonly run: (session: Session, attempt: (call: () => unknown) => void) => unknown
}

/** A function of that name in Python. */
const def = <F extends object>(name: string, body: F): F => named(body, {qualname: name})

const ones = (...shape: number[]): JaxArray => jnp.ones(shape)
const numpy = np.ones([3], 'float32')
const scale = def('scale', (x: JaxArray): JaxArray => jnp.multiply(x, 2))
const first = signed(
  def('first', (x: unknown) => x),
  {params: [{name: 'x'}, {name: 'n', optional: true}]},
)
const relu = def('relu', (x: unknown): unknown => x)
const Point = namedtuple('Point', ['x', 'y'])

class Net extends nnx.Module {
  readonly layer: nnx.Linear
  readonly drop: nnx.Dropout
  width: unknown = 3

  constructor(seed = 0) {
    super()
    this.layer = new nnx.Linear({in_features: 3, out_features: 2, rngs: new nnx.Rngs(seed)})
    this.drop = new nnx.Dropout({rate: 0.5, deterministic: true})
  }
}

const forward = def('forward', (net: Net, x: JaxArray): unknown => net.layer.call(x))

class Pair extends nnx.Module {
  readonly left: unknown
  readonly right: unknown

  constructor(left: unknown, right: unknown) {
    super()
    this.left = left
    this.right = right
  }
}

const modes = {graph: {}, values: {graph_updates: false}, tree: {graph: false}}
const mesh = {axes: {data: 4}}

/** Programs by what they show. */
export const programs: Readonly<Record<string, Program>> = {
  leaves: {
    run: (session) => {
      const f = session.jaxJit(scale)
      for (const x of [
        ones(3),
        ones(3),
        ones(4),
        numpy,
        float(1.5),
        2,
        devicePut(ones(3), 'cpu:0'),
        devicePut(ones(3), 'cpu:1'),
      ])
        f(x)
    },
  },
  shardings: {
    run: (session) => {
      const f = session.jaxJit(scale)
      for (const sharding of [
        new NamedSharding(mesh, ['data']),
        new NamedSharding(mesh, []),
        new NamedSharding({...mesh, type: 'Explicit'}, ['data', null]),
      ])
        f(devicePut(ones(4, 4), sharding))
    },
  },
  statics: {
    run: (session) => {
      const f = session.jaxJit(first, {static_argnums: 1})
      const values = [
        1,
        float(1),
        true,
        null,
        'a',
        complex(1, 2),
        NaN,
        tuple(1, tuple('a', relu)),
        relu,
        Net,
        np.dtype('float32'),
        jnp.float32,
        partial(relu, 1),
      ]
      for (const value of values) f(ones(3), value)
    },
  },
  'static-keywords': {
    run: (session) => {
      const f = session.jaxJit(first, {static_argnames: 'n'})
      for (const n of [1, 2, true, 'a']) f(ones(3), kwargs({n}))
      f(ones(3), 1)
      f(kwargs({n: 1, x: ones(3)}))
    },
  },
  trees: {
    run: (session) => {
      const f = session.jaxJit(first)
      for (const tree of [
        {a: 1, b: [ones(3)]},
        {a: 1},
        [1, 2],
        tuple(1, 2),
        tuple(1, 2, 3),
        Point(1, 2),
        null,
        [null, [tuple()]],
        new OrderedDict([['a', 1]]),
        new DefaultDict([['a', 1]]),
      ])
        f(tree)
    },
  },
  ...Object.fromEntries(
    Object.entries(modes).map(([mode, options]) => [
      `model-${mode}`,
      {
        run: (session: Session) => {
          const f = session.nnxJit(forward, options)
          const net = new Net()
          f(net, ones(1, 3))
          f(new Net(1), ones(1, 3))
          f(net, ones(2, 3))
          net.drop.deterministic = false
          session.note('net.drop.deterministic = False')
          f(net, ones(1, 3))
          net.width = 4
          f(net, ones(1, 3))
          net.layer.kernel.setMetadata({sharding_names: tuple('in', 'out')})
          f(net, ones(1, 3))
          net.layer.kernel.value = jnp.zeros([3, 2], 'bfloat16')
          f(net, ones(1, 3))
        },
      },
    ]),
  ),
  'model-jax': {
    run: (session) => {
      const f = session.jaxJit(forward)
      const net = new Net()
      f(net, ones(1, 3))
      f(new Net(1), ones(1, 3))
      net.width = 4
      f(net, ones(1, 3))
    },
  },
  sharing: {
    run: (session, attempt) => {
      const [one, other] = [new nnx.Param(ones(3)), new nnx.Param(ones(3))]
      for (const options of Object.values(modes)) {
        const f = session.nnxJit(
          def('shared', (pair: unknown) => pair instanceof Pair && 0),
          options,
        )
        f(new Pair(one, other))
        attempt(() => f(new Pair(one, one)))
      }
    },
  },
  split: {
    run: (session) => {
      const f = session.jaxJit(
        def('apply', (_def: unknown, state: unknown) => state),
        {static_argnums: 0},
      )
      const g = session.jaxJit(def('merged', (_def: unknown, state: unknown) => state))
      const net = new Net()
      for (const width of [3, 4]) {
        net.width = width
        const [graphdef, state] = nnx.split(net)
        f(graphdef, state)
        g(graphdef, state)
      }
    },
  },
  training: {
    run: (session) => {
      const net = new Net()
      const optimizer = new nnx.Optimizer(net, optax.sgd(0.1), {wrt: nnx.Param})
      const step = session.nnxJit(
        def('step', (model: Net, opt: nnx.Optimizer, x: JaxArray) => {
          const grads = nnx.grad((m: Net) => jnp.sum(m.layer.call(x)))(model)
          opt.update(model, grads)
          return 0
        }),
      )
      for (const x of [ones(1, 3), ones(1, 3), ones(2, 3)]) step(net, optimizer, x)
      step(net, new nnx.Optimizer(net, optax.sgd(0.1), {wrt: nnx.Param}), ones(1, 3))
    },
  },
  growing: {
    run: (session) => {
      const grow = def('grow', (pair: Record<string, unknown>) => {
        pair['extra'] = new nnx.Param(ones(2))
      })
      const count = def('count', (net: {width: unknown}) => {
        net.width = Number(net.width) + 1
      })
      const [f, g] = [session.nnxJit(grow), session.nnxJit(count)]
      const [pair, net] = [new Pair(1, 2), new Net()]
      for (const _ of [1, 2]) f(pair)
      for (const _ of [1, 2]) g(net)
    },
  },
  donation: {
    run: (session, attempt) => {
      const f = session.jaxJit(scale, {donate_argnums: 0})
      const x = ones(3)
      f(x)
      attempt(() => f(x))
      const y = ones(4)
      session.jaxJit(scale)(y)
      f(y)
      attempt(() => session.jaxJit(def('other', (z: JaxArray) => jnp.add(z, 1)))(y))
      session.update('jax_debug_nans', true)
      const z = ones(5)
      f(z)
      f(z)
    },
  },
  options: {
    run: (session) => {
      for (const options of [
        {},
        {donate_argnums: [0]},
        {donate_argnums: [0, 1]},
        {donate_argnames: 'x'},
        {static_argnums: 1},
        {in_shardings: 'P(data)'},
        {out_shardings: {a: 'P(data)'}},
        {compiler_options: {xla_flag: true}},
        {device: 'cpu:1'},
        {backend: 'cpu'},
        {keep_unused: true},
        {inline: true},
      ])
        session.jaxJit(first, options)(ones(3), 1)
    },
  },
  settings: {
    run: (session) => {
      const f = session.jaxJit(scale)
      f(ones(3))
      for (const [name, value] of [
        ['jax_enable_x64', true],
        ['jax_enable_x64', false],
        ['jax_default_matmul_precision', 'high'],
        ['jax_optimization_level', 'O1'],
        ['jax_mutable_array_checks', false],
        ['jax_log_compiles', true],
        ['jax_platforms', 'cpu'],
      ] as const) {
        session.update(name, value)
        f(ones(3))
      }
      session.with({jax_numpy_rank_promotion: 'raise'}, () => f(ones(3)))
      session.update('jax_disable_jit', true)
      f(ones(3))
    },
  },
  'no-tracing': {
    run: (session, attempt) => {
      const f = session.jaxJit(scale)
      f(ones(3))
      session.update('jax_no_tracing', true)
      f(ones(3))
      attempt(() => f(ones(4)))
      session.update('jax_no_tracing', false)
      f(ones(4))
    },
  },
  disk: {
    run: (session) => {
      session.update('jax_compilation_cache_dir', 'cache')
      session.update('jax_persistent_cache_min_compile_time_secs', 0)
      const f = session.jaxJit(first, {keep_unused: true})
      for (const x of [ones(3), ones(3), devicePut(ones(3), 'cpu:0')]) {
        f(x)
        session.clearCaches()
      }
      session.jaxJit(first)(ones(3))
      session.update('jax_persistent_cache_min_compile_time_secs', 9)
      for (const _ of [1, 2]) {
        session.jaxJit(scale)(ones(3))
        session.clearCaches()
      }
    },
  },
  clearing: {
    run: (session) => {
      const [f, g] = [session.jaxJit(scale), session.jaxJit(first)]
      const all = (): void => {
        f(ones(3))
        g(ones(3))
      }
      all()
      f.clear()
      all()
      session.clearCaches()
      all()
    },
  },
  evicting: {
    options: {capacities: {dispatch: 2, infer: 2, trace: 3, lower: 2, compile: 2}},
    run: (session) => {
      const f = session.jaxJit(scale)
      for (const n of [1, 2, 3, 1, 3, 4, 5, 1]) f(ones(n))
    },
  },
  ahead: {
    run: (session) => {
      const f = session.jaxJit(scale)
      f.evalShape(ones(3))
      const stages = f.lower(ones(3))
      stages.compile()
      stages.compile()
      f(ones(3))
      f.lower(ones(3)).compile()
    },
  },
  nested: {
    run: (session) => {
      const inner = session.jaxJit(scale)
      const f = session.jaxJit(def('outer', (x: JaxArray) => jnp.add(inner(x), inner(x))))
      f(ones(3))
      inner(ones(3))
      f(ones(4))
    },
  },
  bound: {
    run: (session, attempt) => {
      const net = new Net()
      const f = session.cachedPartial(session.nnxJit(forward), net)
      f(ones(1, 3))
      net.width = 9
      f(ones(1, 3))
      f(ones(2, 3))
      const grow = def('grow', (m: Record<string, unknown>) => {
        m['extra'] = new nnx.Param(ones(2))
      })
      attempt(() => session.cachedPartial(session.nnxJit(grow), net)())
      attempt(() => session.cachedPartial(session.nnxJit(forward, {graph_updates: false}), net)(ones(1, 3)))
    },
  },
  'errors-of-arguments': {
    run: (session, attempt) => {
      const statics = session.jaxJit(first, {static_argnums: 1})
      for (const bad of [
        [1],
        {b: 1},
        tuple(1, [2]),
        ones(2),
        np.ones([2, 2]),
        np.ones([], 'bool'),
        np.ones([], 'float32'),
        np.ones([], 'int32'),
        np.ones([2], 'bool'),
      ])
        attempt(() => statics(ones(3), bad))
      const net = new Net()
      for (const options of Object.values(modes)) {
        const f = session.nnxJit(first, {...options, static_argnums: 1})
        attempt(() => f(ones(3), net))
        attempt(() => f(ones(3), {b: 1, a: 2}))
        attempt(() => session.nnxJit(first, options)('text'))
      }
      const plain = session.jaxJit(first)
      attempt(() => plain({a: ['text']}))
      attempt(() => plain(2 ** 40))
      attempt(() => plain())
      attempt(() => plain(1, 2, 3))
      attempt(() => plain(1, kwargs({x: 1})))
      attempt(() => plain(1, kwargs({z: 1})))
      attempt(() => session.jaxJit(first, {static_argnums: -1})())
    },
  },
  'errors-of-bodies': {
    run: (session, attempt) => {
      const raise = session.jaxJit(
        def('raise_', (_x: unknown) => {
          throw new PythonError('KeyError', "'a'")
        }),
      )
      attempt(() => raise(ones(3)))
      attempt(() => raise(ones(3)))
      attempt(() => session.jaxJit(def('text', (_x: unknown) => 'text'))(ones(3)))
      attempt(() => session.jaxJit(def('branch', (x: JaxArray) => Number(x)))(ones(3)))
      const deep = def('deep', (): unknown => deep())
      attempt(() => session.jaxJit(deep)())
      for (const options of Object.values(modes).slice(1)) {
        const back = session.nnxJit(
          def('back', (v: unknown) => v),
          options,
        )
        attempt(() => back(new nnx.Param(ones(2))))
      }
    },
  },
  'errors-of-options': {
    run: (session, attempt) => {
      for (const options of [
        {static_argnums: 2},
        {donate_argnums: [0, -3]},
        {static_argnames: ['y', 'z']},
        {static_argnames: 'x', donate_argnames: 'x'},
        {static_argnums: 0, donate_argnums: 0},
      ])
        attempt(() => session.jaxJit(first, options))
    },
  },
  warnings: {
    run: (session) => {
      session.update('jax_numpy_rank_promotion', 'warn')
      const f = session.jaxJit(def('sum_', (x: JaxArray, y: JaxArray) => jnp.add(x, y)))
      f(ones(3), ones(2, 3))
      session.within(() => jnp.multiply(ones(3), ones(2, 3)))
      f(ones(3), ones(2, 3))
      f(ones(3), ones(4, 3))
    },
  },
  remembered: {
    run: (session) => {
      const f = session.nnxJit(forward)
      const net = new Net()
      for (const _ of [1, 2, 3]) f(net, ones(1, 3))
      net.layer.kernel.value = jnp.zeros([3, 2])
      f(net, ones(1, 3))
      net.width = 5
      f(net, ones(1, 3))
      f(net, numpy)
    },
  },
  'gpu-costs': {options: {platform: 'gpu'}, run: (session) => session.jaxJit(scale)(ones(3))},
  ...Object.fromEntries(
    ['0.7.2', '0.8.2', '0.9.0', '0.10.2', '0.11.2', '0.12.0.1'].map((release) => [
      `release-${release}`,
      {
        options: {release, title: 'a release'},
        run: (session: Session, attempt: (call: () => unknown) => void) => {
          const f = session.jaxJit(first, {
            static_argnames: 'n',
          })
          f(ones(3))
          f(numpy)
          f(ones(3), kwargs({n: 1}))
          f(ones(3), kwargs({n: true}))
          f(ones(3), 2)
          f(float(1))
          session.update('jax_default_matmul_precision', 'high')
          f(ones(4))
          session.update('jax_optimization_level', 'O1')
          f(ones(4))
          f.lower(ones(4)).compile()
          const net = session.within(() => new Net())
          const g = session.nnxJit(forward)
          g(net, ones(1, 3))
          Reflect.deleteProperty(net, 'width')
          g(net, ones(1, 3))
          attempt(() => session.nnxJit(first, {graph_updates: false})({a: null}))
          attempt(() => {
            session.update('jax_default_prng_impl', 'threefry4x32')
          })
        },
      },
    ]),
  ),
}
