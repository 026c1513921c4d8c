import golden from '../golden/jaxprs.json' with {type: 'json'}
import {
  asOperand,
  at,
  dtypeOf,
  isArrayLike,
  jnp,
  type Operand,
  shaped,
  trace,
  gradientsOf,
} from '../../lib/array/index.ts'
import {entry} from '../entry.ts'
import {lines} from './lines.ts'
import {programs} from './programs.ts'

const outputs = (value: unknown): Operand[] =>
  Array.isArray(value) ? value.flatMap(outputs) : isArrayLike(value) ? [asOperand(value)] : []
const recorded: Readonly<
  Record<string, {readonly forward: readonly string[]; readonly grad?: readonly string[]}>
> = golden
const aval = shaped([3, 4], dtypeOf('float32'))
const plain = (text: readonly string[]) =>
  text.map((line) => line.replace('custom_jvp_call[relu]', 'custom_jvp_call'))

describe('trace(program) leaves the equations that JAX leaves', () => {
  for (const [name, program] of Object.entries(programs)) {
    const {forward, grad} = entry(recorded, name)
    test(`${name}, forward`, () => {
      expect(lines(trace([aval], ([x]) => outputs(program(x))))).toEqual(plain(forward))
    })
    if (grad !== undefined)
      test(`${name}, its gradient`, () => {
        const jaxpr = trace(
          [aval],
          ([x]) =>
            gradientsOf(
              ([z]) => [asOperand(jnp.sum(at(outputs(program(jnp.multiply(z, z))), 0)))],
              [x],
              [true],
            ).gradients,
        )
        expect(lines(jaxpr)).toEqual(plain(grad))
      })
  }
})
