import fc from 'fast-check'
import {check, graphdefCallStatic} from '../../examples/lessons/worked.ts'
import {jnp, nnx, tuple} from '../../lib/index.ts'

describe('graphdefCallStatic(seed, x, hidden)', () => {
  test('gives [4, 8, 8] for four features and eight hidden ones', () => {
    expect(graphdefCallStatic(0, [1, 2, 3, 4], 8)).toEqual([4, 8, 8])
  })

  test('gives [in_features, hidden, hidden] whatever the seed and the values', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.double(), {minLength: 1, maxLength: 40}),
        fc.integer({min: 1, max: 40}),
        (seed, x, hidden) => {
          expect(graphdefCallStatic(seed, x, hidden)).toEqual([x.length, hidden, hidden])
        },
      ),
    )
  })

  test('refuses an empty example and a number of features that is none', () => {
    expect(() => graphdefCallStatic(0, [], 8)).toThrow('x is empty')
    expect(() => graphdefCallStatic(0, [1], 1.5)).toThrow('hidden is 1.5')
  })
})

describe('check(solution)', () => {
  test('has nothing to say of the right one', () => {
    expect(check(graphdefCallStatic)).toEqual([])
  })

  test('says that the bias belongs to the outputs', () => {
    expect(check((_seed, x, hidden) => [x.length, hidden, x.length])).toEqual([
      expect.stringContaining('The bias is added to the output'),
    ])
  })

  test('says that inputs come first in the kernel', () => {
    expect(check((_seed, x, hidden) => [hidden, x.length, hidden])).toEqual([
      expect.stringContaining('inputs first'),
    ])
  })

  test('says where shapes are when the graphdef was serialised or read', () => {
    const solution = (seed: number, x: readonly number[], hidden: number) => {
      const [graphdef] = nnx.split(
        new nnx.Linear({in_features: x.length, out_features: hidden, rngs: new nnx.Rngs(seed)}),
      )
      return JSON.stringify(graphdef)
    }
    expect(check(solution)).toEqual([
      expect.stringContaining('The graphdef is the static half and holds no shapes'),
    ])
  })

  const split = (x: readonly number[], hidden: number, order: 'right' | 'swapped' = 'right') => {
    const [in_features, out_features] = order === 'right' ? [x.length, hidden] : [hidden, x.length]
    return nnx.split(new nnx.Linear(in_features, out_features, {rngs: new nnx.Rngs(0)}))
  }

  test('takes the problem as it is stated: x.shape, Python’s name, a list, a tuple or an array', () => {
    const shapes = (seed: number, x: {readonly shape: readonly number[]}, hidden: number) => {
      const in_features = x.shape.at(-1) ?? 0
      const model = new nnx.Linear({in_features, out_features: hidden, rngs: new nnx.Rngs(seed)})
      const [, state] = nnx.split(model)
      return [...state.kernel.value.shape, ...state.bias.value.shape]
    }
    expect(check(shapes)).toEqual([])
    expect(check({graphdef_call_static: shapes})).toEqual([])
    expect(check({graphdefCallStatic: shapes})).toEqual([])
    expect(check((...given) => tuple(...shapes(...given)))).toEqual([])
    expect(check((...given) => jnp.array(shapes(...given)))).toEqual([])
    expect(check({})).toEqual(['There is no function graphdef_call_static (or graphdefCallStatic).'])
  })

  test('asks for a split where a formula gives the numbers', () => {
    expect(check((_seed, x, hidden) => [x.length, hidden, hidden])).toEqual([
      expect.stringContaining('nothing was split'),
    ])
  })

  test('tells a layer that was built the other way round, and shapes that are missing or apart', () => {
    const shapesOf = ([, {kernel, bias}]: ReturnType<typeof split>) => [kernel.shape, bias.shape] as const
    expect(check((_seed, x, hidden) => shapesOf(split(x, hidden, 'swapped')).flat())).toEqual([
      expect.stringContaining('built the other way round'),
    ])
    expect(check((_seed, x, hidden) => shapesOf(split(x, hidden)))[0]).toContain('one list for each shape')
    expect(check((_seed, x, hidden) => shapesOf(split(x, hidden))[0])).toEqual([
      expect.stringContaining('the kernel’s shape alone'),
    ])
    expect(check((_seed, x, hidden) => shapesOf(split(x, hidden))[1])).toEqual([
      expect.stringContaining('the bias’s shape alone'),
    ])
  })

  test('tells shapes asked of the graphdef, and a half of the model given back', () => {
    const ofGraphdef = () => {
      throw new TypeError("Cannot read properties of undefined (reading 'value')")
    }
    expect(check(ofGraphdef)).toEqual([expect.stringContaining('read them off the state')])
    expect(check((_seed, x, hidden) => split(x, hidden)[0])[0]).toContain(
      'gives the graphdef, which holds no',
    )
    expect(check((_seed, x, hidden) => split(x, hidden)[1])[0]).toContain('gives the state itself')
  })

  test('tells an answer that is written down', () => {
    expect(check(() => [4, 8, 8])).toEqual([
      expect.stringContaining('The answer is [4, 8, 8] whatever is given'),
    ])
  })

  test('says what it got when it is no list of numbers', () => {
    expect(check(() => undefined)[0]).toContain('gives nothing')
    expect(check((_seed, x) => [x.length, 0])[0]).toContain('expected [4, 8, 8]')
  })
})
