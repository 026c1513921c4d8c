import golden from '../golden/stablehlo.json' with {type: 'json'}
import {asOperand, gradientsOf} from '../../lib/lax/index.ts'
import {at, dtypeOf, isArrayLike, type JaxArray, type Operand, shaped, trace} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
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

/** Programs of one array, and how many operations of each name jax 0.12.0.1 lowers them to, for a number and for a vector. */
const small: readonly (readonly [string, (x: JaxArray) => unknown, number, number])[] = [
  ['sigmoid', jax.nn.sigmoid, 6, 8],
  ['x ** -2', (x) => jnp.power(x, -2), 3, 4],
  ['x ** 7', (x) => jnp.power(x, 7), 4, 4],
  ['x ** 3', (x) => jnp.power(x, 3), 2, 2],
  ['x ** 1', (x) => jnp.power(x, 1), 0, 0],
]

test.each(small)('%s of a number and of a vector', (_name, program, scalar, vector) => {
  const ops = [[], [3]].map(
    (shape) => lowered(trace([shaped(shape, dtypeOf('float32'))], ([x]) => outputs(program(x)))).ops,
  )
  expect(ops).toEqual([scalar, vector])
})
