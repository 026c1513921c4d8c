import {callLayer} from '../../lib/nn/index.ts'
import {
  deepcopy,
  float,
  jax,
  type JaxArray,
  type Jitted,
  jnp,
  named,
  nnx,
  np,
  optax,
  partial,
  Session,
} from '../../lib/index.ts'

/** The five ways in which the rows were measured: nnx.jit, `graph_updates=False`, `graph=False`, jax.jit of a Module, and jax.jit of (static graphdef, state). */
const modes = ['graph', 'values', 'tree', 'jax', 'split'] as const
type Mode = (typeof modes)[number]

const letters = {
  hit: 'A',
  dispatch: 'B',
  rebind: 'C',
  relower: 'D',
  recompile: "D'",
  rewrap: 'E',
  retrace: 'F',
  eager: '–',
  error: 'error',
} as const

class MyParam<V> extends nnx.Param<V> {}

const relu = named((x: JaxArray) => jax.nn.relu(x), {qualname: 'relu'})
const gelu = named((x: JaxArray) => jax.nn.gelu(x), {qualname: 'gelu'})
const scaled = (by: unknown, x: unknown) => jnp.multiply(Number(by), array(x))
const lambda = () => (x: JaxArray) => jnp.multiply(x, 2)

class Net extends nnx.Module {
  declare l1: nnx.Linear
  declare l2: nnx.Linear
  declare l3: nnx.Linear
  declare norm: nnx.BatchNorm
  declare drop: nnx.Dropout
  declare act: unknown
  declare layers: nnx.List<nnx.Linear>
  declare n: unknown
  declare note: string | null
  declare count: unknown

  constructor({
    seed = 0,
    act = relu,
    rate = 0.1,
  }: {readonly seed?: number; readonly act?: unknown; readonly rate?: nnx.DropoutOptions['rate']} = {}) {
    super()
    const rngs = new nnx.Rngs(seed)
    const linear = (from: number, to: number) => new nnx.Linear({in_features: from, out_features: to, rngs})
    this.l1 = linear(4, 8)
    this.l2 = linear(8, 8)
    this.l3 = linear(8, 8)
    this.norm = new nnx.BatchNorm({num_features: 8, rngs})
    this.drop = new nnx.Dropout({rate, rngs})
    this.act = act
    this.layers = new nnx.List([linear(8, 8), linear(8, 8)])
    this.n = 1
    this.note = null
    this.count = nnx.data(1)
    Reflect.set(this, 'head', linear(8, 2))
  }

  call(x: JaxArray): JaxArray {
    let y: unknown = callLayer(this.act, this.norm.call(this.l1.call(x)))
    for (const layer of [this.l2, this.l3, this.drop, ...this.layers]) y = callLayer(layer, y)
    return jnp.asarray(array(callLayer(Reflect.get(this, 'out' in this ? 'out' : 'head'), y)))
  }
}

function array(value: unknown): JaxArray {
  if (value instanceof jax.Array) return value
  throw new TypeError('expected an array')
}

/** What a row may edit between two calls. */
interface Bench {
  model: Net
  x: unknown
}

type Edit = (bench: Bench) => void

const batch = (rows: number): JaxArray => jnp.ones([rows, 4])
const forward = (model: Net, x: JaxArray): JaxArray => model.call(x)

/** A fresh jitted function in a mode, which takes a model and a batch. */
function jitted(session: Session, mode: Mode): (model: Net, x: unknown) => unknown {
  if (mode === 'graph') return session.nnxJit(forward)
  if (mode === 'values') return session.nnxJit(forward, {graph_updates: false})
  if (mode === 'tree') return session.nnxJit(forward, {graph: false})
  if (mode === 'jax') return session.jaxJit(forward)
  const step = session.jaxJit(
    (graphdef: nnx.GraphDef, state: nnx.State, x: unknown) => callLayer(nnx.merge(graphdef, state), x),
    {static_argnums: 0},
  )
  return (model, x) => step(...nnx.split(model), x)
}

/** The class of one call. */
function classOf(session: Session, call: () => unknown): string {
  try {
    call()
  } catch {
    return letters.error
  }
  return letters[session.trace.outcome(session.trace.length - 1)]
}

/** Warms a fresh function up with a model, then makes one edit after another and tells the class of the call after each. */
function classes(mode: Mode, edits: readonly Edit[], make: () => Net): string {
  const session = new Session()
  const bench: Bench = {model: make(), x: batch(8)}
  const step = jitted(session, mode)
  const call = (): string => classOf(session, () => step(bench.model, bench.x))
  call()
  call()
  return edits
    .map((edit) => {
      edit(bench)
      return call()
    })
    .join(', ')
}

interface Row {
  readonly title: string
  readonly expected: string
  readonly edits: readonly Edit[]
  readonly make?: () => Net
  /** Where a mode says otherwise. */
  readonly but?: Readonly<Partial<Record<Mode, string>>>
  /** The modes that it was measured in; all five where none is given. */
  readonly modes?: readonly Mode[]
}

const put =
  (name: 'act' | 'n' | 'note' | 'count', value: () => unknown): Edit =>
  ({model}) => {
    Reflect.set(model, name, value())
  }
const swap =
  (make: (model: Net) => Net): Edit =>
  (bench) => {
    bench.model = make(bench.model)
  }
const feed =
  (x: unknown): Edit =>
  (bench) => {
    bench.x = x
  }
const tie: Edit = ({model}) => {
  model.l2.kernel = model.l3.kernel
}
const tied = (): Net => {
  const model = new Net()
  tie({model, x: null})
  return model
}
const variables = function* (model: Net) {
  for (const [, value] of nnx.iterGraph(model)) if (value instanceof nnx.Variable) yield value
}
/** The same class statement, executed again. */
const again = (): new () => Net => class Again extends Net {}

const rows: readonly Row[] = [
  {
    title: '1 weight values',
    expected: 'A',
    edits: [({model}) => model.l1.kernel.setValue(jnp.zeros([4, 8]))],
  },
  {
    title: '2 replace Param by another shape',
    expected: 'F',
    edits: [
      ({model}) => {
        model.l3.bias = new nnx.Param(jnp.zeros([1]))
      },
    ],
  },
  {
    title: '3 replace Param object, same shape and dtype',
    expected: 'A',
    edits: [
      ({model}) => {
        model.l1.kernel = new nnx.Param(jnp.ones([4, 8]))
      },
    ],
  },
  {
    title: '4 kernel dtype to bfloat16',
    expected: 'F',
    edits: [({model}) => model.l1.kernel.setValue(jnp.astype(model.l1.kernel, 'bfloat16'))],
  },
  {
    title: '5 kernel to numpy float32',
    expected: 'B',
    edits: [
      ({model}) => {
        Reflect.set(model.l1.kernel, 'value', np.ones([4, 8], 'float32'))
      },
    ],
  },
  {
    title: '5 kernel to numpy float64',
    expected: 'B',
    edits: [
      ({model}) => {
        Reflect.set(model.l1.kernel, 'value', np.ones([4, 8], 'float64'))
      },
    ],
  },
  {
    title: '6 add a layer (nnx.List.append)',
    expected: 'F',
    edits: [
      ({model}) =>
        model.layers.append(new nnx.Linear({in_features: 8, out_features: 8, rngs: new nnx.Rngs(1)})),
    ],
  },
  {
    title: '7 remove a layer',
    expected: 'F',
    edits: [
      ({model}) => {
        model.layers.pop()
      },
    ],
  },
  {
    title: '8 rename attribute head to out',
    expected: 'F',
    edits: [
      ({model}) => {
        Reflect.set(model, 'out', Reflect.get(model, 'head'))
        Reflect.deleteProperty(model, 'head')
      },
    ],
  },
  {
    title: '9 extra alias attribute',
    expected: 'F',
    but: {tree: 'error'},
    edits: [
      ({model}) => {
        Reflect.set(model, 'head2', Reflect.get(model, 'head'))
      },
    ],
  },
  {title: '10 relu to gelu; back', expected: 'F, A', edits: [put('act', () => gelu), put('act', () => relu)]},
  {
    title: '11 lambda to a new lambda of the same source',
    expected: 'F',
    make: () => new Net({act: lambda()}),
    edits: [put('act', lambda)],
  },
  {
    title: '12 functools.partial to an equal new partial',
    expected: 'F',
    make: () => new Net({act: partial(scaled, 2)}),
    edits: [put('act', () => partial(scaled, 2))],
  },
  {
    title: '13 m.eval(); back to train',
    expected: 'F, A',
    edits: [({model}) => model.eval(), ({model}) => model.train()],
  },
  {title: '14 m.train() when already train', expected: 'A', edits: [({model}) => model.train()]},
  {
    title: '15 dropout rate .1 to .2',
    expected: 'F',
    edits: [
      ({model}) => {
        model.drop.rate = 0.2
      },
    ],
  },
  {
    title: '15 dropout rate to an equal float',
    expected: 'A',
    edits: [
      ({model}) => {
        model.drop.rate = Number('0.1')
      },
    ],
  },
  {
    title: '15 dropout rate 0.0 to 0',
    expected: 'A',
    make: () => new Net({rate: float(0)}),
    edits: [
      ({model}) => {
        model.drop.rate = 0
      },
    ],
  },
  {
    title: '16 swap two layers of the same config',
    expected: 'A',
    edits: [
      ({model}) => {
        ;[model.l2, model.l3] = [model.l3, model.l2]
      },
    ],
  },
  {title: '17 tie weights', expected: 'F', but: {jax: 'A', tree: 'error'}, edits: [tie]},
  {
    title: '18 un-tie',
    expected: 'F',
    but: {jax: 'A'},
    make: tied,
    edits: [
      ({model}) => {
        model.l2.kernel = new nnx.Param(jnp.ones([8, 8]))
      },
    ],
  },
  {
    title: '19 Param to a subclass',
    expected: 'F',
    edits: [
      ({model}) => {
        model.l1.kernel = new MyParam(jnp.ones([4, 8]))
      },
    ],
  },
  {
    title: '20 set_metadata(foo=1)',
    expected: 'F',
    edits: [({model}) => model.l1.kernel.setMetadata({foo: 1})],
  },
  {
    title: '20 sharding names',
    expected: 'F',
    edits: [({model}) => model.l1.kernel.setMetadata({out_sharding: 'data'})],
  },
  {
    title: '21 add int attribute',
    expected: 'F',
    edits: [
      ({model}) => {
        Reflect.set(model, 'extra', 3)
      },
    ],
  },
  {
    title: '22 int attribute += 1 each step, outside; an old value',
    expected: 'F, F, A',
    edits: [put('n', () => 2), put('n', () => 3), put('n', () => 2)],
  },
  {
    title: '23 int 1 to 1.0, to True',
    expected: 'A, A',
    edits: [put('n', () => float(1)), put('n', () => true)],
  },
  {title: "24 None to 's'", expected: 'F', edits: [put('note', () => 's')]},
  {
    title: '25 nnx.data(1) to 2; int to float',
    expected: 'A, F',
    edits: [put('count', () => 2), put('count', () => 1.5)],
  },
  {
    title: '27 Linear to LoRALinear',
    expected: 'F',
    edits: [
      ({model}) => {
        model.l1 = new nnx.LoRALinear({in_features: 4, out_features: 8, lora_rank: 2, rngs: new nnx.Rngs(0)})
      },
    ],
  },
  {
    title: '27 Linear to Sequential(l, LoRA)',
    expected: 'F',
    modes: ['graph'],
    edits: [
      ({model}) => {
        Reflect.set(
          model,
          'head',
          new nnx.Sequential(
            Reflect.get(model, 'head'),
            new nnx.LoRA({in_features: 2, lora_rank: 2, out_features: 2, rngs: new nnx.Rngs(0)}),
          ),
        )
      },
    ],
  },
  {title: '29 nnx.reseed', expected: 'A', edits: [({model}) => nnx.reseed(model, {default: 7, dropout: 7})]},
  {
    title: '29 new Dropout of another seed',
    expected: 'A',
    modes: ['graph'],
    edits: [
      ({model}) => {
        model.drop = new nnx.Dropout({rate: 0.1, rngs: new nnx.Rngs(9)})
      },
    ],
  },
  {
    title: '30 RngStream to Rngs',
    expected: 'F',
    edits: [
      ({model}) => {
        Reflect.set(model.drop, 'rngs', new nnx.Rngs(0))
      },
    ],
  },
  {
    title: '30 Rngs with another stream name',
    expected: 'F',
    modes: ['graph'],
    edits: [
      ({model}) => {
        model.drop = new nnx.Dropout({rate: 0.1, rngs: new nnx.Rngs({dropout: 0})})
      },
    ],
  },
  {
    title: '32 batch 8 to 16, last partial batch of 5',
    expected: 'F, F',
    edits: [feed(batch(16)), feed(batch(5))],
  },
  {title: '33 numpy batch instead of jnp', expected: 'B', edits: [feed(np.ones([8, 4], 'float32'))]},
  {
    title: '41 model rebuilt each step, same config, any seed',
    expected: 'A, A',
    edits: [swap(() => new Net()), swap(() => new Net({seed: 5}))],
  },
  {
    title: '42 rebuilt with a lambda of its own',
    expected: 'F, F',
    make: () => new Net({act: lambda()}),
    edits: [swap(() => new Net({act: lambda()})), swap(() => new Net({act: lambda()}))],
  },
  {
    title: '43 class body executed again',
    expected: 'F',
    make: () => new (again())(),
    edits: [swap(() => new (again())())],
  },
  {title: '44 nnx.clone(m)', expected: 'A', edits: [swap((model) => nnx.clone(model))]},
  {
    title: '45 copy.deepcopy(m) with an nnx.relu attribute',
    expected: 'F',
    make: () => new Net({act: jax.nn.relu}),
    edits: [swap((model) => deepcopy(model))],
  },
  {
    title: '45 copy.deepcopy(m) with a jnp.tanh attribute',
    expected: 'F',
    make: () => new Net({act: jnp.tanh}),
    edits: [swap((model) => deepcopy(model))],
  },
  {title: '45 copy.deepcopy(m) without', expected: 'A', edits: [swap((model) => deepcopy(model))]},
  {
    title: '46 static attributes set in another order',
    expected: 'A',
    make: () => Object.assign(new Net(), {p: 1, q: 2}),
    edits: [swap(() => Object.assign(new Net(), {q: 2, p: 1}))],
  },
  {
    title: '47 device_put state to the default device (committed)',
    expected: 'D',
    edits: [
      ({model}) => {
        for (const variable of variables(model)) variable.setValue(jax.devicePut(array(variable.value)))
      },
    ],
  },
  {
    title: '48 Variable sharding metadata',
    expected: 'F',
    modes: ['graph'],
    edits: [({model}) => model.l1.kernel.setMetadata({out_sharding: "('data', None)"})],
  },
  ...(['Auto', 'Explicit'] as const).map((type): Row => ({
    title: `48 placement on a mesh with ${type} axes`,
    expected: 'F',
    modes: ['graph'],
    edits: [
      ({model}) =>
        model.l1.kernel.setValue(
          jax.devicePut(
            array(model.l1.kernel.value),
            new jax.NamedSharding({axes: {data: 4}, type}, ['data']),
          ),
        ),
    ],
  })),
  {
    title: '49 del bias, then bias=None, with use_bias: AssertionError',
    expected: 'error',
    modes: ['graph'],
    edits: [
      ({model}) => {
        Reflect.deleteProperty(model.l1, 'bias')
        model.l1.bias = null
      },
    ],
  },
]

describe.each(modes)('an edit of a warm model under %s', (mode) => {
  test.each(
    rows
      .filter(({modes: measured = modes}) => measured.includes(mode))
      .map((row) => [row.title, row.but?.[mode] ?? row.expected, row] as const),
  )('%s: %s', (_title, expected, {edits, make = () => new Net()}) => {
    expect(classes(mode, edits, make)).toBe(expected)
  })
})

/** Calls a function of its own again and again; the class of each call. */
function sequence<A extends readonly unknown[]>(
  session: Session,
  step: (...args: A) => unknown,
  calls: readonly (() => A)[],
): string {
  return calls.map((args) => classOf(session, () => step(...args()))).join(', ')
}

describe('under nnx.jit, with a step of its own,', () => {
  const x = batch(8)
  const layer = (): nnx.Linear => new nnx.Linear({in_features: 4, out_features: 4, rngs: new nnx.Rngs(0)})

  test('26 sow Intermediate inside, not popped: F every step; popped after each: F, A, A', () => {
    const session = new Session()
    const step = session.nnxJit((model: nnx.Linear, x: JaxArray) => {
      const y = model.call(x)
      model.sow(nnx.Intermediate, 'seen', y)
      return y
    })
    const model = layer()
    expect(
      sequence(
        session,
        step,
        [1, 2, 3].map(() => () => [model, x]),
      ),
    ).toBe('F, F, F')
    const popped = layer()
    const popping = (model: nnx.Linear, x: JaxArray): void => {
      step(model, x)
      nnx.pop(model, nnx.Intermediate)
    }
    expect(
      sequence(
        session,
        popping,
        [1, 2, 3].map(() => () => [popped, x]),
      ),
    ).toBe('A, A, A')
  })

  const training = (session: Session): Jitted =>
    session.nnxJit((model: nnx.Linear, optimizer: nnx.Optimizer, x: JaxArray) => {
      const grads = nnx.grad((inner: nnx.Linear) => jnp.mean(inner.call(x)), {
        argnums: new nnx.DiffState(0, optimizer.wrt),
      })(model)
      optimizer.update(model, grads)
    })

  test('28 freezing by filter, a new Optimizer(wrt=other): F; back to the first: A', () => {
    const session = new Session()
    const step = training(session)
    const [model, tx] = [layer(), optax.adam(1e-3)]
    const [all, bias] = [
      new nnx.Optimizer(model, tx, {wrt: nnx.Param}),
      new nnx.Optimizer(model, tx, {wrt: nnx.PathContains('bias')}),
    ]
    expect(
      sequence(
        session,
        step,
        [all, all, bias, all].map((optimizer) => () => [model, optimizer, x]),
      ),
    ).toBe('F, A, F, A')
  })

  test('28b a DiffState filter in another closure: F', () => {
    const session = new Session()
    const make = (filter: nnx.Filter): Jitted =>
      session.nnxJit((model: nnx.Linear, x: JaxArray) =>
        nnx.grad((inner: nnx.Linear) => jnp.mean(inner.call(x)), {argnums: new nnx.DiffState(0, filter)})(
          model,
        ),
      )
    const [model, first, second] = [layer(), make(nnx.Param), make(nnx.PathContains('bias'))]
    expect(
      sequence(
        session,
        (step: Jitted) => step(model, x),
        [first, first, second, first].map((step) => () => [step]),
      ),
    ).toBe('F, A, F, A')
  })

  test('31 a new Optimizer with a new optax.adam(1e-3): F; 31b one that uses the tx again: A', () => {
    const session = new Session()
    const step = training(session)
    const [model, tx] = [layer(), optax.adam(1e-3)]
    const optimizer = (by: typeof tx) => () => [model, new nnx.Optimizer(model, by, {wrt: nnx.Param}), x]
    expect(
      sequence(session, step, [optimizer(tx), optimizer(tx), optimizer(optax.adam(1e-3)), optimizer(tx)]),
    ).toBe('F, A, F, A')
  })

  const scaledBy = (model: nnx.Linear, x: JaxArray, lr: number) => jnp.multiply(model.call(x), lr)
  const passing = (session: Session, step: Jitted, values: readonly unknown[]): string => {
    const model = layer()
    return sequence(
      session,
      step,
      values.map((value) => () => [model, x, value]),
    )
  }

  test('34 lr as a Python float, .1 to .2: A', () => {
    const session = new Session()
    expect(passing(session, session.nnxJit(scaledBy), [0.1, 0.2])).toBe('F, A')
  })

  test('35 lr float to jnp.float32: F; to jnp.asarray(.1) or np.float32: B; to int 1: F', () => {
    const session = new Session()
    expect(
      passing(session, session.nnxJit(scaledBy), [
        0.1,
        jnp.float32(0.1),
        jnp.asarray(0.1),
        np.float32(0.1),
        1,
      ]),
    ).toBe('F, F, B, B, F')
  })

  test('36 lr static .1, .2, .1: F, F, A', () => {
    const session = new Session()
    expect(passing(session, session.nnxJit(scaledBy, {static_argnames: 'lr'}), [0.1, 0.2, 0.1])).toBe(
      'F, F, A',
    )
  })

  test('37 step counter as a Python int: A', () => {
    const session = new Session()
    expect(passing(session, session.nnxJit(scaledBy), [1, 2, 3])).toBe('F, A, A')
  })

  test('38 step counter static: F each', () => {
    const session = new Session()
    expect(passing(session, session.nnxJit(scaledBy, {static_argnums: 2}), [1, 2, 3])).toBe('F, F, F')
  })

  test('39 step counter attribute incremented inside: F each', () => {
    const session = new Session()
    const model = new Net()
    const step = session.nnxJit((model: Net) => {
      model.n = Number(model.n) + 1
    })
    expect(
      sequence(
        session,
        step,
        [1, 2, 3, 4].map(() => () => [model]),
      ),
    ).toBe('F, F, F, F')
    expect(model.n).toBe(5)
  })

  test('40 step counter nnx.Variable(0): F, B, A', () => {
    const session = new Session()
    const model = new Net()
    Reflect.set(model, 'count', new nnx.Variable(0))
    const step = session.nnxJit((model: Net) => {
      if (model.count instanceof nnx.Variable) model.count.setValue(jnp.add(model.count, 1))
    })
    expect(
      sequence(
        session,
        step,
        [1, 2, 3].map(() => () => [model]),
      ),
    ).toBe('F, B, A')
    expect(model.count).toMatchObject({shape: [], dtype: {name: 'int32'}})
  })

  test('50 an array assigned over a static int attribute: ValueError at the assignment', () => {
    expect(() => Reflect.set(new Net(), 'n', jnp.ones([2]))).toThrow(
      "Cannot assign data value of type '<class 'jaxlib._jax.ArrayImpl'>' to static attribute 'n' of Pytree type '<class '__main__.Net'>'",
    )
  })
})

test('two models with a WeightNorm are one program: a filter is kept by value, as in flax', () => {
  let traced = 0
  const step = new Session().nnxJit((model: nnx.WeightNorm, x: JaxArray) => {
    traced++
    return model.call(x)
  })
  const model = (variable_filter?: nnx.Filter): nnx.WeightNorm => {
    const rngs = new nnx.Rngs(0)
    return new nnx.WeightNorm(new nnx.Linear(2, 3, {rngs}), {rngs, ...(variable_filter && {variable_filter})})
  }
  for (let i = 0; i < 2; i++) step(model(), jnp.ones([1, 2]))
  for (let i = 0; i < 2; i++) step(model([nnx.PathContains('kernel'), 'tag']), jnp.ones([1, 2]))
  expect(traced).toBe(2)
})
