import {
  type Atom,
  at,
  avalsIn,
  dtypeOf,
  isArrayLike,
  type Jaxpr,
  Literal,
  type Operand,
  promote,
  sameShape,
  type ShapedArray,
  shapeText,
  typeText,
  Tracer,
  Var,
} from '../array/index.ts'
import type {Structure} from '../graph/index.ts'
import {
  asArray,
  asOperand,
  condOf,
  elementwise as e,
  type Input,
  scanJaxpr,
  shaping as s,
  whileOf,
} from '../lax/index.ts'
import {optionsBy, float, isSequence, PythonError, repr, tuple, typeRepr, wraps} from '../python/index.ts'
import {refuseOther} from './callable.ts'
import {around, type Leaves, leavesIn, outlined, pairOf, placesIn} from './leaves.ts'
import {vmap} from './mapping.ts'
import {traceTree, type TracedTree} from './tracetree.ts'

const same = (a: Structure, b: Structure): boolean =>
  JSON.stringify(outline(a)) === JSON.stringify(outline(b))

/** A structure as nested lists of keys. */
function outline(structure: Structure): unknown {
  return structure.kind === 'container'
    ? structure.like.keys.map((key, i) => [key, outline(at(structure.children, i))])
    : structure.kind
}

const alike = (a: ShapedArray, b: ShapedArray): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape)

/** The body of a loop, traced on what it is started with. */
interface Turn {
  readonly start: Leaves
  readonly traced: TracedTree
}

/**
 * Traces the body of a loop. Where it gives another type back for a weak number, the loop starts with one of that type, and the body
 * is traced again; source: jax `loops.py`, `_promote_weak_typed_input`.
 *
 * @param handed what of its result is handed on.
 * @throws {PythonError} TypeError for a body that gives back another type than it is given.
 */
function turnOf(
  name: string,
  init: Leaves,
  run: (start: Leaves) => TracedTree,
  handed: (traced: TracedTree) => Structure,
): Turn {
  const outs = ({jaxpr}: TracedTree) => avalsIn(jaxpr.outvars).slice(0, init.arrays.length)
  const first = run(init)
  if (leafCount(handed(first)) !== init.arrays.length) throw otherTree(name, init.structure, handed(first))
  const arrays = outs(first).map((to, i) => {
    const array = at(init.arrays, i)
    if (!array.aval.weak_type || alike(array.aval, to)) return array
    return s.convertElementType(array, promote([array.aval, to]).dtype)
  })
  const isSettled = arrays.every((array, i) => array === init.arrays[i])
  const start = {...init, arrays}
  const traced = isSettled ? first : run(start)
  if (!same(init.structure, handed(traced))) throw otherTree(name, init.structure, handed(traced))
  const wrong = outs(traced).flatMap((out, i) => {
    const {aval} = at(arrays, i)
    return alike(aval, out)
      ? []
      : [`component ${i} has type ${aval.short} but the corresponding output has type ${out.short}`]
  })
  if (wrong.length > 0)
    throw new PythonError(
      'TypeError',
      `${name} function carry input and carry output must have equal types, but they differ:\n\n${wrong.join(';\n')}.\n\nRevise the function so that all output types match the corresponding input types.`,
    )
  return {start, traced}
}

const otherTree = (name: string, given: Structure, found: Structure): PythonError =>
  new PythonError(
    'TypeError',
    `${name} function carry input and carry output must have the same pytree structure, but they differ:\n\nThe input carry is ${outlined(given)} but the carry output is ${outlined(found)}, where * is an array.\n\nRevise the function so that the carry output has the same pytree structure as the carry input.`,
  )

/** Which of its inputs a jaxpr gives back as they are, as its results. */
const passed = ({invars, outvars}: Jaxpr): readonly number[] =>
  outvars.map((out) => (out instanceof Var ? invars.indexOf(out) : -1))

/** The marked ones first: of a jaxpr's inputs those that become constants, and of its operands too. */
const markedFirst = <T>(items: readonly T[], isMarked: (i: number) => boolean): readonly T[] => [
  ...items.filter((_, i) => isMarked(i)),
  ...items.filter((_, i) => !isMarked(i)),
]

/** What `lax.scan` takes beside its operands. */
export interface ScanLoopOptions {
  /** How many steps; from the first axis of the sequences where it is not given. */
  readonly length?: number | null
  /** Whether it goes from the last step to the first; false where it is not given. */
  readonly reverse?: boolean
  /** How many steps are laid out at a time; the result does not depend on it; 1 where it is not given. */
  readonly unroll?: number | boolean
}

const scanOptions = optionsBy<ScanLoopOptions>('lax.scan(length=, reverse: bool=, unroll=)')

/**
 * `lax.scan(f, init, xs)`: a loop that hands on a carry and stacks what each step gives.
 *
 * @param f from the carry and a row of the sequences to a pair: the next carry, and what is stacked.
 * @returns the last carry and the stacks, as a tuple.
 * @throws {PythonError} TypeError when the carry changes its type, ValueError when the sequences differ in length.
 * @example
 * scan((sum, x) => [jnp.add(sum, x), sum], 0, jnp.arange(3)) // [Array(3, dtype=int32), Array([0, 0, 1], dtype=int32…)]
 */
export function scan(
  f: (carry: never, x: never) => unknown,
  init: unknown,
  xs: unknown = null,
  options: ScanLoopOptions = {},
): readonly [unknown, unknown] {
  const {length = null, reverse = false} = scanOptions([options])
  refuseOther('lax.scan: f argument should be a callable.', f)
  const rows = leavesIn(xs)
  const count = lengthOf(rows.arrays, length)
  const rowAvals = avalsIn(rows.arrays).map(s.rowAval)
  const {start, traced} = turnOf(
    'scan body',
    leavesIn(init),
    (now) => traceTree(f, [now.structure, rows.structure], [avalsIn(now.arrays), rowAvals], 'scan'),
    (turn) => halves(turn)[0],
  )
  const {jaxpr, consts} = traced
  const n = start.arrays.length
  const from = passed(jaxpr)
  const isKept = (i: number) => i < n && from[i] === consts.length + i
  const isRow = (i: number) => i >= n && at(from, i) >= consts.length + n
  const operands = [...consts, ...start.arrays, ...rows.arrays]
  const isConst = (i: number) => isKept(i - consts.length)
  const carried = start.arrays.filter((_, i) => !isKept(i)).length
  const step = {
    ...jaxpr,
    invars: markedFirst(jaxpr.invars, isConst),
    outvars: jaxpr.outvars.filter((_, i) => !isKept(i) && !isRow(i)),
  }
  const found = [
    ...scanJaxpr(step, markedFirst(operands, isConst), {
      length: count,
      num_consts: consts.length + n - carried,
      num_carry: carried,
      reverse,
    }),
  ]
  const results = jaxpr.outvars.map((_, i) =>
    isKept(i) || isRow(i) ? at(operands, at(from, i)) : (found.shift() ?? at(operands, i)),
  )
  const [, ys] = halves(traced)
  return tuple(around(start.structure, results.slice(0, n)), around(ys, results.slice(n)))
}

/** The structures of the pair that the step of a scan returned. */
function halves({out, jaxpr}: TracedTree): readonly [Structure, Structure] {
  const [next, ys, ...more] = out.kind === 'container' ? out.children : []
  if (next !== undefined && ys !== undefined && more.length === 0) return [next, ys]
  const avals = avalsIn(jaxpr.outvars)
  const text = out.kind === 'leaf' ? String(avals[0]) : outlined(out, avals.map(repr))
  throw new PythonError('TypeError', `scan body output must be a pair, got ${text}.`)
}

const leafCount = (structure: Structure): number =>
  structure.kind === 'container'
    ? structure.children.reduce((sum, child) => sum + leafCount(child), 0)
    : Number(structure.kind === 'leaf')

function lengthOf(rows: readonly Operand[], length: number | null): number {
  const lengths = rows.map((row) => {
    const [count] = row.aval.shape
    if (count !== undefined) return count
    if (!(row instanceof Literal)) throw new PythonError('IndexError', 'tuple index out of range')
    const value = row.aval.dtype.kind === 'f' ? repr(float(Number(row.value))) : String(row.value)
    throw new PythonError('ValueError', `scan got value with no leading axis to scan over: ${value}.`)
  })
  const [first, ...others] = lengths
  if (length !== null) {
    if (lengths.every((count) => count === length)) return length
    throw new PythonError(
      'ValueError',
      `scan got \`length\` argument of ${length} which disagrees with leading axis sizes ${repr(lengths)}.`,
    )
  }
  if (first === undefined)
    throw new PythonError('ValueError', 'scan got no values to scan over and `length` not provided.')
  if (others.some((count) => count !== first))
    throw new PythonError(
      'ValueError',
      `scan got values with different leading axis sizes: ${lengths.join(', ')}.`,
    )
  return first
}

/**
 * `lax.while_loop(test, body, init)`: hands a value on as long as the test says so.
 *
 * @throws {PythonError} TypeError when the body gives back another type.
 */
export function whileLoop(
  test: (value: never) => unknown,
  body: (value: never) => unknown,
  init: unknown,
): unknown {
  refuseOther('lax.while_loop: body_fun and cond_fun arguments should be callable.', test, body)
  let asks: TracedTree | undefined
  const {start, traced} = turnOf(
    'while_loop body',
    leavesIn(init),
    (now) => {
      asks = traceTree(test, [now.structure], [avalsIn(now.arrays)], 'while_cond')
      const turn = traceTree(body, [now.structure], [avalsIn(now.arrays)], 'while_body')
      refuseNoBool(asks)
      return turn
    },
    ({out}) => out,
  )
  return around(start.structure, asks === undefined ? [] : looped(asks, traced, start.arrays))
}

/** Refuses the test of a loop that gives something else than a bool. */
function refuseNoBool({jaxpr, out}: TracedTree): void {
  const [answer, ...others] = avalsIn(jaxpr.outvars)
  const must = 'cond_fun must return a boolean scalar, but got'
  if (answer === undefined || others.length > 0 || out.kind !== 'leaf')
    throw new PythonError('TypeError', `${must} pytree PyTreeDef(${outlined(out)}).`)
  if (answer.ndim > 0 || answer.dtype.kind !== 'b')
    throw new PythonError('TypeError', `${must} output type(s) [${repr(answer)}].`)
}

/** The loop; what a turn gives back as it is, and the test does not read, is a constant of its body. */
function looped(asks: TracedTree, turn: TracedTree, start: readonly Operand[]): readonly Operand[] {
  const from = passed(turn.jaxpr)
  const read = new Set<Atom>(asks.jaxpr.eqns.flatMap(({invars}) => invars).concat(asks.jaxpr.outvars))
  const isKept = (i: number) =>
    from[i] === turn.consts.length + i && !read.has(at(asks.jaxpr.invars, asks.consts.length + i))
  const isConst = (i: number) => isKept(i - turn.consts.length)
  const test = {
    ...asks.jaxpr,
    invars: asks.jaxpr.invars.filter((_, i) => i < asks.consts.length || !isKept(i - asks.consts.length)),
  }
  const body = {
    ...turn.jaxpr,
    invars: markedFirst(turn.jaxpr.invars, isConst),
    outvars: turn.jaxpr.outvars.filter((_, i) => !isKept(i)),
  }
  const found = [
    ...whileOf(test, body, [...asks.consts, ...markedFirst([...turn.consts, ...start], isConst)], {
      cond_nconsts: asks.consts.length,
      body_nconsts: turn.consts.length + start.filter((_, i) => isKept(i)).length,
    }),
  ]
  return start.map((array, i) => (isKept(i) ? array : (found.shift() ?? array)))
}

/**
 * `lax.fori_loop(lower, upper, body, init)`: a loop over whole numbers, a scan where both bounds are known.
 *
 * @example
 * foriLoop(0, 5, (i, x) => jnp.add(x, i), 0) // 10
 */
export function foriLoop(
  lower: Input,
  upper: Input,
  body: (i: never, value: never) => unknown,
  init: unknown,
): unknown {
  refuseOther('lax.fori_loop: body_fun argument should be callable.', body)
  if (init === undefined)
    throw new PythonError('TypeError', "fori_loop() missing 1 required positional argument: 'init_val'")
  const [from, to] = bounds(asOperand(lower), asOperand(upper))
  const [first, end] = [wholeOf(from), wholeOf(to)]
  if (first !== null && end !== null) {
    const [done] = scan(stepBy(body), [first, init], null, {length: Math.max(0, end - first)})
    return pairOf(done, 'fori_loop')[1]
  }
  const done = whileLoop(isBefore, turnBy(body), [asArray(from), asArray(to), init])
  return Array.isArray(done) ? done[2] : null
}

/** The bounds of a loop, of one dtype. */
function bounds(lower: Operand, upper: Operand): readonly [Operand, Operand] {
  const [a, b] = [lower.aval, upper.aval]
  if (a.dtype === b.dtype) return [lower, upper]
  const areSigned = a.dtype.kind === 'i' && b.dtype.kind === 'i'
  if (!areSigned || a.weak_type === b.weak_type)
    throw new PythonError(
      'TypeError',
      `lower and upper arguments to fori_loop must have equal types, got ${a.dtype.name} and ${b.dtype.name}`,
    )
  const to = a.weak_type ? b.dtype : a.dtype
  return [s.convertElementType(lower, to), s.convertElementType(upper, to)]
}

/** The whole number that an operand is known to be; null inside of a trace. */
function wholeOf(operand: Operand): number | null {
  if (operand instanceof Literal) return Number(operand.value)
  return operand instanceof Tracer || operand.aval.ndim > 0 ? null : Number(operand.item())
}

/** A function that is made of another one once, so that it is the same for the caches. */
function once<F extends object>(make: (body: (i: never, value: never) => unknown) => F) {
  const made = new WeakMap<object, F>()
  return (body: (i: never, value: never) => unknown): F => {
    const found = made.get(body) ?? wraps(make(body), body)
    made.set(body, found)
    return found
  }
}

const stepBy = once((body) => (pair: never): readonly [unknown, null] => {
  const [i, value]: readonly unknown[] = pair
  return [[plus(i), Reflect.apply(body, undefined, [i, value])], null]
})

const turnBy = once((body) => (triple: never): unknown => {
  const [i, end, value]: readonly unknown[] = triple
  return [plus(i), end, Reflect.apply(body, undefined, [i, value])]
})

const isBefore = (triple: never): unknown => {
  const [i, end]: readonly unknown[] = triple
  return around({kind: 'leaf'}, [e.lt(operandIn(i), operandIn(end))])
}

const operandIn = (value: unknown): Operand => at(leavesIn(value).arrays, 0)

const plus = (i: unknown): unknown => {
  const operand = operandIn(i)
  return around({kind: 'leaf'}, [e.add(operand, s.literal(1, operand.aval.dtype, operand.aval.weak_type))])
}

/** Traces branches on the same operands and checks that they give back the same. */
function branchesOn(
  name: string,
  branches: readonly ((...args: never[]) => unknown)[],
  trees: readonly Leaves[],
): readonly TracedTree[] {
  const avals = trees.map(({arrays}) => avalsIn(arrays))
  const structures = trees.map(({structure}) => structure)
  const made = branches.map((branch) => traceTree(branch, structures, avals, name))
  const called = (i: number): string => (name === 'cond' ? at(['true_fun', 'false_fun'], i) : `branch ${i}`)
  made.forEach((branch, i) => {
    refuseBranch(name, [called(0), called(i)], [at(made, 0), branch])
  })
  return made
}

/** Refuses two branches that give back different things. Source: jax `conditionals.py`, `_check_branch_outputs`. */
function refuseBranch(
  name: string,
  [one, other]: readonly [string, string],
  [first, branch]: readonly [TracedTree, TracedTree],
): void {
  const revise = `Revise ${one} and/or ${other} so that`
  if (!same(first.out, branch.out))
    throw new PythonError(
      'TypeError',
      `${name} branch outputs must have the same pytree structure, but they differ:\n\n${one} output is ${outlined(first.out)} but ${other} output is ${outlined(branch.out)}, where * is an array.\n\n${revise} they have the same pytree structure.`,
    )
  const places = placesIn(first.out, '')
  const wrong = first.jaxpr.outvars.flatMap(({aval}, i) => {
    const found = at(branch.jaxpr.outvars, i).aval
    if (alike(aval, found)) return []
    const place = places[i] === undefined || places[i] === '' ? '' : ` at path ${places[i]}`
    const what = sameShape(aval.shape, found.shape) ? 'dtypes' : 'shapes'
    return [
      `The output of ${one}${place} has type ${typeText(aval)} but the corresponding output of ${other} has type ${typeText(found)}, so the ${what} do not match.`,
    ]
  })
  if (wrong.length > 0)
    throw new PythonError(
      'TypeError',
      `${name} branches must have equal output types but they differ.\n\n${wrong.join('\n')}\n\n${revise} all output types match.`,
    )
}

/** The choice between traced branches; what all of them give back of their operands as it is needs none. */
function choice(made: readonly TracedTree[], which: Operand, trees: readonly Leaves[]): unknown {
  const consts = [...new Set(made.flatMap((one) => one.consts))]
  const wide = made.map(({jaxpr, consts: own}) => ({
    ...jaxpr,
    invars: [
      ...consts.map((value) => jaxpr.invars[own.indexOf(value)] ?? new Var(value.aval)),
      ...jaxpr.invars.slice(own.length),
    ],
  }))
  const [from = [], ...others] = wide.map(passed)
  const isPassed = (i: number) => at(from, i) >= 0 && others.every((other) => other[i] === from[i])
  const branches = wide.map((jaxpr) => ({...jaxpr, outvars: jaxpr.outvars.filter((_, i) => !isPassed(i))}))
  const given = [...consts, ...trees.flatMap(({arrays}) => arrays)]
  const found = [...condOf(branches, [which, ...given])]
  const {out} = at(made, 0)
  return around(
    out,
    from.map((place, i) => (isPassed(i) ? at(given, place) : (found.shift() ?? which))),
  )
}

/** `lax.cond(pred, yes, no, ...operands)`: one of two functions. */
export function cond(
  pred: Input,
  yes: (...args: never[]) => unknown,
  no: (...args: never[]) => unknown,
  ...operands: readonly unknown[]
): unknown {
  refuseOther('lax.cond: true_fun and false_fun arguments should be callable.', yes, no)
  if (pred === null) throw new PythonError('TypeError', 'cond predicate is None')
  if (!isArrayLike(pred))
    throw new PythonError('TypeError', `Pred must be a scalar, got ${repr(pred)} of type ${typeRepr(pred)}`)
  const given = asOperand(pred)
  const {ndim, shape, dtype} = given.aval
  if (ndim > 0)
    throw new PythonError(
      'TypeError',
      `Pred must be a scalar, got ${repr(pred)} of shape ${shapeText(shape)}.`,
    )
  if (!'biuf'.includes(dtype.kind))
    throw new PythonError('TypeError', `Pred type must be either boolean or number, got ${dtype.name}.`)
  const truth = dtype.kind === 'b' ? given : e.ne(given, s.like(given, 0))
  const trees = operands.map(leavesIn)
  const made = branchesOn('cond', [yes, no], trees)
  return choice(made.toReversed(), s.convertElementType(truth, dtypeOf('int32')), trees)
}

/** `lax.switch(index, branches, ...operands)`: one of several functions, the index held in range. */
export function switchOf(
  index: Input,
  branches: readonly ((...args: never[]) => unknown)[],
  ...operands: readonly unknown[]
): unknown {
  const rule = 'lax.switch: branches argument should be a sequence of callables.'
  if (!isSequence(branches)) throw new PythonError('TypeError', rule)
  refuseOther(rule, ...branches)
  const given = asOperand(index)
  const {ndim, shape, dtype} = given.aval
  if (ndim > 0)
    throw new PythonError(
      'TypeError',
      `Branch index must be scalar, got ${repr(index)} of shape ${shapeText(shape)}.`,
    )
  if (!'iu'.includes(dtype.kind))
    throw new PythonError('TypeError', `Index type must be an integer, got ${repr(index)} as ${dtype.name}`)
  const [only, ...others] = branches
  if (only === undefined) throw new PythonError('ValueError', 'Empty branch sequence')
  if (others.length === 0) return Reflect.apply(only, undefined, operands)
  const number = s.convertElementType(given, dtypeOf('int32'))
  const held = e.clamp(s.like(number, 0), number, s.like(number, branches.length - 1))
  const trees = operands.map(leavesIn)
  return choice(branchesOn('switch', branches, trees), held, trees)
}

/** What `lax.map` takes beside its operands. */
export interface MapOptions {
  /** How many rows are done at a time, mapped; one after the other where it is not given. */
  readonly batch_size?: number | null
}

const mapOptions = optionsBy<MapOptions>('lax.map(*, batch_size=)')

/** `lax.map(f, xs)`: a function of rows, one after the other. */
export function mapRows(f: (x: never) => unknown, xs: unknown, options: MapOptions = {}): unknown {
  refuseOther('lax.map: f argument should be a callable.', f)
  const {batch_size = null} = mapOptions([options])
  if (batch_size === null) return scan((carry: never, x: never) => [carry, f(x)], null, xs)[1]
  const many = vmap((...row: readonly unknown[]) => Reflect.apply(f, undefined, row))
  const {structure, arrays} = leavesIn(xs)
  const length = lengthOf(arrays, null)
  const whole = length - (length % batch_size)
  const rows = (from: number, to: number, change: (part: Operand) => Operand): unknown =>
    around(
      structure,
      arrays.map((array) => {
        const {shape} = array.aval
        const zeros = shape.map(() => 0)
        return change(s.slice(array, zeros.with(0, from), shape.with(0, to)))
      }),
    )
  const split = (part: Operand) =>
    s.reshape(part, [whole / batch_size, batch_size, ...part.aval.shape.slice(1)])
  const joined = (part: Operand) => s.reshape(part, [whole, ...part.aval.shape.slice(2)])
  const all = leavesIn(mapRows(many, rows(0, whole, split)))
  const first = all.arrays.map(joined)
  if (whole === length) return around(all.structure, first)
  const rest = leavesIn(many(rows(whole, length, (part) => part))).arrays
  return around(
    all.structure,
    first.map((part, i) => s.concatenate([part, at(rest, i)], 0)),
  )
}
