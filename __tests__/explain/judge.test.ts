import fc from 'fast-check'
import {explain, type Miss} from '../../lib/index.ts'
import {promoted} from '../../lib/explain/judge/commondtype.ts'
import {type Line, traced} from './traced.ts'

/** The last miss of calls that differ in the types of arguments. */
function lastOf(...calls: readonly Readonly<Record<string, string>>[]): Miss | undefined {
  const facts = (types: Readonly<Record<string, string>>): Line[] =>
    Object.entries(types).map(([path, type]): Line => ['aval', 'leaf', path, type])
  return explain(traced(calls.map((types) => ({facts: facts(types)})))).misses.at(-1)
}

interface Type {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly weak: boolean
}

const text = ({dtype, shape, weak}: Type): string =>
  `${dtype}[${shape.join()}]${weak ? '{weak_type=True}' : ''}`

const dtypes = ['bool', 'u8', 'u16', 'u32', 'i8', 'i16', 'i32', 'f16', 'bf16', 'f32', 'f64', 'c64'] as const
const short: Readonly<Record<string, string>> = {
  bool_: 'bool',
  uint: 'u',
  int: 'i',
  bfloat: 'bf',
  float: 'f',
  complex: 'c',
}

const padding = /Pad ax[ei]s ([\d, and]+) of `x` to (?:(a multiple of )?([\d, and]+))/
const casting = /jnp\.([a-z]+_?)(\d*)(?:\(…|\))/
const numbers = (words: string): number[] => [...words.matchAll(/\d+/g)].map(Number)

/** A type as it is after an advice was followed, as a reader types it in. */
function followed(type: Type, advice: string): Type {
  const [, axes = '', multiple, sizes = ''] = padding.exec(advice) ?? []
  const shape = [...type.shape]
  numbers(axes).forEach((axis, at) => {
    const size = numbers(sizes)[multiple === undefined ? at : 0] ?? 1
    shape[axis] = multiple === undefined ? size : Math.ceil((shape[axis] ?? 0) / size) * size
  })
  const [, name, bits] = casting.exec(advice) ?? []
  return name === undefined
    ? {...type, shape}
    : {dtype: `${short[name] ?? name}${bits ?? ''}`, shape, weak: false}
}

const types = fc.record({
  dtype: fc.constantFrom(...dtypes),
  shape: fc.array(fc.integer({min: 1, max: 5000}), {maxLength: 3}),
  weak: fc.boolean(),
})

test('explain(trace): to follow the advice makes two types equal, where they have one rank and a dtype that holds both numbers; it asks for no padding of what stays another program', () => {
  fc.assert(
    fc.property(types, types, fc.integer({min: 0, max: 7}), (a, other, keep) => {
      const b = {
        dtype: (keep & 1) > 0 ? a.dtype : other.dtype,
        weak: (keep & 2) > 0 ? a.weak : other.weak,
        shape: a.shape.map((size, at) => ((keep & 4) > 0 && at !== 0 ? size : (other.shape[at] ?? size))),
      }
      fc.pre(text(a) !== text(b) && promoted([a.dtype, b.dtype]) !== null)
      fc.pre((a.dtype === 'bool') === (b.dtype === 'bool'))
      fc.pre(a.shape.filter((size, at) => size !== b.shape[at]).length < 3)
      const miss = lastOf({x: text(a)}, {x: text(b)})
      const advice = miss?.advice ?? ''
      if (miss?.verdict === 'necessary') expect(advice).not.toMatch(padding)
      const sized = (type: Type): Type => (miss?.verdict === 'necessary' ? {...type, shape: a.shape} : type)
      expect(text(sized(followed(a, advice)))).toBe(text(sized(followed(b, advice))))
    }),
    {numRuns: 500},
  )
})

/** How large a dtype's numbers may be, and how many binary digits of each it keeps. */
const holds: Readonly<Record<string, readonly [size: number, digits: number]>> = {
  bool: [1, 1],
  u8: [8, 8],
  u16: [16, 16],
  u32: [32, 24],
  i8: [8, 7],
  i16: [16, 15],
  i32: [32, 24],
  f16: [16, 11],
  bf16: [128, 8],
  f32: [128, 24],
  f64: [1024, 53],
  c64: [128, 24],
  c128: [1024, 53],
}
const rank = (dtype: string): number =>
  ['b', 'u', 'i', 'f', 'c'].indexOf(dtype === 'bf16' ? 'f' : dtype.slice(0, 1))

test('promoted(dtypes) is a signed dtype of 64 bits only where one of them is', () => {
  expect([promoted(['u32', 'i64']), promoted(['u32', 'i32']), promoted(['u16', 'i32'])]).toEqual([
    'i64',
    null,
    'i32',
  ])
})

test('promoted(dtypes) holds the size, the digits, the sign and the fraction of each', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...dtypes), {minLength: 1, maxLength: 4}), (all) => {
      const one = promoted(all)
      if (one === null) return all.includes('u32') && all.some((dtype) => dtype.startsWith('i'))
      return all.every((dtype) => {
        const [[size, digits], [most, kept]] = [holds[dtype] ?? [0, 0], holds[one] ?? [0, 0]]
        return size <= most && digits <= kept && rank(dtype) <= rank(one)
      })
    }),
  )
})

test.each([
  [['i32', 'f32'], 'f32'],
  [['f32', 'i32', 'f64'], 'f64'],
  [['f16', 'bf16'], 'f32'],
  [['u8', 'i8'], 'i16'],
  [['i32', 'u32'], null],
  [['bool', 'bf16'], 'bf16'],
  [['f64', 'c64'], 'c128'],
  [['key<fry>', 'u32'], null],
])('promoted(%j) is %s', (all, one) => expect(promoted(all)).toBe(one))

test('explain(trace) casts a number that came as whole and as a fraction to a float, in whichever order they came', () => {
  const [whole, fraction] = ['i32[]{weak_type=True}', 'f32[]{weak_type=True}']
  for (const [first, then] of [[whole, fraction] as const, [fraction, whole] as const]) {
    const miss = lastOf({lr: first}, {lr: then})
    expect(miss?.verdict).toBe('avoidable')
    expect(miss?.advice).toBe('Give `lr` one dtype that holds all its values: jnp.float32(…) in every call.')
  }
})

test('explain(trace) gives one advice for a batch whose arrays differ on one axis', () => {
  const miss = lastOf(
    {"batch.['x']": 'f32[32,16]', "batch.['y']": 'i32[32]'},
    {"batch.['x']": 'f32[5,16]', "batch.['y']": 'i32[5]'},
  )
  expect(miss?.verdict).toBe('reducible')
  expect(miss?.advice).toBe(
    "Pad axis 0 of `batch['x']` and `batch['y']` to 32 and mask what was added, or leave out a last batch that is smaller.",
  )
})

const growth = Array.from({length: 5}, (_, at) => at + 7)
test.each<[string, Readonly<Record<string, string>>[], string, RegExp]>([
  ['a sequence that grows', growth.map((n) => ({ids: `i32[1,${n}]`})), 'reducible', /^Allocate `ids` once/],
  [
    'a cache that grows',
    growth.map((n) => ({"past.[0].['k']": `f32[1,${n},4,8]`})),
    'reducible',
    /^Allocate `past\[0\]\['k'\]` once/,
  ],
  ['batches of many sizes', [8, 3, 5, 7, 2, 6].map((n) => ({x: `f32[${n}]`})), 'reducible', /multiple of 8/],
  [
    'batches ever larger',
    [8, 16, 24].map((n) => ({x: `f32[${n}]`})),
    'reducible',
    /^Pad axis 0 of `x` to 24/,
  ],
  [
    'another width',
    [8, 9].map((n) => ({'params.w': `f32[4,${n}]`})),
    'necessary',
    /^Nothing to fix .* else give `params.w` the final/,
  ],
  ['another width in a dict', [8, 9].map((n) => ({"p.['kernel']": `f32[${n}]`})), 'necessary', /final shape/],
  [
    'another width in arrays of any name',
    [8, 9].map((n) => ({'p.[0]': `f32[4,${n}]`, 'p.[1]': `f32[${n}]`, 'p.[2]': `f32[${n},3]`})),
    'necessary',
    /final shape/,
  ],
  [
    'layers that are stacked',
    [2, 3].map((n) => ({'model.blocks.kernel': `f32[${n},8]`})),
    'necessary',
    /final shape/,
  ],
  ['an array of other axes', [2, 3].map((n) => ({x: `f32[${n},${n},${n}]`})), 'necessary', /final shape/],
  [
    'many arrays of a batch',
    [8, 16].map((n) => Object.fromEntries([0, 1, 2, 3, 4].map((at) => [`batch.['${at}']`, `f32[${n},4]`]))),
    'reducible',
    /^Pad axis 0 of `batch\[\*\]` to 16/,
  ],
  ['another rank', [{x: 'f32[3]'}, {x: 'f32[3,1]'}], 'necessary', /one number of axes/],
  [
    'the inputs of a model object',
    [3, 4].map((n) => ({'state.ids': `i32[2,${n}]`, 'state.cache': `f32[2,${n},8]`})),
    'reducible',
    /^Pad axis 1 of `state.ids` and `state.cache` to 4/,
  ],
  [
    'a state that began with a Python number',
    [{'state.scale': 'f32[]{weak_type=True}'}, {'state.scale': 'f32[]'}],
    'avoidable',
    /^Give `state.scale` a dtype wherever it is made, jnp.asarray\(…, jnp.float32\)/,
  ],
  [
    'another dtype',
    [{x: 'bf16[3]'}, {x: 'f32[3]'}],
    'necessary',
    /^Nothing to fix .*\.astype\(jnp\.float32\)/,
  ],
  [
    'another dtype and size',
    [{x: 'bf16[3]'}, {x: 'f32[4]'}],
    'necessary',
    /astype\(jnp\.float32\) in every call\.$/,
  ],
  [
    'dtypes that none holds',
    [{x: 'i32[]'}, {x: 'u32[]'}],
    'avoidable',
    /^Give `x` one dtype in every call: u32 now/,
  ],
])('explain(trace) judges %s by what became of it in the whole run', (_, calls, verdict, advice) => {
  const miss = lastOf(...calls)
  expect(miss?.verdict).toBe(verdict)
  expect(miss?.advice).toMatch(advice)
})

test('explain(trace) tells from the first miss on what the run makes of a place', () => {
  const facts = (n: number): Line[] => [['aval', 'leaf', 'ids', `i32[1,${n}]`]]
  const {misses, groups} = explain(traced(growth.map((n) => ({facts: facts(n)}))))
  expect(new Set(misses.slice(1).map(({advice}) => advice)).size).toBe(1)
  expect(groups.find(({verdict}) => verdict === 'reducible')?.misses).toEqual([1, 2, 3, 4])
})

test.each<['static' | 'tree', string, string[], string, RegExp]>([
  ['static', 'n', ['0', '1', '2', '3'], 'avoidable', /^Pass the counter `n` as an array/],
  ['static', 'n', ['2', '3', '4'], 'unknown', /^Pass `n` as an array where it counts.* a number of layers/],
  ['tree', 'model.depth', ['2', '3', '4'], 'unknown', /^Pass `model.depth` as an array where it counts/],
  ['static', 'step', ['0', '10'], 'avoidable', /^Pass the counter `step` as an array/],
  [
    'static',
    'n',
    ['1', '2'],
    'necessary',
    /^Nothing to fix where .* depends on `n`.* Else take `n` out of static_argnums/,
  ],
  [
    'static',
    'n',
    ['1', '2', '4', '8'],
    'necessary',
    /^Nothing to fix where .* depends on `n`.* Else take `n` out of static_argnums/,
  ],
  ['tree', 'batch.id', ['0', '1', '2'], 'avoidable', /^Keep the counter `batch.id` as an array/],
  ['tree', 'batch.id', ['1', '2', '3', '0'], 'avoidable', /^Keep the counter `batch.id` as an array/],
  ['static', 'n', ['3', '0', '1', '2'], 'avoidable', /^Pass the counter `n` as an array/],
  [
    'static',
    'n',
    ['16', '32', '48', '8'],
    'necessary',
    /^Nothing to fix where .* depends on `n`.* Else take `n` out of static_argnums/,
  ],
  ['tree', 'batch.rate', ['0.5', '0.25'], 'avoidable', /^Keep the number `batch.rate` as an array/],
  [
    'tree',
    'batch.mode',
    ["'a'", "'b'"],
    'necessary',
    /^Nothing to fix where both are meant; else give `batch.mode` one structure/,
  ],
])('explain(trace) judges a %s %s that was %j', (component, path, values, verdict, advice) => {
  const calls = values.map((value) => ({
    facts: [[component, component === 'tree' ? 'container' : 'static', path, value] as Line],
  }))
  const miss = explain(traced(calls)).misses.at(-1)
  expect(miss?.verdict).toBe(verdict)
  expect(miss?.advice).toMatch(advice)
})

test('explain(trace) accepts flags and numbers in one array, where both are meant', () => {
  const miss = lastOf({x: 'bool[4]'}, {x: 'f32[4]'})
  expect(miss?.verdict).toBe('necessary')
  expect(miss?.advice).toBe(
    'Nothing to fix where both dtypes are meant; else give `x` one in every call: f32 now, bool before.',
  )
})

test('explain(trace) asks for one model and one optimizer where a train state holds new functions of both', () => {
  const value = 'GradientTransformation(init=<function f>)'
  const [, miss] = explain(
    traced(
      ['1', '2'].map((identity) => ({facts: [['tree', 'container', 'state.metadata.[1]', value, identity]]})),
    ),
  ).misses
  expect(miss?.advice).toMatch(/`apply_fn` and its `tx`/)
})

/** What NumPy's promote_types gives of a dtype and each of the same list. */
const inNumPy: Readonly<Record<string, string>> = {
  bool: 'bool u8 u16 u32 i8 i16 i32 f16 f32 c64',
  u8: 'u8 u8 u16 u32 i16 i16 i32 f16 f32 c64',
  u16: 'u16 u16 u16 u32 i32 i32 i32 f32 f32 c64',
  u32: 'u32 u32 u32 u32 i64 i64 i64 f64 f64 c128',
  i8: 'i8 i16 i32 i64 i8 i16 i32 f16 f32 c64',
  i16: 'i16 i16 i32 i64 i16 i16 i32 f32 f32 c64',
  i32: 'i32 i32 i32 i64 i32 i32 i32 f64 f64 c128',
  f16: 'f16 f16 f32 f64 f16 f32 f64 f16 f32 c64',
  f32: 'f32 f32 f32 f64 f32 f32 f64 f32 f32 c64',
  c64: 'c64 c64 c64 c128 c64 c64 c128 c64 c64 c64',
}
/** Without x64 whole numbers of 32 bits go into floats of as many, and no whole number has 64. */
const without64: Readonly<Record<string, string | null>> = {f64: 'f32', c128: 'c64', i64: null}

test.each(Object.entries(inNumPy))(
  'promoted([%s, …]) is what NumPy promotes to, as far as 32 bits',
  (one, row) => {
    const others = Object.keys(inNumPy)
    row.split(' ').forEach((held, at) => {
      const expected = held in without64 ? without64[held] : held
      expect([others[at], promoted([one, others[at] ?? ''])]).toEqual([others[at], expected])
    })
  },
)

test('promoted(dtypes) is nothing where one of them holds no numbers', () => {
  for (const other of ['f32', 'i32', 'bool', 'c64']) {
    expect(promoted(['key<fry>', other])).toBeNull()
    expect(promoted([other, 'key<fry>'])).toBeNull()
    expect(promoted([other, 'f', other])).toBeNull()
  }
  expect(promoted(['key<fry>', 'key<fry>'])).toBe('key<fry>')
})

test('explain(trace) advises a dtype that calls with the same setting of x64 had, and none between two settings', () => {
  const call = (type: string, x64: string): {facts: Line[]} => ({
    facts: [
      ['aval', 'leaf', 'x', type],
      ['context', 'context', 'jax_enable_x64', x64],
    ],
  })
  const off = ['i32[3]', 'f16[3]'].map((type) => call(type, 'False'))
  const on = ['f64[3]', 'f32[3]'].map((type) => call(type, 'True'))
  const advices = (calls: readonly {facts: Line[]}[]): string[] =>
    explain(traced(calls))
      .misses.slice(1)
      .map(({advice}) => advice)
  const [narrow, between, wide] = advices([...off, ...on])
  expect(narrow).toMatch(/astype\(jnp\.float32\)/)
  expect(between).toMatch(
    /; else set `jax_enable_x64` once.*Likewise .*; else give `x` one in every call: f64 now/,
  )
  expect(wide).toMatch(/astype\(jnp\.float64\)/)
  const widened = advices([...off.slice(0, 1), call('i64[3]', 'True')])
  expect(widened).toEqual([
    'Nothing to fix where the change is meant; else set `jax_enable_x64` once, before the first call: each value is a program of its own.',
  ])
  expect(advices([...on, ...off]).at(-1)).toMatch(/astype\(jnp\.float32\)/)
})

test.each([
  ['bool[]', 'f32[]{weak_type=True}'],
  ['i32[]', 'bool[]'],
])('explain(trace) asks for a flag or a number where one call gave %s and the next %s', (one, other) => {
  const miss = lastOf({x: one}, {x: other})
  expect(miss?.verdict).toBe('avoidable')
  expect(miss?.advice).toBe(
    `Pass \`x\` always as the same kind of value, a flag or a number: ${other.replace(/\[.*/, '')} now, ${one.replace(/\[.*/, '')} before.`,
  )
})
