import {
  type DType,
  type Each,
  Literal,
  type Operand,
  type Params,
  type Rule,
  type Shape,
  type ShapedArray,
  at,
  bind,
  dtypeOf,
  mapped,
  sameShape,
  shapeText,
  shaped,
} from '../array/index.ts'
import {
  broadcastInDim,
  convertElementType,
  expandDims,
  fail,
  filled,
  like,
  literal,
  reduceSum,
  reshape,
  sizesAt,
  stackedAll,
} from './shaping.ts'

/** What JAX calls the kinds of dtypes that an operation takes: `integer` those that are signed and those that are not. */
const kindNames = [
  ['iu', 'integer'],
  ['i', 'signedinteger'],
  ['b', 'bool'],
  ['f', 'floating'],
  ['c', 'complexfloating'],
] as const

const wordsOf = (kinds: string): string =>
  kindNames
    .flatMap(([kind, name]) => (kinds.includes(kind) ? [name] : []))
    .filter((name, _, names) => name !== 'signedinteger' || !names.includes('integer'))
    .join(', ')

/** The derivative by one operand, times a tangent. */
type Partial<I extends readonly Operand[]> = (
  g: Operand,
  ans: Operand,
  ...primals: Each<I, Operand>
) => Operand

type One = readonly [ShapedArray]

/** What is particular to one elementwise operation. */
interface Elementwise<I extends readonly Operand[]> {
  /** The kinds of dtypes that it takes, as letters; of each operand where they differ. */
  readonly kinds: string | readonly string[]
  /** The derivative by each operand; absent where the result moves in steps. */
  readonly partials?: Each<I, Partial<I>>
  /** Tangent and transpose of an operation that is linear in some of its operands. */
  readonly jvp?: Rule<I, One>['jvp']
  readonly transpose?: Rule<I, One>['transpose']
  readonly out?: DType
  readonly params?: Params
  readonly mixed?: boolean
}

/** Sum of two cotangents or tangents. */
export function addAny(x: Operand, y: Operand): Operand {
  const [sum] = bind(
    {
      name: 'add_any',
      params: {},
      outs: [x.aval],
      again: ([a, b]) => [addAny(a, b)],
      batch: (values, stacked, size) => {
        const all = stackedAll(values, stacked, size)
        return [addAny(at(all, 0), at(all, 1))]
      },
      jvp: ([a, b]) => [addTangents(a, b)],
      transpose: ([ct]) => [ct, ct],
    },
    [x, y],
  )
  return sum
}

/** Sum of two tangents, null for zero. */
export const addTangents = (a: Operand | null, b: Operand | null): Operand | null =>
  a === null ? b : b === null ? a : addAny(a, b)

const byPartials =
  <I extends readonly Operand[]>(partials: Each<I, Partial<I>>): Elementwise<I>['jvp'] =>
  (tangents, primals, [ans]) => [
    partials
      .map((partial, i) => {
        const tangent = tangents[i] ?? null
        return tangent && partial(tangent, ans, ...primals)
      })
      .reduce(addTangents, null),
  ]

/** The shape of an elementwise operation; axes of one element stretch. */
function broadcastShape(name: string, shapes: readonly Shape[]): Shape {
  const full = shapes.filter((shape) => shape.length > 0)
  if (full.length === 0) return []
  const ranks = [...new Set(full.map((shape) => shape.length))]
  if (ranks.length > 1)
    fail(
      'TypeError',
      `${name}: arrays must have the same number of dimensions, got {${ranks.sort((a, b) => a - b).join(', ')}}`,
    )
  const [rank = 0] = ranks
  const out = Array.from(
    {length: rank},
    (_, axis) => full.map((shape) => at(shape, axis)).find((n) => n !== 1) ?? 1,
  )
  if (full.some((shape) => shape.some((n, axis) => n !== out[axis] && n !== 1)))
    fail(
      'TypeError',
      `${name} got incompatible shapes for broadcasting: ${shapes.map(shapeText).join(', ')}.`,
    )
  return out
}

/** An elementwise operation: JAX's rules of shape, dtype and weak type, and its errors. */
function elementwise<const I extends readonly Operand[]>(
  name: string,
  rule: Elementwise<I>,
  inputs: I,
): Operand {
  const avals = inputs.map(({aval}) => aval)
  checkDtypes(name, rule, avals)
  const shape = broadcastShape(
    name,
    avals.map((aval) => aval.shape),
  )
  const dtype = rule.out ?? at(avals, 0).dtype
  const weak = avals.every((aval) => aval.weak_type)
  const {jvp = rule.partials && byPartials<I>(rule.partials), transpose} = rule
  const [out] = bind<I, One>(
    {
      name,
      params: rule.params ?? {},
      outs: [shaped(shape, dtype, weak)],
      again: (values) => [elementwise<Each<I, Operand>>(name, rule, values)],
      batch: (values, stacked) => [elementwise<Each<I, Operand>>(name, rule, ranked<I>(values, stacked))],
      ...(jvp && {jvp}),
      ...(transpose && {transpose}),
    },
    inputs,
  )
  return out
}

/** Operands of which some are stacks, with as many axes as they need to meet along the others. */
function ranked<I extends readonly Operand[]>(
  values: Each<I, Operand>,
  stacked: Each<I, boolean>,
): Each<I, Operand> {
  const own = values.map((value, i) => value.aval.ndim - Number(stacked[i]))
  const rank = Math.max(...own)
  return mapped(values, (value, i) => {
    if (rank === 0 || (own[i] === 0 && stacked[i] !== true)) return value
    if (stacked[i] !== true) return expandDims(value, [0])
    return own[i] === rank
      ? value
      : expandDims(
          value,
          Array.from({length: rank}, (_, axis) => axis + 1),
        )
  })
}

/** Refuses operands of dtypes that the operation does not take, or of several where it takes one. */
function checkDtypes(
  name: string,
  {kinds: taken, mixed = false}: Pick<Elementwise<readonly Operand[]>, 'kinds' | 'mixed'>,
  avals: readonly ShapedArray[],
): void {
  const names = avals.map(({dtype}) => dtype.name).join(', ')
  for (const [i, {dtype}] of avals.entries()) {
    const kinds = typeof taken === 'string' ? taken : at(taken, i)
    if (kinds.includes(dtype.kind)) continue
    if (dtype.kind === 'k')
      fail('TypeError', `${name} does not accept dtype${avals.length > 1 ? 's' : ''} ${names}.`)
    const place = avals.length === 1 ? '' : ` at position ${i}`
    fail(
      'TypeError',
      `${name} does not accept dtype ${dtype.name}${place}. Accepted dtypes${place} are subtypes of ${wordsOf(kinds)}.`,
    )
  }
  if (!mixed && new Set(avals.map(({dtype}) => dtype)).size > 1)
    fail(
      'TypeError',
      `lax.${name} requires arguments to have the same dtypes, got ${names}. (Tip: jnp.${name} is a similar function that does automatic type promotion on inputs).`,
    )
}

/** Takes a cotangent back to the shape of an operand that was stretched. */
function unbroadcast(ct: Operand, shape: Shape): Operand {
  if (sameShape(ct.aval.shape, shape)) return ct
  if (shape.length === 0)
    return reduceSum(
      ct,
      ct.aval.shape.map((_, axis) => axis),
    )
  const axes = shape.flatMap((n, axis) => (n === ct.aval.shape[axis] ? [] : [axis]))
  return reshape(reduceSum(ct, axes), shape)
}

/** Stretches an operand to a shape, for a tangent that comes alone. */
function stretch(x: Operand, shape: Shape): Operand {
  if (sameShape(x.aval.shape, shape)) return x
  const dims = shape.flatMap((n, axis) => (n === x.aval.shape[axis] ? [axis] : []))
  return broadcastInDim(reshape(x, sizesAt(shape, dims)), shape, dims)
}

const numbers = 'iufc'
const bool = (): DType => dtypeOf('bool')

/** JAX's `_one`: of the same dtype and weak type. */
const one = ({aval}: Operand): Literal => literal(1, aval.dtype, aval.weak_type)

const unary =
  (name: string, kinds: string, partial?: Partial<readonly [Operand]>) =>
  (x: Operand): Operand =>
    elementwise(name, {kinds, ...(partial && {partials: [partial]})}, [x])

export const neg = (x: Operand): Operand =>
  elementwise('neg', {kinds: numbers, jvp: ([g]) => [g && neg(g)], transpose: ([ct]) => [ct && neg(ct)]}, [x])
export const sign = unary('sign', numbers)
export const floor = unary('floor', 'f')
export const ceil = unary('ceil', 'f')
/** `lax.round`: ties to even, or away from zero. */
export const round = (x: Operand, isAway = false): Operand =>
  elementwise('round', {kinds: 'f', params: isAway ? {rounding_method: 0} : {}}, [x])
/** Whether a number is none: it is not even itself. */
export const isNaN = (x: Operand): Operand => ne(x, x)
export const isFinite = (x: Operand): Operand => elementwise('is_finite', {kinds: 'f', out: bool()}, [x])
export const not = unary('not', 'biu')
export const exp = unary('exp', 'fc', (g, ans) => mul(g, ans))
export const expm1 = unary('expm1', 'fc', (g, ans) => mul(g, add(ans, one(ans))))
export const log = unary('log', 'fc', (g, _ans, x) => div(g, x))
export const log1p = unary('log1p', 'fc', (g, _ans, x) => div(g, add(x, one(x))))
export const sin = unary('sin', 'fc', (g, _ans, x) => mul(g, cos(x)))
export const cos = unary('cos', 'fc', (g, _ans, x) => neg(mul(g, sin(x))))
export const tan = unary('tan', 'fc', (g, ans, x) => mul(g, add(like(x, 1), square(ans))))
export const tanh = unary('tanh', 'fc', (g, ans, x) => mul(add(g, mul(g, ans)), sub(one(x), ans)))
export const logistic = unary('logistic', 'fc', (g, ans) => mul(g, mul(ans, sub(one(ans), ans))))
export const sqrt = unary('sqrt', 'fc', (g, ans, x) => mul(g, div(like(x, 0.5), ans)))
export const rsqrt = unary('rsqrt', 'fc', (g, ans, x) => mul(g, mul(like(x, -0.5), div(ans, x))))
export const square = unary('square', numbers, (g, _ans, x) => mul(g, mul(like(x, 2), x)))

/** The absolute value; of a complex number it is real. */
export const abs = (x: Operand): Operand => {
  const {dtype} = x.aval
  const out = dtype.kind === 'c' ? dtypeOf(dtype.name === 'complex64' ? 'float32' : 'float64') : dtype
  return elementwise(
    'abs',
    {kinds: 'ifc', out, partials: [(g, _ans, y) => selectN(ge(y, like(y, 0)), [neg(g), g])]},
    [x],
  )
}

export const erf = unary('erf', 'f', (g, _ans, x) =>
  mul(like(x, 2 / Math.sqrt(Math.PI)), mul(g, exp(neg(square(x))))),
)
export const erfc = unary('erfc', 'f', (g, _ans, x) =>
  mul(like(x, -2 / Math.sqrt(Math.PI)), mul(g, exp(neg(square(x))))),
)
export const digamma = unary('digamma', 'f', () =>
  fail('NotImplementedError', 'the derivative of digamma, polygamma, is not among the operations here'),
)
export const lgamma = unary('lgamma', 'f', (g, _ans, x) => mul(g, digamma(x)))
const besselI1e = unary('bessel_i1e', 'f', () =>
  fail('NotImplementedError', 'the derivative of bessel_i1e is not among the operations here'),
)
export const besselI0e = unary('bessel_i0e', 'f', (g, ans, x) => mul(g, sub(besselI1e(x), mul(sign(x), ans))))
export const erfInv = unary('erf_inv', 'f', (g, ans, x) =>
  mul(like(x, Math.sqrt(Math.PI) / 2), mul(g, exp(square(ans)))),
)
export const exp2 = unary('exp2', 'f', (g, ans) => mul(g, mul(like(ans, Math.LN2), ans)))
export const cbrt = unary('cbrt', 'f', (g, ans, x) => mul(g, mul(like(x, 1 / 3), div(ans, x))))
export const asin = unary('asin', 'f', (g, _ans, x) => mul(g, rsqrt(sub(one(x), square(x)))))
export const acos = unary('acos', 'f', (g, _ans, x) => mul(g, neg(rsqrt(sub(one(x), square(x))))))
export const atan = unary('atan', 'f', (g, _ans, x) => div(g, add(one(x), square(x))))
export const sinh = unary('sinh', 'f', (g, _ans, x) => mul(g, cosh(x)))
export const cosh = unary('cosh', 'f', (g, _ans, x) => mul(g, sinh(x)))
export const asinh = unary('asinh', 'f', (g, _ans, x) => mul(g, rsqrt(add(square(x), one(x)))))
export const acosh = unary('acosh', 'f', (g, _ans, x) => mul(g, rsqrt(mul(sub(x, one(x)), add(x, one(x))))))
export const atanh = unary('atanh', 'f', (g, _ans, x) =>
  mul(integerPow(add(one(x), x), -1), div(g, sub(one(x), x))),
)
export const stopGradient = unary('stop_gradient', 'biufck')

export const add = (x: Operand, y: Operand): Operand =>
  elementwise(
    'add',
    {
      kinds: numbers,
      jvp: ([g, h], _primals, [{aval}]) => [
        g && h ? add(g, h) : g ? stretch(g, aval.shape) : h && stretch(h, aval.shape),
      ],
      transpose: ([ct], [a, b]) => [ct && unbroadcast(ct, a.aval.shape), ct && unbroadcast(ct, b.aval.shape)],
    },
    [x, y],
  )

export const sub = (x: Operand, y: Operand): Operand =>
  elementwise(
    'sub',
    {
      kinds: numbers,
      jvp: ([g, h], _primals, [{aval}]) => [
        g && h ? sub(g, h) : g ? stretch(g, aval.shape) : h && stretch(neg(h), aval.shape),
      ],
      transpose: ([ct], [a, b]) => [
        ct && unbroadcast(ct, a.aval.shape),
        ct && unbroadcast(neg(ct), b.aval.shape),
      ],
    },
    [x, y],
  )

export const mul = (x: Operand, y: Operand): Operand =>
  elementwise(
    'mul',
    {
      kinds: numbers,
      partials: [(g, _ans, _a, b) => mul(g, b), (g, _ans, a) => mul(a, g)],
      transpose: ([ct], [a, b], [wantA, wantB]) => [
        ct && wantA ? unbroadcast(mul(ct, b), a.aval.shape) : null,
        ct && wantB ? unbroadcast(mul(a, ct), b.aval.shape) : null,
      ],
    },
    [x, y],
  )

export const div = (x: Operand, y: Operand): Operand =>
  elementwise(
    'div',
    {
      kinds: numbers,
      partials: [(g, _ans, _a, b) => div(g, b), (g, _ans, a, b) => mul(mul(neg(g), a), integerPow(b, -2))],
      transpose: ([ct], [a, b]) => [ct && unbroadcast(div(ct, b), a.aval.shape), null],
    },
    [x, y],
  )

export const rem = (x: Operand, y: Operand): Operand =>
  elementwise(
    'rem',
    {
      kinds: 'iuf',
      partials: [
        (g, ans) => stretch(g, ans.aval.shape),
        (g, _ans, a, b) => mul(neg(g), mul(sign(div(a, b)), floor(abs(div(a, b))))),
      ],
    },
    [x, y],
  )

export const atan2 = (x: Operand, y: Operand): Operand =>
  elementwise(
    'atan2',
    {
      kinds: 'f',
      partials: [
        (g, _ans, a, b) => mul(g, div(b, add(square(a), square(b)))),
        (g, _ans, a, b) => mul(g, div(neg(a), add(square(a), square(b)))),
      ],
    },
    [x, y],
  )

/** An operand with ones in place of its zeros. */
const withoutZeros = (x: Operand): Operand =>
  selectN(eq(x, like(x, 0)), [x, filled(x.aval.shape, like(x, 1))])

/** The derivative of a power by its base: none for the exponent 0 of whole numbers; source: jax `lax.py`, `_pow_jvp_lhs`. */
function powerSlope(base: Operand, exponent: Operand, dtype: DType): Operand {
  const [x, y] = [convertElementType(base, dtype), convertElementType(exponent, dtype)]
  const lower = pow(x, sub(y, filled(y.aval.shape, like(y, 1))))
  if (!'iu'.includes(exponent.aval.dtype.kind)) return mul(y, lower)
  return selectN(eq(y, like(y, 0)), [mul(withoutZeros(y), lower), filled(y.aval.shape, like(y, 0))])
}

export const pow = (x: Operand, y: Operand): Operand =>
  elementwise(
    'pow',
    {
      kinds: ['fc', 'iufc'],
      mixed: true,
      partials: [
        (g, ans, a, b) => mul(g, powerSlope(a, b, ans.aval.dtype)),
        (g, ans, a) => mul(g, mul(log(withoutZeros(a)), ans)),
      ],
    },
    [x, y],
  )

/** `lax.integer_pow`. */
export function integerPow(x: Operand, y: number): Operand {
  if (y < 0 && 'iu'.includes(x.aval.dtype.kind))
    fail(
      'TypeError',
      `Integers cannot be raised to negative powers, got integer_pow(${x.aval.toString()}, ${y})`,
    )
  return elementwise(
    'integer_pow',
    {
      kinds: numbers,
      params: {y},
      partials: [
        (g, _ans, a) => {
          if (y === 0) return filled(g.aval.shape, like(g, 0))
          return y === 1 ? g : mul(g, mul(like(a, y), y === 2 ? a : integerPow(a, y - 1)))
        },
      ],
    },
    [x],
  )
}

const chooser =
  (name: 'max' | 'min') =>
  (x: Operand, y: Operand): Operand =>
    elementwise(
      name,
      {
        kinds: 'biufc',
        partials: [
          (g, ans, a, b) => mul(g, balanced(a, ans, b)),
          (g, ans, a, b) => mul(g, balanced(b, ans, a)),
        ],
      },
      [x, y],
    )

/** One where `x` was chosen, half where both were. */
function balanced(x: Operand, ans: Operand, y: Operand): Operand {
  const {shape} = ans.aval
  const fill = (value: number) => filled(shape, like(ans, value))
  const choice = (z: Operand, yes: number, no: number): Operand => {
    const isChosen = eq(z, ans)
    const [here, elsewhere] = [fill(yes), fill(no)]
    return selectN(isChosen, [elsewhere, here])
  }
  return div(choice(x, 1, 0), choice(y, 2, 1))
}

export const max = chooser('max')
export const min = chooser('min')

const compare =
  (name: string, kinds = 'biufc') =>
  (x: Operand, y: Operand): Operand =>
    elementwise(name, {kinds, out: bool()}, [x, y])

export const eq = compare('eq', 'biufck')
export const ne = compare('ne', 'biufck')
export const ge = compare('ge')
export const gt = compare('gt')
export const le = compare('le')
export const lt = compare('lt')

const bitwise =
  (name: string, kinds = 'biu') =>
  (x: Operand, y: Operand): Operand =>
    elementwise(name, {kinds}, [x, y])

export const and = bitwise('and')
export const or = bitwise('or')
export const xor = bitwise('xor')
export const shiftLeft = bitwise('shift_left', 'iu')
export const shiftRightLogical = bitwise('shift_right_logical', 'iu')
export const shiftRightArithmetic = bitwise('shift_right_arithmetic', 'iu')
export const populationCount = unary('population_count', 'iu')
export const clz = unary('clz', 'iu')
export const reducedPrecision = (x: Operand, exponent_bits: number, mantissa_bits: number): Operand =>
  elementwise(
    'reduce_precision',
    {
      kinds: 'f',
      params: {exponent_bits, mantissa_bits},
      partials: [(g) => reducedPrecision(g, exponent_bits, mantissa_bits)],
    },
    [x],
  )

/** `lax.nextafter`: the next float from `x` towards `y`, in steps and so without a derivative. */
export const nextafter = (x: Operand, y: Operand): Operand => elementwise('nextafter', {kinds: 'f'}, [x, y])

/** `lax.clamp`: held between two bounds, which are scalars or of the same shape. */
export const clamp = (low: Operand, x: Operand, high: Operand): Operand => {
  const where = (which: Operand, g: Operand): Operand => selectN(which, [filled(g.aval.shape, like(g, 0)), g])
  return elementwise(
    'clamp',
    {
      kinds: 'biuf',
      partials: [
        (g, _ans, a, b) => where(gt(a, b), stretch(g, b.aval.shape)),
        (g, _ans, a, b, c) => where(and(gt(b, a), lt(b, c)), g),
        (g, _ans, _a, b, c) => where(lt(c, b), stretch(g, b.aval.shape)),
      ],
    },
    [low, x, high],
  )
}

/** `lax.select_n`: the case whose number `which` holds. */
export function selectN(which: Operand, cases: readonly Operand[]): Operand {
  const {shape, dtype} = at(cases, 0).aval
  if (cases.some((one) => !sameShape(one.aval.shape, shape)))
    fail(
      'TypeError',
      `select_n cases must have the same shapes, got [${cases.map((one) => shapeText(one.aval.shape)).join(', ')}].`,
    )
  if (which.aval.ndim > 0 && !sameShape(which.aval.shape, shape))
    fail(
      'TypeError',
      `select_n \`which\` must be scalar or have the same shape as cases, got \`which\` shape ${shapeText(which.aval.shape)} but case shape ${shapeText(shape)}.`,
    )
  const weak = cases.every((one) => one.aval.weak_type)
  const inputs: readonly [Operand, ...Operand[]] = [which, ...cases]
  const [out] = bind(
    {
      name: 'select_n',
      params: {},
      outs: [shaped(shape, dtype, weak)],
      again: ([w, ...rest]) => [selectN(w, rest)],
      batch: (values, stacked, size) => {
        const all = stackedAll(values, stacked, size)
        const [w, rest] = [at(all, 0), all.slice(1)]
        const full = at(rest, 0).aval.shape
        return [selectN(w.aval.ndim === full.length ? w : broadcastInDim(w, full, [0]), rest)]
      },
      jvp: ([, ...tangents], [w]) => {
        let zero: Operand | null = null
        const zeros = () => (zero ??= filled(shape, new Literal(0, shaped([], dtype), true)))
        return [
          selectN(
            w,
            tangents.map((tangent) => tangent ?? zeros()),
          ),
        ]
      },
      transpose: ([ct], [w], [, ...wanted]) => {
        if (ct === null) return [null, ...wanted.map(() => null)]
        const zero = filled(shape, like(ct, 0))
        const only = (i: number) =>
          selectN(
            w,
            wanted.map((_, j) => (i === j ? ct : zero)),
          )
        return [null, ...wanted.map((isWanted, i) => (isWanted ? only(i) : null))]
      },
    },
    inputs,
  )
  return out
}

/** `lax.bitcast_convert_type` between dtypes of one size. */
export const bitcast = (x: Operand, dtype: DType): Operand =>
  elementwise('bitcast_convert_type', {kinds: 'biuf', out: dtype, params: {new_dtype: dtype.name}}, [x])
