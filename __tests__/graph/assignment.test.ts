import {vars} from '../../lib/graph/index.ts'
import {jnp, nnx, np, tuple} from '../../lib/index.ts'

class M extends nnx.Module {}
class NoPytree extends nnx.Module {
  static readonly pytree = false
}

const set = (name: string, value: unknown, model: nnx.Module = new M()): nnx.Module => {
  Reflect.set(model, name, value)
  return model
}
const param = (): nnx.Param => new nnx.Param(jnp.ones([2]))

const isData = (model: nnx.Module): Record<string, boolean> => Object.fromEntries(vars(model).nodes)

describe('an assignment decides once whether an attribute is data', () => {
  test.each<[string, unknown, boolean]>([
    ['a jax.Array', jnp.ones([2]), true],
    ['an np.ndarray', np.ones([2]), true],
    ['a Variable', param(), true],
    ['a Module', new M(), true],
    ['an nnx.List', new nnx.List([1]), true],
    ['Rngs', new nnx.Rngs(0), true],
    ['nnx.data(1)', nnx.data(1), true],
    ['an int', 1, false],
    ['a str', 'a', false],
    ['None', null, false],
    ['a function', jnp.tanh, false],
    ['a list of ints', [1, 2], false],
    ['a NumPy scalar', np.float32(1), false],
    ['nnx.static(1)', nnx.static(1), false],
  ])('%s', (_name, value, expected) => {
    expect(isData(set('a', value))).toEqual({a: expected})
  })

  test('and the status stays: an int over a Param is a leaf', () => {
    const model = set('a', 3, set('a', param()))
    expect(isData(model)).toEqual({a: true})
    expect(nnx.graphdef(model).equals(nnx.graphdef(set('a', 3)))).toBe(false)
    expect(nnx.graphdef(model).num_leaves).toBe(1)
  })

  test('until the attribute is deleted', () => {
    const model = set('a', param())
    Reflect.deleteProperty(model, 'a')
    expect(isData(set('a', 3, model))).toEqual({a: false})
  })

  test('and the order of assignments is not seen', () => {
    const both = (first: string, second: string): nnx.GraphDef => nnx.graphdef(set(second, 1, set(first, 1)))
    expect(both('a', 'b').equals(both('b', 'a'))).toBe(true)
  })
})

const message = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`
  }
  return 'nothing was raised'
}

describe("an assignment that mixes data and static raises flax's error:", () => {
  test('data in a list', () => {
    expect(message(() => set('a', [jnp.ones([2])]))).toBe(
      "ValueError: Found data on value of type '<class 'list'>' assigned to static attribute 'a' of Pytree type '<class '__main__.M'>'. Static attributes should not contain data values. Consider one of the following options:\n\n" +
        '1. If the attribute is meant to be static, remove the data values of type(s):\n\n  ArrayImpl\n\n' +
        '2. If the attribute is meant to be data, wrap the value with nnx.data  on assignment:\n\n  _.a = nnx.data(...)\n\n' +
        '3. Alternatively, annotate the class attribute with nnx.data:\n\n  class M(Module):\n    a: list = nnx.data()\n\n' +
        '4. If the container is a list or dict, try using nnx.List(...) or nnx.Dict(...) instead.\n\n' +
        '5. Disable pytree for this class:\n\n  class M(Module, pytree=False):\n\n',
    )
  })

  test.each<[string, unknown]>([
    ['tuple', tuple(param())],
    ['dict', {w: param()}],
    ['list', [[new M()]]],
  ])('data in a %s', (type, value) => {
    expect(message(() => set('a', value))).toContain(
      `Found data on value of type '<class '${type}'>' assigned to static attribute 'a'`,
    )
  })

  test.each<[string, unknown, string]>([
    ['None', null, 'flax.nnx.variablelib.Param'],
    ['an int', 1, 'flax.nnx.variablelib.Param'],
  ])('a Param over %s', (_name, before, type) => {
    expect(message(() => set('a', param(), set('a', before)))).toBe(
      `ValueError: Cannot assign data value of type '<class '${type}'>' to static attribute 'a' of Pytree type '<class '__main__.M'>'. To override the status explicitly wrap the value with nnx.data on assignment:\n\n  _.a = nnx.data(...)\n\n`,
    )
  })

  test('nnx.static(param)', () => {
    expect(message(() => set('a', nnx.static(param())))).toBe(
      "ValueError: Found data in value of type '<class 'flax.nnx.variablelib.Param'>' annotated with nnx.static(...) when setting attribute 'a' of Pytree type '<class '__main__.M'>'.",
    )
  })

  test('[nnx.data(1)]', () => {
    expect(message(() => set('a', [nnx.data(1)]))).toMatch(
      /^ValueError: Found unexpected tags \{'data'\} on attribute 'M\.a'\. Values from nnx\.data\(\.\.\.\) and\nnnx\.static\(\.\.\.\) should be assigned to nnx\.Pytree attributes directly, /,
    )
  })

  test('none with nnx.data, nnx.List, or a class with pytree=False', () => {
    expect(isData(set('a', nnx.data([param()])))).toEqual({a: true})
    expect(isData(set('a', new nnx.List([param()])))).toEqual({a: true})
    expect(message(() => set('a', [param()], new NoPytree()))).toBe('nothing was raised')
    expect(message(() => set('a', nnx.data(param()), set('a', null)))).toBe('nothing was raised')
  })
})

describe('nnx.List', () => {
  test('holds each item as data or static by itself, and its length as static', () => {
    expect(isData(new nnx.List([param(), 1, 'a', null]))).toEqual({
      _length: false,
      0: true,
      1: false,
      2: false,
      3: false,
    })
  })

  test('counts from the end, inserts, pops, and raises IndexError beyond', () => {
    const list = new nnx.List<unknown>([1, 2])
    list.insert(1, 7)
    expect([...list]).toEqual([1, 7, 2])
    expect(list.pop(0)).toBe(1)
    expect([...list]).toEqual([7, 2])
    list[0] = 9
    expect([...list]).toEqual([9, 2])
    expect(message(() => list.pop(9))).toBe('IndexError: Index out of bounds')
  })

  test('leaves the last attribute behind after a deletion, as in flax: it is still part of the graphdef', () => {
    const list = new nnx.List([param(), 1, 'a'])
    Reflect.deleteProperty(list, '0')
    expect(list.length).toBe(2)
    expect(
      Object.fromEntries(vars(list).names.map((name) => [name, Reflect.get(vars(list).target, name)])),
    ).toEqual({_length: 2, 0: 1, 1: 'a', 2: 'a'})
    expect(message(() => list.append(param()))).toContain(
      "to static attribute '2' of Pytree type '<class 'flax.nnx.helpers.List'>'",
    )
  })
})
