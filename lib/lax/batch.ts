import {
  type Interpreter,
  interpreter,
  type Jaxpr,
  type Op,
  type Operand,
  type ShapedArray,
  at,
  dtypeOf,
  replay,
  trace,
  shaped,
  Tracer,
  within,
  avalsIn,
} from '../array/index.ts'
import {checkpointed} from './checkpoint.ts'
import {max, min, selectN} from './elementwise.ts'
import {condOf, movingCarry, whileOf} from './loop.ts'
import {reduceOr} from './reduce.ts'
import {scanJaxpr} from './scan.ts'
import {
  broadcastInDim,
  convertElementType,
  like,
  repeatedRow,
  rowAval,
  stackAval,
  stackedAll,
  transpose,
} from './shaping.ts'
import {callJaxpr, withoutConsts} from './subjaxpr.ts'

/** One row of a stack, for all rows: a function that is mapped sees the aval of a row. */
class BatchTracer extends Tracer {
  readonly tracing: BatchTrace
  readonly stack: Operand
  readonly aval: ShapedArray

  constructor(of: BatchTrace, stack: Operand) {
    super()
    this.tracing = of
    this.stack = stack
    this.aval = rowAval(stack.aval)
  }

  get alive(): boolean {
    return this.tracing.alive
  }

  get origin(): string {
    return this.stack instanceof Tracer ? this.stack.origin : ''
  }
}

/** Operations on rows become operations on stacks. */
class BatchTrace implements Interpreter {
  readonly parent: Interpreter | null = interpreter()
  readonly size: number
  alive = true

  constructor(size: number) {
    this.size = size
  }

  isStacked = (value: Operand): value is BatchTracer => value instanceof BatchTracer && value.tracing === this
  lower = (value: Operand): Operand => (this.isStacked(value) ? value.stack : value)

  process = (op: Op, inputs: readonly Operand[]): readonly Operand[] => {
    const stacked = inputs.map(this.isStacked)
    const values = inputs.map(this.lower)
    return within(this.parent, () => {
      if (!stacked.includes(true)) return op.again(values)
      const results = this.#batch(op, values, stacked)
      return results.map((result) => new BatchTracer(this, result))
    })
  }

  #batch(op: Op, values: readonly Operand[], stacked: readonly boolean[]): readonly Operand[] {
    if (op.batch !== undefined) return op.batch(values, stacked, this.size)
    const rule = op.calls === undefined ? rowByRow : (control[op.name] ?? rowByRow)
    return rule(op, values, stacked, this.size)
  }
}

/** An operation without a rule for stacks: a loop over the rows. */
function rowByRow(
  op: Op,
  values: readonly Operand[],
  stacked: readonly boolean[],
  length: number,
): readonly Operand[] {
  const fixed = values.filter((_, i) => !stacked[i])
  const rows = values.filter((_, i) => stacked[i])
  const place = (i: number): number => {
    const before = stacked.slice(0, i).filter((is) => is === stacked[i]).length
    return stacked[i] === true ? fixed.length + before : before
  }
  const step = trace([...avalsIn(fixed), ...avalsIn(rows).map(rowAval)], (inputs) =>
    op.again(values.map((_, i) => at(inputs, place(i)))),
  )
  return scanJaxpr(step, [...fixed, ...rows], {
    length,
    num_consts: fixed.length,
    num_carry: 0,
    reverse: false,
  })
}

interface Mapped {
  readonly results: readonly Operand[]
  /** Which of the results are stacks; the others are the same for each row. */
  readonly stacked: readonly boolean[]
}

/**
 * Runs a function of rows on stacks: JAX's `vmap` on flat lists, along the first axis.
 *
 * @param stacked which inputs are stacks.
 */
export function mappedOver(
  body: (rows: readonly Operand[]) => readonly Operand[],
  inputs: readonly Operand[],
  stacked: readonly boolean[],
  size: number,
): Mapped {
  const trace = new BatchTrace(size)
  try {
    const results = within(trace, () =>
      body(inputs.map((input, i) => (stacked[i] ? new BatchTracer(trace, input) : input))),
    )
    return {results: results.map(trace.lower), stacked: results.map(trace.isStacked)}
  } finally {
    trace.alive = false
  }
}

/** The same, where all results are wanted as stacks. */
export function vmapped(
  body: (rows: readonly Operand[]) => readonly Operand[],
  inputs: readonly Operand[],
  stacked: readonly boolean[],
  size: number,
): readonly Operand[] {
  const found = mappedOver(body, inputs, stacked, size)
  return stackedAll(found.results, found.stacked, size)
}

/** A jaxpr on stacks, its constants as inputs; `wanted` are the results that must be stacks. */
function stackedJaxpr(
  jaxpr: Jaxpr,
  avals: readonly ShapedArray[],
  stacked: readonly boolean[],
  size: number,
  wanted: readonly boolean[] = [],
): {readonly jaxpr: Jaxpr; readonly stacked: readonly boolean[]} {
  let which: readonly boolean[] = []
  const made = trace(
    avals,
    (inputs) => {
      const found = mappedOver((rows) => replay(withoutConsts(jaxpr), rows), inputs, stacked, size)
      which = found.stacked.map((is, i) => is || wanted[i] === true)
      return found.results.map((result, i) =>
        found.stacked[i] || !which[i] ? result : repeatedRow(result, size),
      )
    },
    jaxpr.name,
  )
  return {jaxpr: made, stacked: which}
}

type Rule = (
  op: Op,
  values: readonly Operand[],
  stacked: readonly boolean[],
  size: number,
) => readonly Operand[]

const number = ({params}: Op, name: string): number => Number(params[name])

/** A call of a jaxpr on stacks. */
const callStacked =
  (call: (jaxpr: Jaxpr, values: readonly Operand[]) => readonly Operand[]): Rule =>
  (op, values, stacked, size) => {
    const callee = at(op.calls ?? [], 0)
    const all = callee.outvars.map(() => true)
    return call(stackedJaxpr(callee, avalsIn(values), stacked, size, all).jaxpr, values)
  }

/** The first two axes of a stack of sequences, exchanged. */
const swapped = (x: Operand): Operand => transpose(x, [1, 0, ...[...x.aval.shape.keys()].slice(2)])

/** Which operands of a loop are stacks when those that are handed on are as soon as one turn makes them so. */
const carried = (
  body: Jaxpr,
  avals: (which: readonly boolean[]) => readonly ShapedArray[],
  stacked: readonly boolean[],
  consts: number,
  carries: number,
  size: number,
): readonly boolean[] =>
  movingCarry(stacked, consts, (which) =>
    stackedJaxpr(body, avals(which), which, size).stacked.map((is, i) => i < carries && is),
  )

/** The aval of a stack of rows, or of a row where there is no stack. */
const stackOf = (aval: ShapedArray, isStacked: boolean, size: number): ShapedArray =>
  isStacked ? stackAval(aval, size) : shaped(aval.shape, aval.dtype, aval.weak_type)

const scanStacked: Rule = (op, values, stacked, size) => {
  const step = at(op.calls ?? [], 0)
  const [length, consts, carries] = [number(op, 'length'), number(op, 'num_consts'), number(op, 'num_carry')]
  const rows = (which: readonly boolean[]) =>
    step.invars.map(({aval}, i) => stackOf(aval, which[i] === true, size))
  const which = carried(step, rows, stacked, consts, carries, size)
  const wanted = [...which.slice(consts, consts + carries), ...step.outvars.slice(carries).map(() => true)]
  const made = stackedJaxpr(step, rows(which), which, size, wanted)
  const operands = values.map((value, i) => {
    if (i >= consts + carries) return stacked[i] ? swapped(value) : value
    return which[i] && !stacked[i] ? repeatedRow(value, size) : value
  })
  const results = scanJaxpr(made.jaxpr, operands, {
    length,
    num_consts: consts,
    num_carry: carries,
    reverse: op.params['reverse'] === true,
  })
  return results.map((result, i) => {
    if (i >= carries) return swapped(result)
    return made.stacked[i] ? result : repeatedRow(result, size)
  })
}

/** A loop whose test differs from row to row goes on until none goes on; rows that have ended keep their values. */
const whileStacked: Rule = (op, values, stacked, size) => {
  const [test, body] = [at(op.calls ?? [], 0), at(op.calls ?? [], 1)]
  const [tests, consts] = [number(op, 'cond_nconsts'), number(op, 'body_nconsts')]
  const start = tests + consts
  const [own, carry] = [values.slice(tests), values.slice(start)]
  const avals = (which: readonly boolean[]) =>
    body.invars.map(({aval}, i) => stackOf(aval, which[i] === true, size))
  let which = carried(body, avals, stacked.slice(tests), consts, carry.length, size)
  const asking = (now: readonly boolean[]) => [...stacked.slice(0, tests), ...now.slice(consts)]
  const testAvals = (now: readonly boolean[]) =>
    test.invars.map(({aval}, i) => stackOf(aval, asking(now)[i] === true, size))
  const isSplit = stackedJaxpr(test, testAvals(which), asking(which), size).stacked[0] === true
  if (isSplit) which = which.map((is, i) => is || i >= consts)
  const asks = stackedJaxpr(test, testAvals(which), asking(which), size).jaxpr
  const turns = stackedJaxpr(body, avals(which), which, size, which.slice(consts)).jaxpr
  const operands = [
    ...values.slice(0, tests),
    ...own.map((value, i) => (which[i] && !stacked[tests + i] ? repeatedRow(value, size) : value)),
  ]
  const loops = isSplit ? untilAllEnd(asks, turns, avalsIn(operands), tests, consts) : {asks, turns, tests: 0}
  const given = isSplit ? [...operands.slice(0, tests), ...operands] : operands
  const results = whileOf(loops.asks, loops.turns, given, {
    cond_nconsts: tests,
    body_nconsts: consts + loops.tests,
  })
  return results.map((result, i) => (which[consts + i] ? result : repeatedRow(result, size)))
}

/** A test of all rows, and a turn of those that go on; the turn takes the constants of the test before its own. */
function untilAllEnd(
  asks: Jaxpr,
  turns: Jaxpr,
  avals: readonly ShapedArray[],
  tests: number,
  consts: number,
) {
  const forTest = [...avals.slice(0, tests), ...avals.slice(tests + consts)]
  return {
    tests,
    asks: trace(forTest, (inputs) => [reduceOr(at(replay(asks, inputs), 0), [0])]),
    turns: trace(avals, (inputs) => {
      const now = inputs.slice(tests + consts)
      const going = at(replay(asks, [...inputs.slice(0, tests), ...now]), 0)
      return replay(turns, inputs.slice(tests)).map((next, i) => {
        const {shape} = next.aval
        return selectN(broadcastInDim(going, shape, [0]), [at(now, i), next])
      })
    }),
  }
}

/** A choice that differs from row to row does all branches and chooses between their results. */
const condStacked: Rule = (op, values, stacked, size) => {
  const branches = op.calls ?? []
  const [which, ...operands] = values
  if (which === undefined) return []
  const flags = stacked.slice(1)
  const all = at(branches, 0).outvars.map(() => true)
  const made = branches.map((branch) => stackedJaxpr(branch, avalsIn(operands), flags, size, all).jaxpr)
  if (stacked[0] !== true) return condOf(made, [which, ...operands])
  const results = made.map((branch) => callJaxpr(branch, operands))
  const chosen = min(max(which, like(which, 0)), like(which, branches.length - 1))
  const bool = convertElementType(chosen, dtypeOf('bool'))
  return all.map((_, i) => {
    const cases = results.map((found) => at(found, i))
    return selectN(broadcastInDim(branches.length === 2 ? bool : chosen, at(cases, 0).aval.shape, [0]), cases)
  })
}

/** Operations that call jaxprs, by name. */
const control: Readonly<Partial<Record<string, Rule>>> = {
  jit: callStacked(callJaxpr),
  remat2: callStacked(checkpointed),
  scan: scanStacked,
  while: whileStacked,
  cond: condStacked,
}
