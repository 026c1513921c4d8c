import {
  type Each,
  type Jaxpr,
  type Op,
  type Operand,
  type Params,
  at,
  bind,
  each,
  isTaped,
  replay,
  trace,
} from '../array/index.ts'
import {vmapped} from './batch.ts'
import {fail, reduceSum, withZeros, zerosOf} from './shaping.ts'
import {helper} from './subjaxpr.ts'

/** How a function is differentiated that has its own derivative, on flat lists. */
export interface CustomRule {
  /** JAX's primitive. */
  readonly primitive: 'custom_jvp_call' | 'custom_vjp_call'
  /** The names of the functions that it is, as JAX prints them. */
  readonly names: Params
  /** The results and their tangents, null for zero. */
  readonly both: (
    primals: readonly Operand[],
    tangents: readonly (Operand | null)[],
  ) => readonly [readonly Operand[], readonly (Operand | null)[]]
  /** The same on stacks of `size` rows; `which` tells which operands are stacks. */
  readonly stacked: (which: readonly boolean[], size: number) => CustomRule
}

/** A derivative by a function, whose name is `jvp`, from operands and their tangents to results and theirs. */
export const jvpRule = (
  jvp: string,
  rule: (
    primals: readonly Operand[],
    tangents: readonly Operand[],
  ) => readonly [readonly Operand[], readonly Operand[]],
): CustomRule => ({
  primitive: 'custom_jvp_call',
  names: {jvp},
  both: (primals, tangents) => rule(primals, withZeros<readonly Operand[]>(tangents, primals)),
  stacked: (which, size) =>
    jvpRule(jvp, (primals, tangents) => {
      const n = primals.length
      const found = vmapped(
        (rows) => rule(rows.slice(0, n), rows.slice(n)).flat(),
        [...primals, ...tangents],
        [...which, ...which],
        size,
      )
      return [found.slice(0, found.length / 2), found.slice(found.length / 2)]
    }),
})

/** What a forward pass gives: the results, and what the backward pass reads. */
interface ForwardPass {
  readonly results: readonly Operand[]
  readonly residuals: readonly Operand[]
}

/** A derivative by a forward pass, and a backward pass from residuals and cotangents to the cotangents of the operands. */
export const vjpRule = (
  names: {readonly fwd: string; readonly bwd: string},
  forward: (primals: readonly Operand[]) => ForwardPass,
  backward: (residuals: readonly Operand[], cotangents: readonly Operand[]) => readonly Operand[],
): CustomRule => ({
  primitive: 'custom_vjp_call',
  names,
  both: (primals, tangents) => {
    const {results, residuals} = forward(primals)
    const op: Op = {
      name: 'custom_lin',
      params: {},
      outs: results.map(({aval}) => aval),
      again: (values) =>
        values.some(isTaped)
          ? bind(op, values)
          : fail('TypeError', "can't apply forward-mode differentiation (jvp) to a custom_vjp function."),
      transpose: (cotangents, values) => [
        ...residuals.map(() => null),
        ...backward(
          values.slice(0, residuals.length),
          cotangents.map((cotangent, i) => cotangent ?? zerosOf(at(op.outs, i))),
        ).filter((_, i) => tangents[i] !== null),
      ],
    }
    return [results, bind(op, [...residuals, ...tangents.filter((tangent) => tangent !== null)])]
  },
  stacked: (which, size) => {
    let count = 0
    return vjpRule(
      names,
      (primals) => {
        const found = vmapped(
          (rows) => {
            const {results, residuals} = forward(rows)
            count = results.length
            return [...results, ...residuals]
          },
          primals,
          which,
          size,
        )
        return {results: found.slice(0, count), residuals: found.slice(count)}
      },
      (residuals, cotangents) => {
        const given = [...residuals, ...cotangents]
        const found = vmapped(
          (rows) => backward(rows.slice(0, residuals.length), rows.slice(residuals.length)),
          given,
          given.map(() => true),
          size,
        )
        return found.map((cotangent, i) => (which[i] ? cotangent : reduceSum(cotangent, [0])))
      },
    )
  },
})

/**
 * A call of a traced function that has its own derivative.
 *
 * @param captured how many of the operands come first that the function captured; its rule does not see them.
 * @throws {PythonError} when it is differentiated by one of these.
 */
export function customCall(
  jaxpr: Jaxpr,
  rule: CustomRule,
  operands: readonly Operand[],
  captured = 0,
): readonly Operand[] {
  return bind(
    {
      name: rule.primitive,
      params: {name: jaxpr.name},
      printed: rule.names,
      outs: jaxpr.outvars.map(({aval}) => aval),
      calls: [jaxpr],
      again: (values) => customCall(jaxpr, rule, values, captured),
      both: (primals, tangents) => {
        if (tangents.slice(0, captured).some((tangent) => tangent !== null))
          fail(
            rule.primitive === 'custom_jvp_call' ? 'CustomJVPException' : 'CustomVJPException',
            `Detected differentiation of a ${rule.primitive.slice(0, 10)} function with respect to a closed-over value. That is not supported because the custom rule only specifies how to differentiate with respect to explicit input parameters.`,
          )
        return rule.both(primals.slice(captured), tangents.slice(captured))
      },
      batch: (values, stacked, size) => {
        const rows = trace(
          values.map(({aval}) => aval),
          (inputs) => vmapped((given) => replay(jaxpr, given), inputs, stacked, size),
          jaxpr.name,
        )
        return customCall(rows, rule.stacked(stacked.slice(captured), size), values, captured)
      },
    },
    operands,
  )
}

/**
 * A library function of one result with its own derivative; traced once for each set of avals.
 *
 * @param by the name that JAX prints of the derivative.
 */
export function customJvp<const I extends readonly Operand[]>(
  name: string,
  inputs: I,
  body: (...inputs: Each<I, Operand>) => Operand,
  jvp: (tangents: Each<I, Operand>, primals: Each<I, Operand>, result: Operand) => Operand,
  by = `_${name}_jvp`,
): Operand {
  const jaxpr = helper(name, `custom_jvp ${name}`, inputs, (...values: Each<I, Operand>) => [body(...values)])
  const rule = jvpRule(by, (primals, tangents) => {
    const values = each<I, Operand>(inputs.length, primals)
    const result = customJvp<Each<I, Operand>>(name, values, body, jvp, by)
    return [[result], [jvp(each<I, Operand>(inputs.length, tangents), values, result)]]
  })
  return at(customCall(jaxpr, rule, inputs), 0)
}
