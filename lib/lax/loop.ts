import {
  type Jaxpr,
  type Op,
  type Operand,
  type ShapedArray,
  at,
  bind,
  isTaped,
  replay,
  trace,
  avalsIn,
} from '../array/index.ts'
import {fail, zerosOf} from './shaping.ts'
import {type Split, splitOf, withoutConsts} from './subjaxpr.ts'
import {backward, linearize, pushed} from './tape.ts'

/** How many of the operands of a loop are constants; the others are handed on. */
interface WhileOptions {
  /** How many are constants of the test: the first ones. */
  readonly cond_nconsts: number
  /** How many are constants of the body: those behind. */
  readonly body_nconsts: number
}

/** `lax.while_loop` of traced functions: constants of the test, constants of the body, then what is handed on. */
export function whileOf(
  test: Jaxpr,
  body: Jaxpr,
  operands: readonly Operand[],
  options: WhileOptions,
): readonly Operand[] {
  return bind(
    {
      name: 'while',
      params: {...options},
      outs: body.outvars.map(({aval}) => aval),
      calls: [test, body],
      again: (values) => whileOf(test, body, values, options),
      both: (primals, tangents) => pushWhile(test, body, primals, tangents, options),
      transpose: () =>
        fail(
          'ValueError',
          'Reverse-mode differentiation does not work for lax.while_loop or lax.fori_loop with dynamic start/stop values. Try using lax.scan, or using fori_loop with static start/stop.',
        ),
    },
    operands,
  )
}

/** What is handed on moves as soon as one turn makes it move. */
export function movingCarry(
  given: readonly boolean[],
  consts: number,
  moves: (moving: readonly boolean[]) => readonly boolean[],
): readonly boolean[] {
  let moving = given
  for (;;) {
    const found = moves(moving)
    const next = moving.map((is, i) => is || (i >= consts && found[i - consts] === true))
    if (next.every((is, i) => is === moving[i])) return moving
    moving = next
  }
}

/** The loop that hands on tangents beside the values. */
function pushWhile(
  test: Jaxpr,
  body: Jaxpr,
  primals: readonly Operand[],
  tangents: readonly (Operand | null)[],
  {cond_nconsts: tests, body_nconsts: consts}: WhileOptions,
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  const moving = movingCarry(
    tangents.slice(tests).map((tangent) => tangent !== null),
    consts,
    (which) => splitOf(body, which).linear.tangents.map((tangent) => tangent !== null),
  )
  const own = primals.slice(tests)
  const directions = own.map((primal, i) =>
    moving[i] ? (tangents[tests + i] ?? zerosOf(primal.aval)) : null,
  )
  const part = (from: number, to?: number): readonly Operand[] =>
    directions.slice(from, to).filter((one) => one !== null)
  const [moved, carried] = [part(0, consts), part(consts)]
  const carry = own.slice(consts)
  const operands = [...primals.slice(0, tests), ...own.slice(0, consts), ...moved, ...carry, ...carried]
  const both = trace(avalsIn(operands.slice(tests)), (inputs) => {
    const queue: Operand[] = [...inputs]
    const take = (n: number) => queue.splice(0, n)
    const [fixed, fixedTangents, now, nowTangents] = [
      take(consts),
      take(moved.length),
      take(carry.length),
      take(carried.length),
    ]
    const linear = linearize((values) => replay(withoutConsts(body), values), [...fixed, ...now], moving)
    const found = pushed(linear, [...fixedTangents, ...nowTangents])
    return [
      ...linear.results,
      ...found.flatMap((tangent, i) =>
        moving[consts + i] ? [tangent ?? zerosOf(at(linear.results, i).aval)] : [],
      ),
    ]
  })
  const asks = trace(avalsIn([...operands.slice(0, tests), ...carry, ...carried]), (inputs) =>
    replay(withoutConsts(test), inputs.slice(0, tests + carry.length)),
  )
  const results = whileOf(asks, both, operands, {cond_nconsts: tests, body_nconsts: consts + moved.length})
  const rest = [...results.slice(carry.length)]
  return [
    results.slice(0, carry.length),
    carry.map((_, i) => (moving[consts + i] ? (rest.shift() ?? null) : null)),
  ]
}

/** `lax.cond` and `lax.switch` of traced functions: the number of the branch, then the operands of all branches. */
export function condOf(branches: readonly Jaxpr[], operands: readonly Operand[]): readonly Operand[] {
  return bind(
    {
      name: 'cond',
      params: {},
      outs: at(branches, 0).outvars.map(({aval}) => aval),
      calls: branches,
      again: (values) => condOf(branches, values),
      both: (primals, tangents) => pushCond(branches, primals, tangents),
    },
    operands,
  )
}

/** Branches split for their derivative: each gives its own residuals, and zeros for those of the others. */
interface Forked {
  readonly splits: readonly Split[]
  /** The avals of the residuals of all branches. */
  readonly slots: readonly ShapedArray[]
  /** The results whose tangents are not zero in some branch. */
  readonly moved: readonly boolean[]
}

/** What a residual of one branch stands for, among those of all. */
function readBy({splits}: Forked, branch: number, values: readonly Operand[]): (value: Operand) => Operand {
  const start = splits.slice(0, branch).reduce((sum, {residuals}) => sum + residuals.length, 0)
  const known = new Map<Operand, Operand>(
    at(splits, branch).residuals.map((one, i) => [one, at(values, start + i)]),
  )
  return (value) => known.get(value) ?? value
}

/** The results of the branches, and their residuals. */
function forkedResults({splits}: Forked, count: number, which: Operand, primals: readonly Operand[]) {
  const branches = splits.map(({primal, sources}, branch) =>
    trace(avalsIn(primals), (inputs) => {
      const outputs = replay(primal, inputs)
      const found = sources.map((place) => at([...inputs, ...outputs], place))
      const zeros = splits.map(({residuals}) => residuals.map(({aval}) => zerosOf(aval)))
      return [...outputs.slice(0, count), ...zeros.with(branch, found).flat()]
    }),
  )
  const outputs = condOf(branches, [which, ...primals])
  return {results: outputs.slice(0, count), residuals: outputs.slice(count)}
}

/** The tangents of the results: a choice between the linear halves of the branches. */
const pushForked = (
  forked: Forked,
  outs: readonly ShapedArray[],
  values: readonly Operand[],
): readonly Operand[] =>
  condOf(
    forked.splits.map(({linear}, branch) =>
      trace(avalsIn(values.slice(1)), (inputs) => {
        const tangents = inputs.slice(forked.slots.length)
        const found = pushed(linear, tangents, readBy(forked, branch, inputs)).filter(
          (_, i) => forked.moved[i],
        )
        return found.map((tangent, i) => tangent ?? zerosOf(at(outs, i)))
      }),
    ),
    values,
  )

/** The cotangents of the operands that move. */
const pullForked = (
  forked: Forked,
  known: readonly Operand[],
  cotangents: readonly Operand[],
): readonly Operand[] =>
  condOf(
    forked.splits.map(({linear}, branch) =>
      trace(avalsIn([...known.slice(1), ...cotangents]), (inputs) => {
        const queue = inputs.slice(forked.slots.length)
        const given = forked.moved.map((is) => (is ? (queue.shift() ?? null) : null))
        const own = linear.tangents.map((tangent, i) => (tangent === null ? null : (given[i] ?? null)))
        const back = backward(linear, own, readBy(forked, branch, inputs))
        return back.map((cotangent, i) => cotangent ?? zerosOf(at(linear.seeds, i).aval))
      }),
    ),
    [...known, ...cotangents],
  )

function pushCond(
  branches: readonly Jaxpr[],
  [which, ...primals]: readonly Operand[],
  [, ...tangents]: readonly (Operand | null)[],
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  if (which === undefined) return fail('TypeError', 'cond needs the number of a branch')
  const moving = tangents.map((tangent) => tangent !== null)
  const splits = branches.map((branch) => splitOf(branch, moving))
  const forked: Forked = {
    splits,
    slots: splits.flatMap(({residuals}) => avalsIn(residuals)),
    moved: at(branches, 0).outvars.map((_, i) => splits.some(({linear}) => linear.tangents[i] !== null)),
  }
  const {results, residuals} = forkedResults(forked, at(branches, 0).outvars.length, which, primals)
  const outs = results.flatMap(({aval}, i) => (forked.moved[i] ? [aval] : []))
  if (outs.length === 0) return [results, results.map(() => null)]
  const op: Op = {
    name: 'cond',
    params: {},
    outs,
    again: (values) => (values.some(isTaped) ? bind(op, values) : pushForked(forked, outs, values)),
    transpose: (cotangents, values) => {
      const known = values.slice(0, 1 + forked.slots.length)
      const given = cotangents.map((cotangent, i) => cotangent ?? zerosOf(at(outs, i)))
      return [...known.map(() => null), ...pullForked(forked, known, given)]
    },
  }
  const operands: readonly Operand[] = [
    which,
    ...residuals,
    ...tangents.filter((tangent) => tangent !== null),
  ]
  const found = [...bind(op, operands)]
  return [results, forked.moved.map((is) => (is ? (found.shift() ?? null) : null))]
}
