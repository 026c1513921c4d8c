import {
  at,
  type Atom,
  type Eqn,
  type Jaxpr,
  Literal,
  sameShape,
  type Shape,
  usedInputs,
  type Var,
} from '../array/index.ts'

/** The size of a lowered program: StableHLO operations, and how many different ones there are of each class. */
export interface Hlo {
  /** All operations. */
  readonly ops: number
  /** Different matrix products; two are the same when operation, parameters and shapes are. */
  readonly dot: number
  readonly conv: number
  readonly reduce: number
  readonly other: number
}

type Class = 'dot' | 'conv' | 'reduce' | 'other'

const classes: ReadonlyMap<string, Class> = new Map([
  ['dot_general', 'dot'],
  ['conv_general_dilated', 'conv'],
  ['reduce', 'reduce'],
])

/** Operations that lower to nothing. */
const silent: ReadonlySet<string> = new Set(['stop_gradient', 'copy', 'random_wrap', 'random_unwrap'])

const elementwise: ReadonlySet<string> = new Set([
  'neg',
  'sign',
  'floor',
  'ceil',
  'round',
  'is_finite',
  'not',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sin',
  'cos',
  'tanh',
  'sqrt',
  'rsqrt',
  'square',
  'abs',
  'erf',
  'erfc',
  'erf_inv',
  'add',
  'add_any',
  'sub',
  'mul',
  'div',
  'rem',
  'pow',
  'max',
  'min',
  'eq',
  'ne',
  'ge',
  'gt',
  'le',
  'lt',
  'and',
  'or',
  'xor',
  'shift_right_logical',
  'bitcast_convert_type',
])

const reductions: ReadonlySet<string> = new Set([
  'reduce_sum',
  'reduce_max',
  'reduce_min',
  'reduce_prod',
  'reduce_and',
  'reduce_or',
])

/** What a reduction starts from. */
const starts: ReadonlyMap<string, number> = new Map([
  ['reduce_max', -Infinity],
  ['reduce_min', Infinity],
  ['reduce_prod', 1],
  ['reduce_and', 1],
])

const listOf = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : [])

/**
 * Operations that lower to a fixed number of others, counted in the StableHLO of jax 0.10.2: so many in all, so many of them
 * different; and the helper function that they share with others of the same shape.
 */
const bundles: ReadonlyMap<
  string,
  readonly [ops: number, different: number, body: number, bodyDifferent: number]
> = new Map([
  ['random_seed', [9, 7, 0, 0]],
  ['random_fold_in', [26, 18, 64, 17]],
  ['random_split', [17, 15, 75, 25]],
  ['random_bits', [23, 11, 66, 23]],
  ['argmax', [14, 13, 0, 0]],
  ['argmin', [14, 13, 0, 0]],
  ['sort', [17, 8, 0, 0]],
  ['cumsum', [6, 6, 0, 0]],
])

/** What a jaxpr would be lowered to, without what nothing needs: JAX drops that first. */
export function lowered(jaxpr: Jaxpr): Hlo {
  const counter = new Counter()
  const eqns = counter.needed(jaxpr)
  const read = new Set(eqns.flatMap(({invars}) => invars))
  jaxpr.constvars.forEach((variable, i) => {
    if (read.has(variable)) counter.captured(variable, i)
  })
  counter.body(jaxpr)
  return counter.result()
}

class Counter {
  #ops = 0
  readonly #seen: Readonly<Record<Class, Set<string>>> = {
    dot: new Set(),
    conv: new Set(),
    reduce: new Set(),
    other: new Set(),
  }
  readonly #functions = new Set<Jaxpr | string>()

  result(): Hlo {
    const {dot, conv, reduce, other} = this.#seen
    return {ops: this.#ops, dot: dot.size, conv: conv.size, reduce: reduce.size, other: other.size}
  }

  /** The equations that the outputs need, in order. */
  needed(jaxpr: Jaxpr): readonly Eqn[] {
    const needed = new Set<Atom>(jaxpr.outvars)
    const eqns: Eqn[] = []
    for (const eqn of [...jaxpr.eqns].reverse()) {
      const wanted = eqn.outvars.map((variable) => needed.has(variable))
      if (!wanted.includes(true)) continue
      const [callee] = eqn.op.name === 'jit' ? (eqn.op.calls ?? []) : []
      const kept = callee === undefined ? eqn : narrowed(eqn, callee, wanted)
      eqns.push(kept)
      for (const atom of kept.invars) needed.add(atom)
    }
    return eqns.reverse()
  }

  body(jaxpr: Jaxpr): void {
    for (const eqn of this.needed(jaxpr)) this.#eqn(eqn)
    for (const atom of new Set(jaxpr.outvars))
      if (atom instanceof Literal) this.#constant(atom.value, atom.aval.short)
  }

  /** An array from outside, written into the program. */
  captured({aval}: Var, index: number): void {
    this.#emit('constant', `captured ${index} ${aval.short}`)
  }

  #emit(name: string, text: string): void {
    this.#ops++
    this.#seen[classes.get(name) ?? 'other'].add(`${name} ${text}`)
  }

  #constant(value: Literal['value'], short: string): void {
    this.#emit('constant', `${String(value)} ${short}`)
  }

  #broadcast({aval}: Atom, shape: Shape, dims: readonly number[] = aval.shape.map((_, axis) => axis)): void {
    if (!sameShape(aval.shape, shape))
      this.#emit('broadcast_in_dim', `${dims.join()} ${aval.short} ${shape.join()}`)
  }

  /** An operand as the operation reads it: a constant is written, a smaller shape stretched. */
  #operand(atom: Atom, shape?: Shape): void {
    if (atom instanceof Literal) this.#constant(atom.value, atom.aval.short)
    if (shape !== undefined) this.#broadcast(atom, shape)
  }

  #eqn(eqn: Eqn): void {
    const {op, invars} = eqn
    if (op.name === 'jit') this.#call(eqn)
    else if (op.name === 'custom_jvp_call') this.#inline(eqn)
    else if (op.name === 'scan') this.#scan(eqn)
    else if (silent.has(op.name)) invars.forEach((atom) => this.#operand(atom))
    else this.#operation(eqn, at(eqn.outvars, 0))
  }

  #operation(eqn: Eqn, out: Var): void {
    const {op, invars} = eqn
    if (elementwise.has(op.name)) {
      for (const atom of invars) this.#operand(atom, out.aval.shape)
      const {dtype} = at(invars, 0).aval
      this.#emit(op.name === 'add_any' ? 'add' : op.name, `${dtype.short} ${out.aval.short}`)
    } else if (reductions.has(op.name)) {
      this.#constant(starts.get(op.name) ?? 0, `${out.aval.dtype.short}[]`)
      this.#emit('reduce', `${op.name} ${signature(eqn)}`)
    } else this.#special(eqn, out)
  }

  #special(eqn: Eqn, out: Var): void {
    const {op, invars, outvars} = eqn
    const bundle = bundles.get(op.name)
    switch (op.name) {
      case 'broadcast_in_dim':
        this.#operand(at(invars, 0))
        this.#broadcast(at(invars, 0), out.aval.shape, listOf(op.params['broadcast_dimensions']))
        return
      case 'convert_element_type':
        this.#operand(at(invars, 0))
        this.#emit('convert', `${at(invars, 0).aval.short} ${out.aval.short}`)
        return
      case 'integer_pow':
        this.#power(Number(op.params['y']), out)
        return
      case 'logistic':
        this.#logistic(at(invars, 0), out)
        return
      case 'gather':
        this.#gather(eqn)
        return
      case 'split':
        outvars.forEach((part, i) => this.#emit('slice', `${i} ${signature(eqn)} ${part.aval.short}`))
        return
      case 'unstack':
        outvars.forEach((part, i) => {
          this.#emit('slice', `${i} ${signature(eqn)}`)
          this.#emit('reshape', part.aval.short)
        })
        return
      case 'stack':
        for (const atom of invars) this.#emit('broadcast_in_dim', `${atom.aval.short} ${out.aval.short}`)
        this.#emit('concatenate', signature(eqn))
        return
      case 'tile':
        this.#emit('reshape', `tile ${at(invars, 0).aval.short}`)
        this.#emit('broadcast_in_dim', signature(eqn))
        this.#emit('reshape', signature(eqn))
        return
      case 'scatter-add':
        invars.forEach((atom) => this.#operand(atom))
        this.#emit('scatter', signature(eqn))
        this.#emit('add', out.aval.dtype.name)
        this.#emit('return', out.aval.dtype.name)
        return
      default:
        invars.forEach((atom) => this.#operand(atom))
        if (op.name.startsWith('arg')) this.#emit('reduce', signature(eqn))
        if (bundle === undefined) this.#emit(op.name, signature(eqn))
        else this.#bundle(op.name, bundle, signature(eqn), out)
    }
  }

  /** 1 in that shape. */
  #one({aval}: Var): void {
    this.#constant(1, `${aval.dtype.short}[]`)
    if (aval.ndim > 0) this.#emit('broadcast_in_dim', ` ${aval.dtype.short}[] ${aval.shape.join()}`)
  }

  /** 1 / (1 + exp(−x)), written out. */
  #logistic(x: Atom, out: Var): void {
    const {aval} = out
    const text = `${aval.dtype.short} ${aval.short}`
    this.#operand(x, aval.shape)
    this.#emit('neg', text)
    this.#emit('exp', text)
    this.#one(out)
    this.#emit('add', text)
    this.#one(out)
    this.#emit('div', text)
  }

  /** A gather; where indices may be out of range it is masked. */
  #gather(eqn: Eqn): void {
    this.#emit('gather', signature(eqn))
    if (eqn.op.params['mode'] !== 'FILL_OR_DROP') return
    this.#emit('reduce', `mask ${signature(eqn)}`)
    for (let i = 0; i < 13; i++) this.#emit('mask', `${i % 12} ${signature(eqn)}`)
  }

  /** A power by repeated squaring. */
  #power(y: number, out: Var): void {
    const size = Math.abs(y)
    const products =
      Math.floor(Math.log2(size)) + [...size.toString(2)].filter((bit) => bit === '1').length - 1
    for (let i = 0; i < products; i++) this.#emit('mul', `${out.aval.dtype.short} ${out.aval.short}`)
    if (y >= 0) return
    this.#one(out)
    this.#emit('div', `${out.aval.dtype.short} ${out.aval.short}`)
  }

  #bundle(
    name: string,
    [ops, different, body, bodyDifferent]: readonly [number, number, number, number],
    text: string,
    out: Var,
  ): void {
    for (let i = 0; i < ops; i++) this.#emit('bundle', `${name} ${i % different} ${text}`)
    if (name === 'random_bits' && out.aval.ndim > 1)
      for (let i = 0; i < 5; i++) this.#emit('bundle', `${name} counts ${i % 3} ${text}`)
    const shared = `threefry ${out.aval.shape.join(',')}`
    if (body === 0 || this.#functions.has(shared)) return
    this.#functions.add(shared)
    for (let i = 0; i < body; i++) this.#emit('bundle', `${shared} ${i % bodyDifferent}`)
  }

  #call({op, invars, outvars}: Eqn): void {
    const callee = op.calls?.[0]
    if (callee === undefined) return
    for (const atom of invars) this.#operand(atom)
    this.#emit(
      'call',
      `${callee.name} ${invars.map(({aval}) => aval.short).join()} ${outvars.map(({aval}) => aval.short).join()}`,
    )
    if (this.#functions.has(callee)) return
    this.#functions.add(callee)
    this.body(callee)
  }

  #inline({op, invars}: Eqn): void {
    for (const atom of invars) this.#operand(atom)
    for (const callee of op.calls ?? []) this.body(callee)
  }

  /** A loop: the step's operations once, and those that count and slice. */
  #scan(eqn: Eqn): void {
    for (let i = 0; i < 8 + 2 * eqn.invars.length; i++)
      this.#emit('while', `${i % 4} ${signatureOf(eqn.op.params)}`)
    this.#inline(eqn)
  }
}

/** A call whose unused results, and what only they need, are left out. */
function narrowed(eqn: Eqn, callee: Jaxpr, wanted: readonly boolean[]): Eqn {
  const id = wanted.map(Number).join('')
  const known = narrow.get(callee) ?? new Map<string, readonly [Jaxpr, readonly boolean[]]>()
  narrow.set(callee, known)
  const [jaxpr, used] = known.get(id) ?? [
    wanted.includes(false) ? {...callee, outvars: callee.outvars.filter((_, i) => wanted[i])} : callee,
    [...callee.consts.map(() => true), ...usedInputs(callee, wanted)],
  ]
  known.set(id, [jaxpr, used])
  if (!wanted.includes(false) && !used.includes(false)) return eqn
  return {
    op: {...eqn.op, calls: [jaxpr]},
    invars: eqn.invars.filter((_, i) => used[i]),
    outvars: eqn.outvars.filter((_, i) => wanted[i]),
  }
}

const narrow = new WeakMap<Jaxpr, Map<string, readonly [Jaxpr, readonly boolean[]]>>()

const signatureOf = (params: Eqn['op']['params']): string => JSON.stringify(params)

const signature = ({op, invars, outvars}: Eqn): string =>
  `${signatureOf(op.params)}[${invars.map(({aval}) => aval.short).join()}]${outvars.map(({aval}) => aval.short).join()}`
