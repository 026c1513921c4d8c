import fc from 'fast-check'
import {check, graphdefCallStatic} from '../../examples/lessons/worked.ts'
import {nnx} from '../../lib/index.ts'

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

  test('says what it got when it is no list of numbers', () => {
    expect(check(() => undefined)[0]).toContain('gives nothing')
    expect(check((_seed, x) => [x.length])[0]).toContain('expected [4, 8, 8]')
  })
})
