import {deepcopy, jax, type JaxArray, jnp, nnx, Session} from '../../lib/index.ts'

class MLP extends nnx.Module {
  declare l1: nnx.Linear
  declare norm: nnx.BatchNorm
  declare drop: nnx.Dropout
  declare l2: nnx.Linear

  constructor(seed = 0) {
    super()
    const rngs = new nnx.Rngs(seed)
    this.l1 = new nnx.Linear({in_features: 4, out_features: 8, rngs})
    this.norm = new nnx.BatchNorm({num_features: 8, rngs})
    this.drop = new nnx.Dropout({rate: 0.1, rngs})
    this.l2 = new nnx.Linear({in_features: 8, out_features: 2, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.l2.call(this.drop.call(this.norm.call(this.l1.call(x))))
  }
}

const paths = (state: unknown): string[] => nnx.toFlatState(state).map(([path]) => path.join('.'))
const all = [
  'drop.rngs.count',
  'drop.rngs.key',
  'l1.bias',
  'l1.kernel',
  'l2.bias',
  'l2.kernel',
  'norm.bias',
  'norm.mean',
  'norm.scale',
  'norm.var',
]

describe('split(model)', () => {
  test('is typed from the model: state.l1.kernel.value.shape', () => {
    const [, state] = nnx.split(new MLP())
    const [rows, columns]: readonly number[] = state.l1.kernel.value.shape
    expect([rows, columns]).toEqual([4, 8])
    expect(state.norm.mean.value.dtype.name).toBe('float32')
    expect(paths(state)).toEqual(all)
  })

  test.each<[string, readonly nnx.Filter[], readonly (readonly string[])[]]>([
    [
      'a class',
      [nnx.BatchStat, true],
      [['norm.mean', 'norm.var'], all.filter((path) => !/mean|var/.test(path))],
    ],
    [
      'a class and its subclasses',
      [nnx.RngState, true],
      [['drop.rngs.count', 'drop.rngs.key'], all.slice(2)],
    ],
    ['a tag', ['default', nnx.ellipsis], [['drop.rngs.count', 'drop.rngs.key'], all.slice(2)]],
    [
      'a predicate',
      [(path) => path.includes('bias'), '...'],
      [['l1.bias', 'l2.bias', 'norm.bias'], all.filter((path) => !path.endsWith('bias'))],
    ],
    [
      'pathContains',
      [nnx.PathContains('l1'), true],
      [['l1.bias', 'l1.kernel'], all.filter((path) => !path.startsWith('l1'))],
    ],
    [
      'all',
      [nnx.All(nnx.Param, nnx.PathContains('l2')), true],
      [['l2.bias', 'l2.kernel'], all.filter((path) => !path.startsWith('l2'))],
    ],
    [
      'any, as a list',
      [[nnx.BatchStat, 'default'], true],
      [
        ['drop.rngs.count', 'drop.rngs.key', 'norm.mean', 'norm.var'],
        all.slice(2).filter((path) => !/mean|var/.test(path)),
      ],
    ],
    [
      'not',
      [nnx.Not(nnx.Param), nnx.OfType(nnx.Param)],
      [
        ['drop.rngs.count', 'drop.rngs.key', 'norm.mean', 'norm.var'],
        all.slice(2).filter((path) => !/mean|var/.test(path)),
      ],
    ],
    ['nothing', [null, false, true], [[], [], all]],
    [
      'the first of two that let a leaf through',
      [nnx.Param, nnx.PathContains('norm'), true],
      [
        all.slice(2).filter((path) => !/mean|var/.test(path)),
        ['norm.mean', 'norm.var'],
        ['drop.rngs.count', 'drop.rngs.key'],
      ],
    ],
  ])('shares the leaves out by %s', (_name, filters, expected) => {
    const [graphdef, ...states] = nnx.split(new MLP(), ...filters)
    expect(states.map(paths)).toEqual(expected)
    expect(graphdef.equals(nnx.graphdef(new MLP()))).toBe(true)
    expect(nnx.graphdef(nnx.merge(graphdef, ...states)).equals(graphdef)).toBe(true)
  })

  test('raises when a leaf passes no filter, or `...` stands first', () => {
    expect(() => nnx.split(new MLP(), nnx.Param)).toThrow(
      /^Non-exhaustive filters, got a non-empty remainder: FlatState\(\[.*\]\)\.\nUse `\.\.\.` to match all remaining elements\.$/,
    )
    expect(() => nnx.split(new MLP(), '...', nnx.Param)).toThrow(
      '`...` or `True` can only be used as the last filters, got Ellipsis it at index 0.',
    )
  })

  test('and merge raises for another number of leaves', () => {
    const [graphdef, params] = nnx.split(new MLP(), nnx.Param, true)
    expect(() => nnx.merge(graphdef, params)).toThrow(
      'Incorrect number of leaves, expected 10 leaves, but got 6.',
    )
  })
})

describe('update(model, state)', () => {
  test('keeps the Variables, so that a jitted function sees new values and hits', () => {
    const session = new Session()
    const [model, step] = [new MLP(), session.nnxJit((inner: MLP, x: JaxArray) => inner.call(x))]
    const [kernel, x] = [model.l1.kernel, jnp.ones([2, 4])]
    step(model, x)
    const next = nnx.edit(nnx.state(model), (draft) => {
      draft.l1.kernel.value = jnp.zeros([4, 8])
    })
    nnx.update(model, next)
    expect(model.l1.kernel).toBe(kernel)
    expect(kernel.value).toBe(next.l1.kernel.value)
    step(model, x)
    expect(session.trace.outcome(1)).toBe('hit')
  })

  test('takes another shape and an unknown name as they are, as flax does', () => {
    const model = new MLP()
    nnx.update(
      model,
      nnx.State.of([
        [
          'l1',
          nnx.State.of([
            ['kernel', new nnx.VariableState(nnx.Param, jnp.zeros([1]), {})],
            ['extra', new nnx.VariableState(nnx.Param, jnp.zeros([1]), {})],
          ]),
        ],
      ]),
    )
    expect(model.l1.kernel.shape).toEqual([1])
    expect(Reflect.get(model.l1, 'extra')).toBeInstanceOf(nnx.Param)
  })
})

test('pop(model, Intermediate) takes what was sown, and its status, out of the model', () => {
  const model = new MLP()
  const before = nnx.graphdef(model)
  model.sow(nnx.Intermediate, 'seen', jnp.ones([2]))
  model.sow(nnx.Intermediate, 'seen', jnp.ones([2]))
  expect(nnx.graphdef(model).equals(before)).toBe(false)
  const popped = nnx.pop(model, nnx.Intermediate)
  expect(paths(popped)).toEqual(['seen'])
  expect(nnx.graphdef(model).equals(before)).toBe(true)
})

describe('copies', () => {
  test('view(model, …) shares all Variables and has the key of model.eval()', () => {
    const model = new MLP()
    const view = nnx.view(model, {deterministic: true, use_running_average: true})
    expect(view.l1.kernel).toBe(model.l1.kernel)
    expect([view.drop.deterministic, model.drop.deterministic]).toEqual([true, false])
    const evaluated = nnx.clone(model)
    evaluated.eval()
    expect(nnx.graphdef(view).equals(nnx.graphdef(evaluated))).toBe(true)
    expect(() => nnx.view(model, {unknown: 1})).toThrow("Unused keys found in nnx.view: ['unknown']")
  })

  test('clone(model) has Variables of its own and an equal graphdef; shared ones stay shared', () => {
    const model = new MLP()
    Reflect.set(model, 'again', model.l1)
    const copy = nnx.clone(model)
    expect(copy.l1.kernel).not.toBe(model.l1.kernel)
    expect(Reflect.get(copy, 'again')).toBe(copy.l1)
    expect(nnx.graphdef(copy).equals(nnx.graphdef(model))).toBe(true)
  })

  test('deepcopy(model) makes callable objects anew and leaves functions', () => {
    const withAct = (act: unknown): nnx.Module => Object.assign(new MLP(), {act})
    const isEqual = (model: nnx.Module): boolean => nnx.graphdef(deepcopy(model)).equals(nnx.graphdef(model))
    expect([jax.nn.relu, jnp.tanh, (x: unknown) => x, MLP].map((act) => isEqual(withAct(act)))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

describe('a model that a jitted function captured', () => {
  const session = new Session()
  const link =
    ' (https://flax.readthedocs.io/en/latest/api_reference/flax.errors.html#flax.errors.TraceContextError)'
  const failing = (act: (model: MLP) => unknown): (() => unknown) => {
    const model = new MLP()
    const step = session.nnxJit((x: JaxArray) => {
      act(model)
      return x
    })
    return () => step(jnp.ones([2]))
  }

  test('cannot get another value, draw a key or get another attribute: TraceContextError', () => {
    expect(failing((model) => model.l1.kernel.setValue(jnp.zeros([4, 8])))).toThrow(
      `Cannot mutate Param from a different trace level${link}`,
    )
    expect(failing((model) => model.drop.call(jnp.ones([2])))).toThrow(
      `Cannot mutate RngCount from a different trace level${link}`,
    )
    expect(failing((model) => Reflect.set(model, 'n', 1))).toThrow(
      `Cannot mutate 'MLP' from different trace level${link}`,
    )
    expect(session.trace.at(0)).toMatchObject({outcome: 'error', error: {type: 'TraceContextError'}})
  })

  test('can be read: its values are baked in and stay stale', () => {
    const model = new MLP()
    const step = session.nnxJit((x: JaxArray) => jnp.matmul(x, model.l1.kernel))
    step(jnp.ones([2, 4]))
    model.l1.kernel.setValue(jnp.zeros([4, 3]))
    const out: unknown = step(jnp.ones([2, 4]))
    expect(out).toMatchObject({shape: [2, 8]})
    expect(session.trace.outcome(session.trace.length - 1)).toBe('hit')
  })
})
