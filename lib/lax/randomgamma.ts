import {type Operand, type ShapedArray, at, bind} from '../array/index.ts'
import {fail, stackedAll} from './shaping.ts'

/** JAX's `random_gamma`: samples of the gamma distribution, or their logarithms, each under a key of its own. */
export function randomGamma(key: Operand, a: Operand, log_space: boolean): Operand {
  return bind<readonly [Operand, Operand], readonly [ShapedArray]>(
    {
      name: 'random_gamma',
      params: {log_space},
      outs: [a.aval],
      again: ([k, b]) => [randomGamma(k, b, log_space)],
      batch: (values, stacked, size) => {
        const all = stackedAll(values, stacked, size)
        return [randomGamma(at(all, 0), at(all, 1), log_space)]
      },
      jvp: () => fail('NotImplementedError', 'samples of the gamma distribution have no derivative here'),
    },
    [key, a],
  )[0]
}
