import {
  type Jaxpr,
  Literal,
  type Op,
  type Operand,
  type ShapedArray,
  at,
  avalsIn,
  bind,
  isTaped,
  trace,
} from '../array/index.ts'
import {type Split, splitOf} from './subjaxpr.ts'
import {addAny} from './elementwise.ts'
import {fail, rowAval, stackAval, zerosOf} from './shaping.ts'
import {movingCarry} from './loop.ts'
import {backward, pushed} from './tape.ts'

interface ScanOptions {
  /** How many steps there are. */
  readonly length: number
  /** How many of the operands are the same at each step: the first ones. */
  readonly num_consts: number
  /** How many are handed on from step to step: those behind. */
  readonly num_carry: number
  /** Whether it goes from the last step to the first. */
  readonly reverse: boolean
}

/** `lax.scan` of a traced step: constants, the carry, then sequences along axis 0; gives the last carry, then stacked results. */
export function scanJaxpr(
  step: Jaxpr,
  operands: readonly Operand[],
  options: ScanOptions,
): readonly Operand[] {
  const {length, num_consts, num_carry, reverse} = options
  if (step.consts.length > 0)
    fail('ValueError', 'the step of a scan captures an array; pass it as a constant of the scan')
  return bind(
    {
      name: 'scan',
      params: {length, num_consts, num_carry, reverse},
      outs: step.outvars.map(({aval}, i) => (i < num_carry ? aval : stackAval(aval, length))),
      calls: [step],
      again: (values) => scanJaxpr(step, values, options),
      both: (primals, tangents) => differentiate(step, primals, tangents, options),
    },
    operands,
  )
}

/** A step split for its derivative; the tangent of a carry has the type that the step hands on. */
const splitStep = (step: Jaxpr, moving: readonly boolean[], {num_consts, num_carry}: ScanOptions): Split =>
  splitOf(step, moving, [
    ...avalsIn(step.invars.slice(0, num_consts)),
    ...avalsIn(step.outvars.slice(0, num_carry)),
    ...avalsIn(step.invars.slice(num_consts + num_carry)),
  ])

/** Which operands move: a carry moves as soon as one step makes it move. */
function movingOf(
  step: Jaxpr,
  tangents: readonly (Operand | null)[],
  options: ScanOptions,
): readonly boolean[] {
  const {num_consts, num_carry} = options
  const given = tangents.map((tangent) => tangent !== null)
  return movingCarry(given, num_consts, (moving) =>
    splitStep(step, moving, options).linear.tangents.map((tangent, i) => i < num_carry && tangent !== null),
  )
}

function differentiate(
  step: Jaxpr,
  primals: readonly Operand[],
  tangents: readonly (Operand | null)[],
  options: ScanOptions,
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  const {num_consts, num_carry} = options
  const moving = movingOf(step, tangents, options)
  const {primal, linear, residuals, sources} = splitStep(step, moving, options)
  const inputs = primals.length
  const results = step.outvars.length
  const isCarry = (place: number) =>
    (place >= num_consts && place < num_consts + num_carry) || (place >= inputs && place < inputs + num_carry)
  const held = sources.filter(isCarry)
  const variables = [...primal.invars, ...primal.outvars]
  const outputs = scanJaxpr(
    {...primal, outvars: [...primal.outvars, ...held.map((place) => at(variables, place))]},
    primals,
    options,
  )
  const kept = outputs.slice(primal.outvars.length)
  const places = [...primals, ...outputs]
  const known = sources.map((place) => (isCarry(place) ? at(kept, held.indexOf(place)) : at(places, place)))
  const isConst = sources.map((place) => place < num_consts)
  const given = primals.flatMap((operand, i) => (moving[i] ? [tangents[i] ?? zerosOf(operand.aval)] : []))
  const outs = linear.tangents.flatMap((tangent, i) => (tangent === null ? [] : [at(outputs, i).aval]))
  const op: Op = {
    name: 'scan',
    params: {length: options.length},
    outs,
    again: (values) =>
      values.some(isTaped) ? bind(op, values) : forward(step, moving, isConst, values, options),
    transpose: (cotangents, values) => [
      ...known.map(() => null),
      ...transposed(
        step,
        moving,
        values.slice(0, residuals.length),
        isConst,
        spread(linear.tangents, cotangents),
        given.map(({aval}) => aval),
        options,
      ),
    ],
  }
  const moved = [...bind(op, [...known, ...given])]
  return [
    outputs.slice(0, results),
    linear.tangents.map((tangent) => (tangent === null ? null : (moved.shift() ?? null))),
  ]
}

/** Cotangents of the moving results, put where the results stand. */
function spread(
  tangents: readonly (Operand | null)[],
  cotangents: readonly (Operand | null)[],
): readonly (Operand | null)[] {
  const queue = [...cotangents]
  return tangents.map((tangent) => (tangent === null ? null : (queue.shift() ?? null)))
}

/** What stands for each residual in one turn: a constant, or a row. */
function reading(
  residuals: readonly Operand[],
  known: readonly Operand[],
  isConst: readonly boolean[],
  fixed: readonly Operand[],
  rows: readonly Operand[],
): (value: Operand) => Operand {
  const [constants, each] = [[...fixed], [...rows]]
  const values = new Map<Operand, Operand>()
  residuals.forEach((residual, i) => {
    const value = known[i] instanceof Literal ? known[i] : isConst[i] ? constants.shift() : each.shift()
    if (value !== undefined) values.set(residual, value)
  })
  return (value) => values.get(value) ?? value
}

/** The operands of a derivative that are no literals: those that stay, and those with a row for each turn. */
const apart = (
  known: readonly Operand[],
  isConst: readonly boolean[],
): readonly [readonly Operand[], readonly Operand[]] => [
  known.filter((value, i) => isConst[i] && !(value instanceof Literal)),
  known.filter((value, i) => !isConst[i] && !(value instanceof Literal)),
]

/** The loop on tangents: hands on those of the carry. */
function forward(
  step: Jaxpr,
  moving: readonly boolean[],
  isConst: readonly boolean[],
  values: readonly Operand[],
  options: ScanOptions,
): readonly Operand[] {
  const {num_consts, num_carry, length, reverse} = options
  const {linear, residuals} = splitStep(step, moving, options)
  const [known, given] = [values.slice(0, residuals.length), values.slice(residuals.length)]
  const count = (from: number, to: number) => moving.slice(from, to).filter(Boolean).length
  const [consts, carries] = [count(0, num_consts), count(num_consts, num_consts + num_carry)]
  const [fixed, each] = apart(known, isConst)
  const held = fixed.length + consts + carries
  const operands = [...fixed, ...given.slice(0, consts + carries), ...each, ...given.slice(consts + carries)]
  const avals = operands.map(({aval}, i) => (i < held ? aval : rowAval(aval)))
  const isCarried = moving.slice(num_consts, num_consts + num_carry)
  const body = trace(avals, (inputs) => {
    const rows = inputs.slice(held, held + each.length)
    const tangents = [...inputs.slice(fixed.length, held), ...inputs.slice(held + each.length)]
    const found = pushed(
      linear,
      tangents,
      reading(residuals, known, isConst, inputs.slice(0, fixed.length), rows),
    )
    return found.flatMap((tangent, i) =>
      (i < num_carry ? isCarried[i] : linear.tangents[i] !== null)
        ? [tangent ?? zerosOf(at(step.outvars, i).aval)]
        : [],
    )
  })
  const results = scanJaxpr(body, operands, {
    length,
    num_consts: fixed.length + consts,
    num_carry: carries,
    reverse,
  })
  const shown = isCarried.flatMap((is, i) => (is ? [linear.tangents[i] !== null] : []))
  return results.filter((_, i) => shown[i] ?? true)
}

/** The backward loop: hands on the cotangents of the carry and adds up those of the constants. */
function transposed(
  step: Jaxpr,
  moving: readonly boolean[],
  known: readonly Operand[],
  isConst: readonly boolean[],
  cotangents: readonly (Operand | null)[],
  wanted: readonly ShapedArray[],
  options: ScanOptions,
): readonly (Operand | null)[] {
  const {num_consts, num_carry, length, reverse} = options
  const {linear, residuals} = splitStep(step, moving, options)
  const count = (from: number, to: number) => moving.slice(from, to).filter(Boolean).length
  const [consts, carries] = [count(0, num_consts), count(num_consts, num_consts + num_carry)]
  const isCarried = moving.slice(num_consts, num_consts + num_carry)
  const [fixed, each] = apart(known, isConst)
  const ys = cotangents.slice(num_carry).filter((cotangent) => cotangent !== null)
  const start = [
    ...wanted.slice(0, consts).map(zerosOf),
    ...cotangents
      .slice(0, num_carry)
      .flatMap((cotangent, i) => (isCarried[i] ? [cotangent ?? zerosOf(at(step.outvars, i).aval)] : [])),
  ]
  const operands = [...fixed, ...start, ...each, ...ys]
  const avals = operands.map(({aval}, i) => (i < fixed.length + start.length ? aval : rowAval(aval)))
  const body = trace(avals, (tracers) => {
    const queue: Operand[] = [...tracers]
    const take = (n: number) => queue.splice(0, n)
    const [fixedNow, sums, carryNow, eachNow] = [
      take(fixed.length),
      take(consts),
      take(start.length - consts),
      take(each.length),
    ]
    const residual = reading(residuals, known, isConst, fixedNow, eachNow)
    const now = [
      ...isCarried.map((is) => (is ? (carryNow.shift() ?? null) : null)),
      ...cotangents
        .slice(num_carry)
        .map((cotangent) => (cotangent === null ? null : (queue.shift() ?? null))),
    ]
    const found = backward(linear, now, residual)
    const seeds = linear.seeds.map(({aval}, i) => found[i] ?? zerosOf(aval))
    return [...sums.map((sum, i) => addAny(sum, at(seeds, i))), ...seeds.slice(consts)]
  })
  return scanJaxpr(body, operands, {
    length,
    num_consts: fixed.length,
    num_carry: consts + carries,
    reverse: !reverse,
  })
}
