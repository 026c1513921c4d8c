import fc from 'fast-check'
import {check, compare, explain, propose, proposed, whatIf} from '../../lib/explain/index.ts'
import {noSeconds} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'
import {compared} from '../../lib/words/index.ts'
import {type Call, type Line, traced} from './traced.ts'

const seconds = {trace: 0, lower: 0, compile: 1}

const call = (facts: readonly Line[], more: Partial<Call> = {}): Call => ({facts, seconds, ...more})

const tokens = (size: number): Line => ['aval', 'leaf', 'tokens', `i32[8,${size}]`]
const counter = (count: number): Line => ['graphdef', 'attribute', 'model.calls', String(count)]
const tx = (identity: string): Line => [
  'graphdef',
  'attribute',
  'optimizer.tx',
  'GradientTransformation()',
  identity,
]

test('whatIf(trace, changes) counts the misses and seconds that padding spares', () => {
  const trace = traced([call([tokens(5)]), call([tokens(7)]), call([tokens(8)]), call([tokens(9)])])
  expect(whatIf(trace, [{change: 'pad', path: ['tokens'], dimension: 1, multiple: 8}])).toMatchObject({
    predicted: true,
    misses: [1, 2],
    seconds: 2,
    of: 4,
  })
})

test('whatIf(trace, changes) spares a miss only when all of its causes are held', () => {
  const trace = traced([call([counter(0), tx('a')]), call([counter(1), tx('b')])])
  const hold = {change: 'hold', component: 'graphdef', path: ['model', 'calls']} as const
  const reuse = {change: 'reuse', component: 'graphdef', path: ['optimizer', 'tx']} as const
  expect(whatIf(trace, [hold]).misses).toEqual([])
  expect(whatIf(trace, [reuse]).misses).toEqual([])
  expect(whatIf(trace, [hold, reuse]).misses).toEqual([1])
})

test('whatIf(trace, []) spares nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.constantFrom('a', 'b')), {maxLength: 8}),
      (rows) => {
        const trace = traced(rows.map(([size, count, id]) => call([tokens(size), counter(count), tx(id)])))
        expect(whatIf(trace, []).misses).toEqual([])
      },
    ),
  )
})

test('whatIf(trace, changes) spares a miss exactly where an earlier call has the same key but for what is held', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), {maxLength: 8}), (rows) => {
      const trace = traced(rows.map(([size, count]) => call([tokens(size), counter(count)])))
      const spared = rows.flatMap(([size, count], index) => {
        const earlier = rows.slice(0, index)
        const isKnown = earlier.some(([one, other]) => one === size && other === count)
        return !isKnown && earlier.some(([one]) => one === size) ? [index] : []
      })
      expect(
        whatIf(trace, [{change: 'hold', component: 'graphdef', path: ['model', 'calls']}]).misses,
      ).toEqual(spared)
    }),
  )
})

test('whatIf(trace, changes) keeps a miss whose cause the log hides', () => {
  const unknown = [{component: 'graphdef', path: []}] as const
  const trace = traced([
    call([tokens(5)], {unknown}),
    call([tokens(5)], {unknown}),
    call([tokens(7)], {unknown}),
  ])
  expect(whatIf(trace, [{change: 'pad', path: ['tokens'], multiple: 8}]).misses).toEqual([2])
})

test('propose(trace) finds the smallest set of changes that saves most, the dearest first', () => {
  const dear = {trace: 0, lower: 0, compile: 10}
  const trace = traced([
    call([tokens(5), counter(0)]),
    call([tokens(5), counter(1)]),
    call([tokens(5), counter(2)]),
    call([tokens(7), counter(2)], {seconds: dear}),
  ])
  const steps = propose(trace)
  expect(steps.map(({changes}) => changes.length)).toEqual([1, 2])
  expect(steps[0]).toMatchObject({
    misses: [3],
    seconds: 10,
    changes: [{change: 'pad', path: ['tokens'], dimension: 1, multiple: 7, largest: true}],
  })
  expect(steps[1]).toMatchObject({misses: [1, 2, 3], seconds: 12})
  expect(
    proposed(steps, explain(trace))
      .map((line) => line.trim())
      .join(' '),
  ).toBe(
    'Predicted (nothing else changes, padding is masked): 2 avoidable misses and 2 s of 13 s less, if you make model.calls data; 1 reducible miss and 10 s less, if you pad axis 1 of tokens to 7.',
  )
})

test('propose(trace) proposes nothing where the program needs its programs', () => {
  const flag = (value: string): Line => ['graphdef', 'attribute', 'model.drop.deterministic', value]
  expect(propose(traced([call([flag('False')]), call([flag('True')])]))).toEqual([])
})

test('compare(a, a) finds nothing', () => {
  const trace = traced([call([tokens(5)]), call([tokens(7)])])
  expect(compare(trace, trace)).toMatchObject({appeared: [], went: [], changed: [], same: 2, seconds: [2, 2]})
})

test('compare(a, b) tells what appeared, what went and what changed cause', () => {
  const a = traced([call([tokens(5)]), call([tokens(7)]), call([tokens(5)], {name: 'predict'})])
  const b = traced([call([tokens(5)]), call([tokens(9)]), call([tokens(11)])])
  const {appeared, went, changed, same} = compare(a, b)
  expect(same).toBe(1)
  expect(changed.map((pair) => pair.map(({causes}) => causes[0]?.now))).toEqual([['i32[8,7]', 'i32[8,9]']])
  expect(appeared.map(({causes}) => causes[0]?.now)).toEqual(['i32[8,11]'])
  expect(went.map((miss) => miss.function)).toEqual(['predict'])
})

test('compare(a, b) is compare(b, a) the other way round', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), {maxLength: 6}), fc.array(fc.nat(4), {maxLength: 6}), (first, second) => {
      const [a, b] = [first, second].map((sizes) => traced(sizes.map((size) => call([tokens(size)]))))
      if (a === undefined || b === undefined) return
      const [there, back] = [compare(a, b), compare(b, a)]
      expect([there.appeared.length, there.went.length, there.changed.length, there.same]).toEqual([
        back.went.length,
        back.appeared.length,
        back.changed.length,
        back.same,
      ])
    }),
  )
})

test('check(trace) allows the first call of each function alone', () => {
  expect(check(traced([call([tokens(5)]), call([tokens(5)], {name: 'predict'})])).passed).toBe(true)
  expect(check(traced([call([tokens(5)]), call([tokens(7)])]))).toMatchObject({
    passed: false,
    misses: [{call: 2}],
  })
})

test('check(trace, {after, budget, baseline}) counts what is not allowed', () => {
  const trace = traced([
    call([tokens(5)]),
    call([tokens(7)]),
    call([counter(1)], {name: 'predict', outcome: 'dispatch'}),
  ])
  expect(check(trace, {after: 2}).passed).toBe(true)
  expect(check(trace, {budget: 1}).misses.length).toBe(2)
  expect(check(trace, {budget: 2}).passed).toBe(true)
  expect(check(trace, {baseline: check(trace).baseline}).passed).toBe(true)
  expect(
    check(traced([call([tokens(5)]), call([tokens(7)]), call([tokens(9)])]), {
      baseline: check(trace).baseline,
    }).misses.map((miss) => miss.call),
  ).toEqual([3])
})

test('explain(trace) orders groups by what they cost', () => {
  const {groups, functions} = explain(
    traced([
      call([tokens(5)]),
      call([tokens(7)]),
      call([tokens(9)]),
      call([tokens(5)], {name: 'predict'}),
      call([tokens(5)], {name: 'predict', outcome: 'hit', seconds: noSeconds}),
    ]),
  )
  expect(groups.map((group) => [group.function, group.seconds])).toEqual([
    ['step', 2],
    ['step', 1],
    ['predict', 1],
  ])
  expect(functions.map((row) => [row.function, row.calls, row.hits, row.misses])).toEqual([
    ['step', 3, 0, 3],
    ['predict', 2, 1, 1],
  ])
})

test('compare(a, b) takes nothing for missing from a log that tells neither seconds nor reasons', () => {
  const compiling = (name: string): string =>
    `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[3]),). Argument mapping: (UnspecifiedValue,).`
  const bare = read(compiling('f'))
  const timed = read(`${compiling('g')}\nFinished XLA compilation of jit(g) in 2.0 sec`)
  expect(compare(bare, timed)).toMatchObject({appeared: [], changed: []})
})

test('compare(a, b) counts a miss for the same cause with another outcome as that, and as no changed cause', () => {
  const run = (outcome: 'rebind' | 'dispatch') =>
    traced([call([tokens(5)]), call([tokens(5), ['placement', 'placement', 'tokens', 'cpu:0']], {outcome})])
  const comparison = compare(run('rebind'), run('dispatch'))
  expect(comparison).toMatchObject({appeared: [], went: [], changed: [], same: 1})
  expect(comparison.outcomes.map((pair) => pair.map(({outcome}) => outcome))).toEqual([
    ['rebind', 'dispatch'],
  ])
  const text = compared(comparison, 'a', 'b').join(' ')
  expect(text).toContain('0 changed cause, 1 changed outcome, 1 stayed')
  expect(text).toContain('→ step, call 2: dispatch, in a rebind, for the same cause: tokens was added')
})

test('compare(a, b) tells the first misses of a function whose types differ, which have no earlier call to name them', () => {
  const a = traced([call([tokens(16)]), call([tokens(16)], {name: 'evaluate'})])
  const b = traced([call([tokens(32)]), call([tokens(16)], {name: 'evaluate'})])
  const comparison = compare(a, b)
  expect(comparison).toMatchObject({appeared: [], went: [], changed: [], same: 1})
  expect(comparison.firsts.map(({types}) => types.map(({now, before}) => [now, before]))).toEqual([
    [['i32[8,32]', 'i32[8,16]']],
  ])
  const text = compared(comparison, 'a', 'b').join(' ')
  expect(text).toContain('1 began with other types, 1 stayed')
  expect(text).toContain('step, call 1, its first, has other types than in a: tokens is i32[8,32]')
})

test('compare(a, b) takes first misses of one name by their types, whichever came first', () => {
  const first = (line: number, size: number): string =>
    `TRACING CACHE MISS at /home/me/app/train.py:${line}:4 (main):
  never seen function:
    <lambda> id=${line} defined at /home/me/app/train.py:${line}
Finished tracing <lambda> for jit in 0.1 sec
Compiling jit(<lambda>) with global shapes and types (ShapedArray(float32[${size}]),). Argument mapping: (UnspecifiedValue,).
Finished XLA compilation of jit(<lambda>) in 0.${size} sec`
  const [one, other] = [first(5, 16), first(9, 32)]
  expect(compare(read(`${one}\n${other}`), read(`${other}\n${one}`))).toMatchObject({firsts: [], same: 2})
  expect(compare(read(one), read(other))).toMatchObject({firsts: [{types: [{now: 'f32[32]'}]}], same: 0})
})
