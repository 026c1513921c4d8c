import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type Cause,
  decode,
  explain,
  type Fact,
  type Miss,
  noSeconds,
  read as logRead,
  Trace,
} from '../../lib/index.ts'
import {costs, lineage, timeline, waterfall} from '../../viz/index.ts'
import {outsideHead, outsideOf} from '../../viz/charts/outside.ts'
import {deciding, differences} from '../../viz/charts/told.ts'
import {changes} from '../../viz/player/changes.ts'
import {now} from '../../viz/player/now.ts'
import {start, view} from '../../viz/view.ts'
import {markup} from '../../viz/frame/index.ts'
import {read, textOf, textsOf} from './drawings.ts'
import {source} from './runs.ts'
import {lambdas, training} from './traces.ts'

/** What a page says of the second call, whose one part is another object. */
function saidOf(component: Fact['component'], path: string, value: string): string {
  const trace = new Trace({producer: 'jax log'})
  const step = trace.addFunction({name: 'step', owner: 'program'})
  for (const identity of ['1', '2']) {
    const fact: Fact = {component, kind: 'static', path: [path], value, identity}
    trace.append({
      function: step,
      key: trace.addKey({function: step, unknown: [], facts: [fact]}),
      outcome: 'retrace',
      evidence: 'observed',
      time: Number(identity),
      seconds: {...noSeconds, compile: 1},
      layers: [],
    })
  }
  const said = changes(explain(trace).misses)
  return said === null ? '' : read(said).replace(/\s+/g, ' ').trim()
}

describe('changes(misses) of another object', () => {
  test('says of a function its name no second time', () => {
    expect(saidOf('function', 'step', 'step')).toBe('a new function object of the same definition')
  })
  test('says of a function where it is defined, which is not where it is called', () => {
    expect(saidOf('function', 'step', 'step defined at train.py:4')).toBe(
      'a new function object of the same definition: step defined at train.py:4',
    )
  })
  test('shows of functions that a loop was given the file and line of each, cut inside no word, and the whole beside it', () => {
    const at = (name: string) => `${name} defined at /home/me/a/long/folder/of/an/app/train.py:5`
    const said = saidOf('function', 'worse, halve', `${at('worse')}, ${at('halve')}`)
    expect(said).toContain('same definition: worse train.py:5, halve train.py:5')
    expect(said).toContain(at('halve'))
    expect(said).not.toContain('…')
  })
  test('says what it is, and that it reads the same', () => {
    expect(saidOf('static', 'tx', 'adam')).toBe('tx a new object that reads the same: adam')
  })
  test('does not say that it is equal where only its class and its address are known', () => {
    expect(saidOf('static', 'policy', '<__main__.Policy object at 0x7f00>')).toContain(
      'policy another object; its content is not told',
    )
  })
})

test('what moved is told by where it stood, once, on the card and in the waterfall', () => {
  const name = 'p16_kwargs_defaults.log'
  const trace = logRead(readFileSync(join(__dirname, '../../examples/logs', name), 'utf8'), {name})
  const explanation = explain(trace)
  const [miss] = explanation.misses.filter(({causes}) => causes.some(({change}) => change === 'moved'))
  if (miss === undefined) throw new Error('nothing moved')
  const said = changes([miss])
  expect(said === null ? '' : textOf(said).replace(/\s+/g, ' ').trim()).toBe(
    "→ kwargs['y'] moved from args[1]",
  )
  const text = textsOf(waterfall.draw(trace, explanation, {position: miss.index})).join(' ')
  expect(text).toMatch(/kwargs\['y'\]\s*it stood at\s*args\[1\]/)
  expect(text).not.toMatch(/args\[1\]\s*→/)
})

test('an array that was added is data on its card, as in the key, and was not there before', () => {
  const lines = readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'), 'utf8').split('\n')
  const miss = explain(decode(lines)).misses.find(({causes: [cause]}) => cause?.path === 'weight')
  if (miss === undefined) throw new Error('no such miss')
  const drawn = changes([miss])
  const said = drawn === null ? '' : markup(drawn)
  expect(said).toContain('class="change data"')
  expect(
    said
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ).toBe('+ weight not there before, now f32[] weak')
})

test('what went, and what took its place, are two lines of a card', () => {
  const lines = readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'), 'utf8').split('\n')
  const [miss] = explain(decode(lines)).misses.filter(({index}) => index === 18)
  if (miss === undefined) throw new Error('no such miss')
  const drawn = changes([miss])
  expect(
    drawn?.children.map((line) =>
      typeof line === 'object' ? textOf(line).replaceAll(/\s+/g, ' ').trim() : '',
    ),
  ).toEqual(['− model.blocks.0 before Block', '→ model.blocks.0 moved from model.blocks.1'])
})

test('a new function object that had to be compiled is told with what else differs, on the card and the timeline', () => {
  const [first] = explain(training()).misses.filter(({causes}) => causes.length > 0)
  const [cause] = first?.causes ?? []
  if (first === undefined || cause === undefined) throw new Error('no miss')
  const anew: Cause = {
    ...cause,
    component: 'function',
    path: 'step',
    change: 'identity',
    delta: {kind: 'identity', now: 'step', before: 'step'},
    now: 'step',
    before: 'step',
  }
  const fewer: Cause = {
    ...cause,
    component: 'tree',
    path: 'number of leaves',
    change: 'changed',
    delta: {kind: 'value', now: '17', before: '21'},
    now: '17',
    before: '21',
  }
  const miss: Miss = {...first, causes: [anew], besides: [fewer], findings: [], verdict: 'necessary'}
  const said = changes([miss])
  expect(said === null ? '' : read(said).replace(/\s+/g, ' ')).toContain('number of leaves before 21 now 17')
  expect(deciding(miss)).toBe(fewer)
  expect(deciding({...miss, verdict: 'unknown'})).toBe(anew)
  expect(differences({...miss, causes: [cause]})).toEqual([cause])
})

const whole = /a new object(?: that reads the same)?|a new function object of the same definition/g

test('a picture says in little room in fewer words that an object is new, and cuts no word of them', () => {
  for (const trace of [lambdas(), training()]) {
    const explanation = explain(trace)
    for (const chart of [timeline, waterfall, lineage])
      for (let width = 320; width < 1300; width += 160)
        for (let position = 0; position < trace.length; position += 5)
          for (const text of textsOf(chart.draw(trace, explanation, {width, position})))
            expect(text.replace(whole, '')).not.toMatch(/\ba new|reads the same/)
  }
})

test('what compiled outside of calls is told in whole words, however little room there is', () => {
  const trace = lambdas()
  trace.source = source([1.2, 0.4], [0.3])
  const explanation = explain(trace)
  const texts = textsOf(costs.draw(trace, explanation, {width: 320}))
  expect(texts).toContain('upright: 1.9 s outside jit, or only traced')
  const outside = outsideOf(trace, explanation)
  const named = (right: number): string =>
    outside === null
      ? ''
      : outsideHead(outside, right, false)
          .map(({text}) => text)
          .join(' ')
  expect(named(900)).toBe('operations outside jit, or only traced · 2 compiles · 1.9 s · op0, op1, helper0')
  expect(named(340)).toBe('operations outside jit, or only traced · 1.9 s')
  expect(named(200)).toBe('outside of calls · 1.9 s')
})

test('the chosen call says a reason that the log hides once: in its sentence, or beside what is listed', () => {
  const trace = new Trace({producer: 'jax log'})
  const step = trace.addFunction({name: 'step', owner: 'program'})
  const fact: Fact = {component: 'aval', kind: 'leaf', path: ['x'], value: 'f32[2]'}
  for (const time of [1, 2])
    trace.append({
      function: step,
      key: trace.addKey({function: step, unknown: [], facts: [fact]}),
      outcome: 'retrace',
      evidence: 'observed',
      time,
      seconds: {...noSeconds, compile: 1},
      layers: [],
    })
  const explanation = explain(trace)
  const excluded = explanation.misses[1]?.excluded ?? 'no reason'
  const said = read(
    now(trace, explanation, view(trace, explanation, {...start(trace, explanation), position: 1})),
  ).replace(/\s+/g, ' ')
  expect(said.split(excluded)).toHaveLength(2)
})
