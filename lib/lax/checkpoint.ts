import {type Jaxpr, type Op, type Operand, at, bind, isTaped, replay, trace, avalsIn} from '../array/index.ts'
import {zerosOf} from './shaping.ts'
import {splitOf, withoutDeadCode} from './subjaxpr.ts'
import {backward, type Linearized, linearize, pushed} from './tape.ts'

/** A call whose derivative computes it again in place of keeping what it computed; the jaxpr captures nothing. */
export function checkpointed(
  jaxpr: Jaxpr,
  operands: readonly Operand[],
  differentiated = false,
): readonly Operand[] {
  return bind(
    {
      name: 'remat2',
      params: {differentiated, prevent_cse: true, policy: null},
      outs: jaxpr.outvars.map(({aval}) => aval),
      calls: [jaxpr],
      again: (values) => checkpointed(jaxpr, values, differentiated),
      both: (primals, tangents) => differentiate(jaxpr, primals, tangents),
    },
    operands,
  )
}

function differentiate(
  jaxpr: Jaxpr,
  primals: readonly Operand[],
  tangents: readonly (Operand | null)[],
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  const n = primals.length
  const moving = tangents.map((tangent) => tangent !== null)
  const results = replay(jaxpr, primals)
  const moves = splitOf(jaxpr, moving).linear.tangents.map((tangent) => tangent !== null)
  const outs = results.flatMap(({aval}, i) => (moves[i] ? [aval] : []))
  if (outs.length === 0) return [results, results.map(() => null)]
  const anew = (inputs: readonly Operand[]): Linearized =>
    linearize((values) => replay(jaxpr, values), inputs.slice(0, n), moving)
  const op: Op = {
    name: 'remat2',
    params: {differentiated: true},
    outs,
    again: (values) => {
      if (values.some(isTaped)) return bind(op, values)
      const forward = trace(avalsIn(values), (inputs) =>
        pushed(anew(inputs), inputs.slice(n))
          .filter((_, i) => moves[i])
          .map((tangent, i) => tangent ?? zerosOf(at(outs, i))),
      )
      return checkpointed(forward, values, true)
    },
    transpose: (cotangents, values) => {
      const given = [
        ...values.slice(0, n),
        ...cotangents.map((cotangent, i) => cotangent ?? zerosOf(at(outs, i))),
      ]
      const back = trace(avalsIn(given), (inputs) => {
        const linear = anew(inputs)
        const queue = inputs.slice(n)
        const spread = moves.map((is) => (is ? (queue.shift() ?? null) : null))
        return backward(linear, spread).map((cotangent, i) => cotangent ?? zerosOf(at(linear.seeds, i).aval))
      })
      return [...primals.map(() => null), ...checkpointed(withoutDeadCode(back), given, true)]
    },
  }
  const found = [...bind(op, [...primals, ...tangents.filter((tangent) => tangent !== null)])]
  return [results, moves.map((is) => (is ? (found.shift() ?? null) : null))]
}
