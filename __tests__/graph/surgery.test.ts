import {jnp, nnx} from '../../lib/index.ts'

class Block extends nnx.Module {
  declare lin: nnx.Linear
  declare drop: nnx.Dropout
  declare items: nnx.List
  declare pair: unknown
  declare size: number

  constructor(rngs: nnx.Rngs) {
    super()
    this.lin = new nnx.Linear(2, 3, {rngs})
    this.drop = new nnx.Dropout(0.5, {rngs})
    this.items = new nnx.List([new nnx.Param(jnp.ones([2]))])
    this.pair = [1, 2]
    this.size = 5
  }
}

const block = (): Block => new Block(new nnx.Rngs(0))
const shapesOf = (state: unknown): unknown =>
  nnx.toPureDict(state, (leaf) => (leaf instanceof nnx.VariableState ? leaf.shape : leaf))

describe('nnx.recursiveMap(f, model)', () => {
  test('meets each node after what it holds, by its path', () => {
    const modules: string[] = []
    nnx.recursiveMap((path, value) => {
      if (value instanceof nnx.Module) modules.push(path.join('.'))
      return value
    }, block())
    expect(modules).toEqual(['drop', 'items', 'lin', ''])
  })

  test('makes other Modules around the same Variables, and leaves the model as it is', () => {
    const model = block()
    const copy = nnx.recursiveMap((_path, value) => value, model)
    expect([copy === model, copy.lin === model.lin]).toEqual([false, false])
    expect(copy.lin.kernel).toBe(model.lin.kernel)
    expect(nnx.graphdef(copy).equals(nnx.graphdef(model))).toBe(true)
  })

  test('puts what the function gives into the copy', () => {
    const model = block()
    const copy = nnx.recursiveMap((path, value) => {
      if (path.at(-1) === 'size') return 9
      return value instanceof nnx.Linear ? new nnx.Linear(2, 7, {rngs: new nnx.Rngs(1)}) : value
    }, model)
    expect([copy.size, copy.lin.out_features, model.size, model.lin.out_features]).toEqual([9, 7, 5, 3])
  })

  test('keeps what is shared shared, and refuses a node that holds itself', () => {
    const model = block()
    Reflect.set(model, 'again', model.lin)
    const copy = nnx.recursiveMap((_path, value) => value, model)
    expect(Reflect.get(copy, 'again')).toBe(copy.lin)
    Reflect.set(model, 'me', model)
    expect(() => nnx.recursiveMap((_path, value) => value, model)).toThrow(
      "Found cycle in the graph at path 'me'",
    )
  })
})

describe('nnx.withAttributes(model, …)', () => {
  test('sets attributes of a copy, of the Modules that a filter names', () => {
    const model = block()
    const other = nnx.withAttributes(model, {deterministic: true}, {only: nnx.Dropout})
    expect([other.drop.deterministic, model.drop.deterministic]).toEqual([true, false])
    expect(other.lin.kernel).toBe(model.lin.kernel)
  })

  test('refuses an attribute that no Module has, unless told not to', () => {
    expect(() => nnx.withAttributes(block(), {rte: 1})).toThrow(
      "Could not find at least one instance of the following attributes: ['rte']",
    )
    expect(nnx.withAttributes(block(), {rte: 1}, {raise_if_not_found: false}).size).toBe(5)
    expect(nnx.view(block(), {rte: 1}, {raise_if_not_found: false}).size).toBe(5)
  })
})

test('nnx.findDuplicates(model) gives the places of what stands at several', () => {
  const model = block()
  expect(nnx.findDuplicates(model)).toEqual([])
  Reflect.set(model, 'again', model.lin)
  Reflect.set(model, 'b', model.lin.bias)
  expect(nnx.findDuplicates(model)).toEqual([
    [['again'], ['lin']],
    [['again', 'bias'], ['b']],
  ])
  expect(nnx.findDuplicates(model, {only: nnx.Param})).toEqual([[['again', 'bias'], ['b']]])
  const a = jnp.ones([3])
  expect(nnx.findDuplicates([a, a, [a], 3, 3])).toEqual([[[0], [1], [2, 0]]])
})

describe('states', () => {
  const state = () => nnx.state(new nnx.BatchNorm(2, {rngs: new nnx.Rngs(0)}))

  test('mapState(f, state) is a state of what f gives for each path and leaf', () => {
    const mapped = nnx.mapState((path) => path.join('/'), nnx.state(block()))
    expect(nnx.toPureDict(mapped)).toMatchObject({items: {0: 'items/0'}, lin: {kernel: 'lin/kernel'}})
  })

  test('splitState and filterState give a state for each filter; only the first must let every leaf through', () => {
    const [params, rest] = nnx.splitState(state(), nnx.Param, '...')
    expect([params, rest].map((one) => Object.keys(one ?? {}))).toEqual([
      ['bias', 'scale'],
      ['mean', 'var'],
    ])
    expect(Object.keys(nnx.filterState(state(), nnx.BatchStat))).toEqual(['mean', 'var'])
    expect(() => nnx.splitState(state(), nnx.BatchStat)).toThrow('Non-exhaustive filters')
  })

  test('mergeState(a, b) is the inverse of splitState; the later has the last word', () => {
    const whole = state()
    const parts = nnx.splitState(whole, nnx.Param, '...')
    expect(Object.keys(nnx.mergeState(...parts))).toEqual(Object.keys(whole))
    const other = nnx.mapState(() => 1, nnx.filterState(whole, nnx.Param))
    expect(nnx.mergeState(whole, other)['bias']).toBe(1)
    expect(() => nnx.mergeState(whole, {bias: 1})).toThrow('mergeState() takes States')
  })

  test('toPureDict(state) has the values of Variables, or what a function makes of them', () => {
    const whole = state()
    const pure: unknown = nnx.toPureDict(whole)
    for (const name of ['bias', 'mean', 'scale', 'var'] as const)
      expect(pure).toHaveProperty(name, expect.objectContaining({aval: whole[name]?.value.aval}))
    expect(shapesOf(whole)).toEqual({bias: [2], mean: [2], scale: [2], var: [2]})
  })

  test('asPure(tree) has values in the place of Variables, in a state, a model or a list', () => {
    expect(nnx.asPure([new nnx.Param(new nnx.Param(2)), 3])).toEqual([2, 3])
    const pure = nnx.asPure(nnx.state(block()))
    expect(pure).toBeInstanceOf(nnx.State)
    expect(nnx.asPure(new nnx.Linear(2, 3, {rngs: new nnx.Rngs(0)}))).toMatchObject({kernel: {shape: [2, 3]}})
  })
})
