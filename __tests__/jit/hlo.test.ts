import golden from '../golden/stablehlo.json' with {type: 'json'}
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
import {type Hlo, lowered} from '../../lib/jit/hlo.ts'
import {entry} from '../entry.ts'
import {programs} from '../array/programs.ts'

interface Recorded extends Hlo {
  readonly names: Readonly<Record<string, number>>
}

const recorded: Readonly<
  Record<string, {readonly forward: Partial<Recorded>; readonly grad?: Partial<Recorded>}>
> = golden

const outputs = (value: unknown): Operand[] =>
  Array.isArray(value) ? value.flatMap(outputs) : isArrayLike(value) ? [asOperand(value)] : []
const aval = shaped([3, 4], dtypeOf('float32'))
const sizeOf = ({ops = 0, dot = 0, conv = 0, reduce = 0, other = 0}: Partial<Hlo>): Hlo => ({
  ops,
  dot,
  conv,
  reduce,
  other,
})

describe('lowered(jaxpr) counts what JAX lowers', () => {
  for (const [name, {forward, grad}] of Object.entries(recorded)) {
    const program = entry(programs, name)
    test(`${name}, forward`, () => {
      expect(lowered(trace([aval], ([x]) => outputs(program(x))))).toEqual(sizeOf(forward))
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
        expect(lowered(jaxpr)).toEqual(sizeOf(grad))
      })
  }
})
