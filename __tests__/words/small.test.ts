import {blamed, leavesAlone} from '../../lib/words/index.ts'
import {checked, verdict} from '../../lib/words/checked.ts'
import {compared} from '../../lib/words/compared.ts'
import {advices, because} from '../../lib/words/finding.ts'
import {headline, type Figures} from '../../lib/words/headline.ts'
import {parting} from '../../lib/words/parting.ts'
import {phrase, phrases} from '../../lib/words/phrase.ts'
import {remark} from '../../lib/words/remarked.ts'
import {ranged} from '../../lib/words/ranged.ts'
import {predicted, remedied} from '../../lib/words/remedy.ts'

const value = {kind: 'value', now: 'f32[2]', before: 'f32[3]'} as const

test('phrase(cause) says that the parameter of a leaf is not in the log, and of their number how many the program uses', () => {
  expect(phrase({component: 'aval', path: 'leaf 1 of 2', delta: value, unplaced: true})).toBe(
    'leaf 1 of 2 (its parameter is not in the log) is f32[2], before f32[3]',
  )
  expect(
    phrase({
      component: 'tree',
      path: 'number of leaves',
      delta: {kind: 'value', now: '3', before: '2'},
      unplaced: true,
    }),
  ).toBe('its program uses 3 leaves of its arguments, before 2')
})

test('phrases(causes) tells 40 of very many causes, and how many more there are', () => {
  const causes = Array.from({length: 42}, (_, i) => ({component: 'aval', path: `x${i}`, delta: value}))
  expect(phrases(causes.slice(0, 40)).split('; ')).toHaveLength(40)
  expect(phrases(causes).split('; ').slice(39)).toEqual([
    'x39 is f32[2], before f32[3]',
    'and 2 more changes',
  ])
})

test('blamed(reason) counts the places that are not kept with those that are', () => {
  expect(blamed({kind: 'types', places: [{at: 'x', now: null, before: null}], more: 2})).toBe(
    'different input types: x (and 2 more)',
  )
})

const spared = {compiles: 1, seconds: 2}
const figures: Figures = {
  calls: 3,
  blank: false,
  compiles: 3,
  seconds: 6,
  span: null,
  avoidable: spared,
  reducible: {compiles: 0, seconds: 0},
  changed: {compiles: 0, seconds: 0},
  unexplained: spared,
  wrong: 0,
  notes: [],
  remarks: [],
  dearest: {
    function: 'step',
    compiles: 1,
    seconds: 2,
    isFirst: true,
    verdict: 'necessary',
    finding: {what: 'first call', name: 'step'},
  },
}

test('headline(figures) says of how many compiles the seconds of the costliest cause are, where they are several', () => {
  const {dearest} = figures
  expect(headline({...figures, dearest: dearest && {...dearest, compiles: 3}})).toMatch(
    /in `step`: its first call \(2 s in 3 compiles\)\.$/,
  )
})

test('headline(figures) says of the costliest cause that could be spared its verdict, and of one that is not explained what is known', () => {
  const {dearest} = figures
  const of = (verdict: string) =>
    headline({
      ...figures,
      dearest: dearest && {
        ...dearest,
        isFirst: false,
        verdict,
        finding: {what: 'object anew', path: ['args[0]']},
      },
    })
  expect(of('reducible')).toMatch(
    /; the costliest reducible in `step`: `args\[0\]` came as another object \(2 s\)\.$/,
  )
  expect(of('unknown')).toMatch(
    /; besides first calls the costliest in `step` is unexplained, but `args\[0\]` came as another object \(2 s\)\.$/,
  )
})

test('headline(figures) counts calls that were read from disk with the compiles of their verdict', () => {
  expect(headline({...figures, reads: 1, avoidable: {compiles: 1, reads: 1, seconds: 2}})).toMatch(
    /^6 s were compiling, 3 compiles and 1 call read from disk: 2 avoidable \(2 s\), /,
  )
})

test('parting(divergence) says for whom a cause is where both missed, and not where one lacks the miss', () => {
  const place = {component: 'aval', path: 'x', delta: value}
  const one = {
    odd: ['b'],
    others: ['a'],
    function: 'f',
    nth: 2,
    causes: [place],
    before: 'earlier',
    own: null,
  } as const
  expect(parting({...one, what: 'differs', of: 'others'})).toBe(
    'b differs from a at compile 2 of `f`: x is f32[2], before f32[3], for a.',
  )
  expect(parting({...one, what: 'lacks', of: 'others'})).toBe(
    'b lacks compile 2 of `f`: x is f32[2], before f32[3].',
  )
})

test('remark(unwritten) tells the seconds of one program, and the limit alone of several', () => {
  const one = {
    what: 'unwritten',
    why: 'too short',
    functions: ['f'],
    times: 1,
    seconds: 0.01,
    limit: 1,
  } as const
  expect(remark(one)).toBe(
    '`f` was not written to the persistent cache: compiling took 10 ms, less than 1 s.',
  )
  expect(remark({...one, times: 2})).toBe(
    '`f` was not written to the persistent cache, 2 times: compiling took less than 1 s.',
  )
})

const miss = {
  function: 'f',
  call: 2,
  outcome: 'retrace',
  taxonomy: 'type',
  causes: [],
  excluded: null,
  sentence: 'f was traced again.',
  advice: '',
  seconds: {trace: 0, lower: 0, compile: 1},
}

test('checked(check) sums the seconds of what it does not list', () => {
  const misses = Array.from({length: 23}, () => miss)
  const check = {
    passed: false,
    misses,
    broken: 0,
    budget: 0,
    warm: 1,
    seconds: {counted: 23, all: 23},
    unread: null,
    gone: {},
  }
  expect(checked(check).at(-1)).toBe('  and 3 more, 3 s')
})

test.each([
  [0, 'failed: 23 misses, 0 allowed.'],
  [1, 'failed: 23 misses beside first calls, 0 allowed.'],
  [3, 'failed: 23 misses beside the first 3 calls of each function, 0 allowed.'],
])('verdict(check) says that %i calls of each function are not counted', (warm, text) => {
  const misses = Array.from({length: 23}, () => miss)
  const seconds = {counted: 0, all: 0}
  expect(verdict({passed: false, misses, broken: 0, budget: 0, warm, seconds, unread: null, gone: {}})).toBe(
    text,
  )
})

test('because(finding) says of a place that is called static but once that it is', () => {
  const why = (path: string): string | null => because({what: 'number in static', path: [path]})
  expect(why('n')).toBe('the static `n` had other values')
  expect(why('static args[0].lr')).toBe('`static args[0].lr` had other values')
})

test('advices(findings) names the option of jax.pmap for a function of it', () => {
  const finding = {what: 'static number', path: ['n']} as const
  expect(advices([finding], 4, 'jax.pmap')).toContain('take it out of static_broadcasted_argnums')
  expect(advices([finding])).toContain('take it out of static_argnums and static_argnames')
})

test('advices(findings) says which argument to pass in one way, and not of all of them beside it', () => {
  const all = {what: 'arguments', now: 'tuple of length 2', before: 'tuple of length 1'} as const
  const one = {what: 'keyword or position', path: ["kwargs['n']"], from: 'args[1]'} as const
  expect(advices([all, one])).toBe(advices([one]))
  expect(advices([all])).toMatch(/^Pass every argument always by position/)
})

test('advices(findings) tells one step for several axes once, with the places of each', () => {
  const batch = (place: string, axes: string) =>
    ({what: 'batch or parameter', path: [place], axes, unnamed: [`f32[8]`]}) as const
  expect(advices([batch('leaf 1 of 5', 'axis 0'), batch('leaf 2 of 5', 'axis 1')])).toBe(
    'Where a batch had another size, pad axis 0 of the array `f32[8]` (leaf 1 of 5) and axis 1 of the array `f32[8]` (leaf 2 of 5) to one size and mask what was added. Nothing to fix where another model is meant.',
  )
  const sizes = (multiple: number) =>
    ({what: 'sizes', axes: 'axis 0', path: ['x'], multiple, shapes: 2}) as const
  expect(advices([sizes(8), sizes(16)])).toBe(`${advices([sizes(8)])} ${advices([sizes(16)])}`)
})

test('advices(findings) cuts a list of arrays between two of them, never inside one', () => {
  const path = ["dynamic['first'][0]", "dynamic['first'][3]", "dynamic['rest'][3]", "dynamic['rest'][7]"]
  const told = advices([{what: 'parameter', path, unnamed: path.map(() => 'f32[4,16]')}])
  expect(told).toContain(
    "give the array `f32[4,16]` (dynamic['first'][0]), the array `f32[4,16]` (dynamic['first'][3]) and 2 more the final shape",
  )
})

test('advices(findings) puts a step under jit once, though its sizes and its functions both change', () => {
  const loop = {what: 'loop anew', name: 'while', path: ['body']} as const
  const sizes = {what: 'sizes outside jit', name: 'while'} as const
  for (const all of [
    [loop, sizes],
    [sizes, loop],
  ])
    expect(advices(all)).toBe(
      'Put the step that runs `while` under jax.jit, with sizes that stay the same (pad, and mask what was added): outside, each size is a program of its own. Where it stays outside, define `body` once, outside what is called again and again.',
    )
  expect(advices([loop])).toMatch(/^Put the step that runs `while` under jax\.jit, or define `body` once/)
})

test('remedied(remedies) puts what runs a loop under jit once, with fixed sizes where one of them takes that', () => {
  const jit = {change: 'jit', place: 'while'} as const
  expect(remedied([jit, {...jit, isFixed: true}])).toBe('put what runs while under jax.jit, with fixed sizes')
  expect(remedied([jit, {...jit, place: 'scan'}])).toBe('put what runs while and scan under jax.jit')
})

test('compared(comparison) tells a shorter time with a minus, a longer one with a plus', () => {
  const full = {whole: true, compiles: true, reasons: true, late: null, open: null, copy: false}
  const line = (before: number, now: number): string | undefined =>
    compared(
      {
        appeared: [miss],
        went: [],
        changed: [],
        outcomes: [],
        firsts: [],
        same: 0,
        seconds: [before, now],
        tells: [full, full],
      },
      'a',
      'b',
    )[0]
  expect(line(3, 1)).toBe('1 appeared, 0 went, 0 changed cause, 0 stayed; 3 s in a, 1 s in b (−2 s).')
  expect(line(1, 3)).toBe('1 appeared, 0 went, 0 changed cause, 0 stayed; 1 s in a, 3 s in b (+2 s).')
})

test('predicted(spared, of) names every place of one remedy', () => {
  const remedies = ['n', 'rate'].map((place) => ({change: 'hold', component: 'static', place}) as const)
  expect(
    predicted([{verdict: 'avoidable', misses: 2, seconds: 0, remedies}], 4)
      .map((line) => line.trim())
      .join(' '),
  ).toBe('Predicted (nothing else changes): 2 avoidable misses less, if you make n and rate data.')
})

test('phrase(cause) says of two values that read alike that they do, and never one of them in place of the other', () => {
  const spaced = (path: string, now: string, before: string): string =>
    phrase({component: 'static', path, delta: {kind: 'value', now, before}})
  expect(spaced('layout', "'a  b'", "'a b'")).toBe("layout is another value that prints alike: 'a b'")
  const leaves = leavesAlone(['f32[8]', 'i32[]'])
  expect(
    phrase({component: 'tree', path: 'arguments', delta: {kind: 'identity', now: leaves, before: leaves}}),
  ).toBe(
    'arguments is another structure, of which the log tells the leaves alone, and these are alike: pytree with leaf types (f32[8], i32[])',
  )
})

test.each([
  [['host 0', 'host 2', 'host 4', 'host 3'], 'host 0, 2–4'],
  [['host1'], 'host1'],
  [['host1', 'worker2'], 'host1, worker2'],
  [['a', 'b'], 'a, b'],
  [['7', '8'], '7–8'],
  [['x9', 'x10', 'x12'], 'x9–10, 12'],
])('ranged(%j) tells neighbours as a range: %s', (names, said) => {
  expect(ranged(names)).toBe(said)
})
