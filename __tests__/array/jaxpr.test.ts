import golden from '../golden/jaxprs.json' with {type: 'json'}
import {asOperand, dtypeOf, type Input, jnp, type Operand, shaped, trace, valueAndGrad} from '../../lib/array/index.ts'
import {lines} from './lines.ts'
import {programs} from './programs.ts'

const outputs = (value: unknown): Operand[] => (Array.isArray(value) ? value.flatMap(outputs) : [asOperand(value as Input)])
const aval = shaped([3, 4], dtypeOf('float32'))
const plain = (text: readonly string[]) => text.map((line) => line.replace('custom_jvp_call[relu]', 'custom_jvp_call'))

describe('trace(program) leaves the equations that JAX leaves', () => {
  for (const [name, program] of Object.entries(programs)) {
    const {forward, grad} = golden[name as keyof typeof golden] as {forward: string[]; grad?: string[]}
    test(`${name}, forward`, () => {
      expect(lines(trace([aval], ([x]) => outputs(program(x))))).toEqual(plain(forward))
    })
    if (grad !== undefined)
      test(`${name}, its gradient`, () => {
        const jaxpr = trace([aval], ([x]) => valueAndGrad(([z]) => [asOperand(jnp.sum(asOperand(program(jnp.multiply(z, z)) as Input)))], [x], [true]).gradients)
        expect(lines(jaxpr)).toEqual(plain(grad))
      })
  }
})
