import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {
  decode,
  duration,
  type Explanation,
  explain,
  type Group,
  isCompile,
  loadScenarios,
  type Miss,
  noSeconds,
  read,
  runScenario,
  Trace,
} from '../../lib/index.ts'
import {markup, misses} from '../../viz/index.ts'
import {causes} from '../../viz/player/causes.ts'
import {foot} from '../../viz/player/foot.ts'
import {head} from '../../viz/player/head.ts'
import {now} from '../../viz/player/now.ts'
import {allSwitch} from '../../viz/player/trial.ts'
import {start, view} from '../../viz/view.ts'
import {runs} from '../viz/runs.ts'
import {traced} from '../explain/traced.ts'

const examples = join(__dirname, '../../examples')
const logs = readdirSync(join(examples, 'logs')).filter((name) => name.endsWith('.log'))
const logOf = (name: string): Trace => read(readFileSync(join(examples, 'logs', name), 'utf8'), {name})
const scenarios = readdirSync(join(examples, 'scenarios'))
const scenarioOf = (name: string): Trace => {
  const [scenario] = loadScenarios(readFileSync(join(examples, 'scenarios', name), 'utf8'), name)
  if (scenario === undefined) throw new Error(`${name} holds no scenario`)
  return runScenario(scenario).trace
}

const sum = (all: readonly number[]): number => all.reduce((one, two) => one + two, 0)

/** One miss in the headline, at the position where the page opens, and in the first card. */
function agrees(trace: Trace): void {
  const explanation = explain(trace)
  const {figures, functions, groups} = explanation
  const {position} = start(trace, explanation)
  const [first] = groups
  for (const miss of explanation.misses) accepts(miss)
  if (first === undefined) return expect(position).toBe(0)
  const {miss} = view(trace, explanation, start(trace, explanation))
  expect(first.dearest).toBe(position)
  expect(first.sentence).toContain(miss?.sentence.replace(/\.$/, '') ?? 'no miss')
  expect(first.advice).toBe(miss?.advice)
  if (figures.wrong > 0 || functions.some(({compiles}) => compiles > 0))
    expect(figures.mistaken ?? figures.dearest).toMatchObject({
      function: first.function,
      seconds: first.seconds,
      finding: miss?.findings[0],
    })
  const cards = markup(causes(trace, explanation))
  for (const {x, width} of stretches(cards)) expect(x + width).toBeLessThanOrEqual(100.001)
  const card = cards.split('class="cause"')[1] ?? ''
  const strong = /<strong>(.*?)<\/strong>/.exec(card)?.[1] ?? ''
  if (first.verdict === 'wrong hit') return
  if (first.seconds > 0) expect(strong).toBe(duration(first.seconds))
  else expect(strong).toMatch(new RegExp(`^${first.misses.length} (call|compile|read from disk)`))
}

/** What is necessary is accepted where it is meant; what can be spared asks for a step. */
function accepts({verdict, advice}: Miss): void {
  if (verdict === 'necessary') expect(advice).toMatch(/^Nothing to fix/)
  if (verdict === 'avoidable' || verdict === 'reducible') expect(advice).not.toContain('Nothing to fix')
}

/** How wide the part of each colour is in the bar, of 100. */
function bar(trace: Trace): ReadonlyMap<string, number> {
  const [scale = ''] = /<svg[^>]*class="scale".*?<\/svg>/s.exec(markup(head(trace, explain(trace)))) ?? []
  return new Map(stretches(scale).map(({tone, width}) => [tone, width]))
}

/** The stretches of bars: areas, and stripes. */
const stretches = (text: string): {tone: string; x: number; width: number}[] =>
  [
    ...text.matchAll(
      /<rect x="([\d.]+)" width="([\d.]+)" height="4"[^>]*class="jl-f-(\w+)"|M([\d.]+) 2h([\d.]+)"[^>]*class="jl-s-(\w+)"/g,
    ),
  ].map(([, x, width, tone, from, long, striped]) => ({
    tone: tone ?? striped ?? '',
    x: Number(x ?? from),
    width: Number(width ?? long),
  }))

/** The bar is all seconds, as the account has them, and each colour what the cards of it come to. */
function addsUp(trace: Trace): void {
  const explanation = explain(trace)
  const {account, eager, figures, groups} = explanation
  expect(figures.seconds).toBeCloseTo(account.seconds, 9)
  const cards = sum(groups.map(({seconds}) => seconds))
  const others = [...eager.functions, ...(trace.source?.traced ?? [])].map(({seconds}) => seconds)
  expect(cards + sum(others)).toBeCloseTo(account.seconds, 6)
  if (figures.seconds === 0) return
  const all = figures.span ?? figures.seconds
  const parts = bar(trace)
  expect(sum([...parts.values()])).toBeCloseTo(100, 0)
  for (const [tone, verdict] of [
    ['avoidable', 'avoidable'],
    ['reducible', 'reducible'],
    ['hit', 'unknown'],
  ] as const) {
    const told = sum(groups.filter((group) => group.verdict === verdict).map(({seconds}) => seconds))
    expect(Math.abs((parts.get(tone) ?? 0) - (100 * told) / all)).toBeLessThan(0.03)
  }
}

describe('the headline, the first cause and the position where a page opens', () => {
  test('are one miss, of whatever run', () => {
    fc.assert(fc.property(runs, agrees))
  })
  test.each(logs)('are one miss of %s', (name) => agrees(logOf(name)))
  test.each(scenarios)('are one miss of %s', (name) => agrees(scenarioOf(name)))
  test('are a wrong hit where there is one, before all that was only slow', () => {
    const trace = scenarioOf('cached_partial.json')
    const explanation = explain(trace)
    const {miss} = view(trace, explanation, start(trace, explanation))
    expect(miss?.verdict).toBe('wrong hit')
    expect(explanation.headline).toBe(
      '1 wrong hit, in `forward`: a program ran that was compiled for another value (`model.layers.1.deterministic` changed after the partial had copied it). 206 ms were compiling, 2 compiles: none surely avoidable; besides first calls the costliest in `forward`: training and evaluation differ in `model.layers.1.deterministic` (43.9 ms).',
    )
  })
})

const recorded = (name: string): Trace =>
  decode(readFileSync(join(__dirname, '../golden/recorded', name), 'utf8').split('\n'))

test('the foot names each version that ran once', () => {
  const trace = recorded('p06.jsonl')
  const text = markup(foot(trace, explain(trace)))
  for (const version of ['jax 0.10.2', 'flax 0.12.8', 'jaxlib 0.10.2'])
    expect(text.split(version)).toHaveLength(2)
})

test('a call is not said to be at the beginning of a log that begins with it', () => {
  const trace = logOf('torch/t13_schedule.log')
  const explanation = explain(trace)
  const said = (position: number): string =>
    markup(now(trace, explanation, view(trace, explanation, {...start(trace, explanation), position})))
  expect(said(1)).not.toContain(' at ')
  expect(said(2)).toContain('at 607 ms')
})

test('the line of a call that a what-if spares says that it is gone, and so does its row of the table', () => {
  const trace = recorded('p06.jsonl')
  const explanation = explain(trace)
  const shown = view(trace, explanation, start(trace, explanation))
  const gone = new Set([shown.position])
  expect(markup(now(trace, explanation, shown))).toContain('compiled again')
  const said = markup(now(trace, explanation, shown, gone))
  expect(said).toContain('gone, predicted')
  expect(said).not.toContain('compiled again')
  const listed = markup(misses.draw(trace, explanation, {gone}))
  expect(listed.match(/gone, predicted/g)).toHaveLength(1)
})

test('a card of what compiled nothing by itself speaks of calls, in its weight and at its numbers', () => {
  const trace = logOf('p20_scan_grad_vmap.log')
  const cards = markup(causes(trace, explain(trace)))
    .split('class="cause"')
    .slice(1)
  const inside = cards.filter((card) => /<strong>\d+ calls?</.test(card))
  expect(inside.length).toBeGreaterThan(0)
  for (const card of inside) expect(card).not.toMatch(/Compiles? </)
})

test("JAX's own message is folded behind the advice where it names another cause", () => {
  const trace = logOf('p21_training_many_edits.log')
  const [card = ''] = markup(causes(trace, explain(trace)))
    .split('class="cause"')
    .slice(1)
  const [advice, folded] = [card.indexOf('class="fix"'), card.search(/<summary>[^<]*own message/)]
  expect(advice).toBeGreaterThan(0)
  expect(folded).toBeGreaterThan(advice)
  expect(card.slice(folded)).toContain('different input pytree')
})

test('words of JAX in a sentence tell what they mean where they are met first', () => {
  const trace = logOf('p21_training_many_edits.log')
  const cards = markup(causes(trace, explain(trace)))
  for (const word of ['traced again', 'array types', 'structure of a model'])
    expect(cards).toMatch(new RegExp(`data-word="${word}" data-means="[^"]+"[^>]*>\\s*${word}\\s*<`))
})

test('two fixes are asked for as both', () => {
  const trace = logOf('p05_lambda_loop.log')
  const explanation = explain(trace)
  const asked = allSwitch(trace, explanation, start(trace, explanation))
  expect(asked && markup(asked)).toContain('What if both fixes?')
})

test('the switch above all says what the known fixes leave, and nothing where they leave nothing', () => {
  const asked = (trace: Trace): string => {
    const every = allSwitch(trace, explain(trace), start(trace, explain(trace)))
    return every === null ? '' : markup(every)
  }
  const leaf = (path: string, value: string) => ['aval', 'leaf', path, value] as const
  const lies = (spec: string) =>
    [
      'placement',
      'placement',
      'w',
      `NamedSharding(mesh=Mesh('d': 2), spec=${spec}, memory_kind=device)`,
    ] as const
  const calls = [
    ...['f', 'g'].flatMap((name) => ['f32[8]', 'f32[5]'].map((x) => ({name, facts: [leaf('x', x)]}))),
    {name: 'h', facts: [leaf('x', 'f32[4]'), lies('P()')]},
    {name: 'h', facts: [leaf('x', "f32[4]({Auto: ('d',)})"), lies("P('d',)")]},
  ]
  const seconds = {trace: 0, lower: 0, compile: 1}
  const unmended = traced(calls.map((call) => ({...call, evidence: 'observed' as const, seconds})))
  expect(asked(unmended)).toMatch(/They leave 1 s avoidable or reducible/)
  expect(asked(logOf('p21_training_many_edits.log'))).not.toMatch(/They leave/)
})

test('what was traced inside other calls and compiled nothing is folded, and no card', () => {
  const seconds = {trace: 0, lower: 0, compile: 1}
  const facts = [['aval', 'leaf', 'x', 'f32[8]']] as const
  const trace = traced([
    {name: 'step', facts, seconds},
    {name: 'body', facts, within: 'scan'},
  ])
  const [shown, rest] = markup(causes(trace, explain(trace))).split('<details')
  expect(shown).toContain('step')
  expect(shown).not.toContain('body')
  expect(rest).toMatch(/1 more cause: compiled nothing of their own/)
  expect(rest).toContain('body')
})

test('a cause that could be spared and has no switch says why', () => {
  const trace = logOf('p20_scan_grad_vmap.explain_only.log')
  expect(markup(causes(trace, explain(trace)))).toContain(
    'not predicted: the function itself differs as well',
  )
})

/** Whether a cause made something compile. */
const isCompiled =
  ({misses}: Explanation) =>
  (group: Group): boolean =>
    misses.some((miss) => group.misses.includes(miss.index) && isCompile(miss))

/** What a page says of a verdict, and what it says to do about it. */
function isConsistent(trace: Trace): void {
  const explanation = explain(trace)
  const cards = markup(causes(trace, explanation))
  const own = explanation.groups.filter(({taxonomy}) => taxonomy !== 'compulsory')
  if (/: none avoidable/.test(explanation.headline)) expect(own.filter(isCompiled(explanation))).toEqual([])
  const labels = [...cards.matchAll(/<b>(Fix|Next): <\/b>/g)].map(([, label]) => label)
  expect(labels).toEqual(
    explanation.groups
      .filter(({verdict}) => verdict !== 'necessary')
      .map(({verdict}) => (verdict === 'unknown' ? 'Next' : 'Fix')),
  )
  for (const {advice, verdict} of explanation.groups)
    if (verdict === 'necessary') expect(advice).not.toMatch(/\b[Pp]ad\b/)
}

test('causes that the list folds away, of which no time is told, are no 0 s', () => {
  const trace = new Trace({producer: 'jax log'})
  for (let at = 0; at < 9; at++)
    trace.append({
      function: trace.addFunction({name: `f${at}`}),
      key: -1,
      outcome: 'retrace',
      evidence: 'observed',
      time: NaN,
      seconds: noSeconds,
      layers: [],
    })
  const cards = markup(causes(trace, explain(trace)))
  expect(cards).toContain('<summary>3 more causes: no time told</summary>')
})

test('causes that the list folds away are told by their verdicts, which come to what the bar says', () => {
  const text = readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'), 'utf8')
  const trace = decode(text.split('\n'))
  const explanation = explain(trace)
  const cards = markup(causes(trace, explanation))
  expect(cards).toContain('<summary>9 more causes: necessary 17.9 s</summary>')
  const {unexplained, seconds, avoidable, reducible} = explanation.figures
  expect(duration(unexplained.seconds)).toBe('2.74 s')
  expect(duration(seconds - avoidable.seconds - reducible.seconds - unexplained.seconds)).toBe('17.9 s')
})

describe('the advice', () => {
  test.each(logs)('says no sentence twice, of any miss of %s', (name) => {
    for (const {advice} of explain(logOf(name)).misses) {
      const sentences = advice.split(/(?<=\.) (?=[A-Z])/)
      expect(new Set(sentences).size).toBe(sentences.length)
    }
  })
  test('fixes nothing where none is avoidable, and pads nothing that is necessary, of whatever run', () => {
    fc.assert(fc.property(runs, isConsistent))
  })
  test.each(logs)(
    'fixes nothing where none is avoidable, and pads nothing that is necessary, of %s',
    (name) => isConsistent(logOf(name)),
  )
})

describe('the bar of the whole, the account and the causes', () => {
  test('add up to the same seconds, of whatever run', () => {
    fc.assert(fc.property(runs, addsUp))
  })
  test.each(logs)('add up to the same seconds of %s', (name) => addsUp(logOf(name)))
})
