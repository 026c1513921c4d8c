import {type Atom, type Each, type Operand, type ShapedArray, at, bind, each} from '../array/index.ts'
import {vmapped} from './batch.ts'
import {withZeros} from './shaping.ts'
import {helper} from './subjaxpr.ts'

/** A function with its own derivative: JAX's `custom_jvp_call`. */
export function customJvp<const I extends readonly Operand[]>(
  name: string,
  inputs: I,
  body: (...inputs: Each<I, Operand>) => Operand,
  jvp: (tangents: Each<I, Operand>, primals: Each<I, Operand>, result: Operand) => Operand,
  id = '',
): Operand {
  const jaxpr = helper(name, `custom_jvp ${name}${id}`, inputs, body)
  const [{aval}] = each<readonly [Operand], Atom>(1, jaxpr.outvars)
  const [out] = bind<I, readonly [ShapedArray]>(
    {
      name: 'custom_jvp_call',
      params: {name},
      outs: [aval],
      calls: [jaxpr],
      again: (values) => [customJvp<Each<I, Operand>>(name, values, body, jvp, id)],
      batch: (values, stacked, size) => {
        const of = (run: (rows: readonly Operand[]) => Operand, operands: readonly Operand[]): Operand =>
          at(
            vmapped(
              (rows) => [run(rows)],
              operands,
              operands.map((_, i) => stacked[i % stacked.length] ?? true),
              size,
            ),
            0,
          )
        const n = values.length
        return [
          customJvp<Each<I, Operand>>(
            name,
            values,
            (...rows) => of((one) => body(...each<I, Operand>(n, one)), rows),
            (tangents, primals, result) =>
              of(
                (one) =>
                  jvp(
                    each<I, Operand>(n, one.slice(0, n)),
                    each<I, Operand>(n, one.slice(n, 2 * n)),
                    at(one, 2 * n),
                  ),
                [...tangents, ...primals, result],
              ),
            `${id} stacked ${stacked.map(Number).join('')}`,
          ),
        ]
      },
      jvp: (tangents, primals, [result]) => [jvp(withZeros<I>(tangents, primals), primals, result)],
    },
    inputs,
  )
  return out
}
