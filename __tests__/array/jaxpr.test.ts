import golden from '../golden/jaxprs.json' with {type: 'json'}
import {asOperand, gradientsOf} from '../../lib/lax/index.ts'
import {at, dtypeOf, isArrayLike, type JaxArray, type Operand, shaped, trace} from '../../lib/array/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {entry} from '../entry.ts'
import {textOf} from './lines.ts'
import {programs} from './programs.ts'

const outputs = (value: unknown): Operand[] =>
  Array.isArray(value) ? value.flatMap(outputs) : isArrayLike(value) ? [asOperand(value)] : []
const recorded: Readonly<
  Record<string, {readonly forward: readonly string[]; readonly grad?: readonly string[]}>
> = golden
const aval = shaped([3, 4], dtypeOf('float32'))

const gradientOf = (program: (x: JaxArray) => unknown) =>
  trace(
    [aval],
    ([x]) =>
      gradientsOf(([z]) => [asOperand(jnp.sum(at(outputs(program(jnp.multiply(z, z))), 0)))], [x], [true])
        .gradients,
  )

/** The loops of a text without their operands. */
const loopsOf = (text: readonly string[]) => text.flatMap((line) => looped.exec(line)?.[0] ?? [])
const looped = /scan\[[^\]]*\]/

describe('trace(program) leaves the equations that JAX leaves', () => {
  for (const [name, program] of Object.entries(programs)) {
    const {forward, grad} = entry(recorded, name)
    test(`${name}, forward`, () => {
      expect(textOf(trace([aval], ([x]) => outputs(program(x))))).toEqual(forward)
    })
    if (name.startsWith('scan'))
      test(`${name}, loops of the same lengths and carries in its gradient`, () => {
        expect(loopsOf(textOf(gradientOf(program)))).toEqual(loopsOf(grad ?? []))
      })
    else if (grad !== undefined)
      test(`${name}, its gradient`, () => {
        expect(textOf(gradientOf(program))).toEqual(grad)
      })
  }
})

test('JAX wrote 219 programs and the gradients of 194', () => {
  expect(Object.keys(golden).length).toBe(219)
  expect(Object.values(recorded).filter(({grad}) => grad !== undefined).length).toBe(194)
})
