import {explain, type Fact, noSeconds, Trace} from '../../lib/index.ts'
import {costs, lineage, timeline, waterfall} from '../../viz/index.ts'
import {outsideHead, outsideOf} from '../../viz/charts/outside.ts'
import {changes} from '../../viz/player/changes.ts'
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
  test('says what it is, and that it reads the same', () => {
    expect(saidOf('static', 'tx', 'adam')).toBe('tx a new object that reads the same: adam')
  })
  test('does not say that it is equal where only its class and its address are known', () => {
    expect(saidOf('static', 'policy', '<__main__.Policy object at 0x7f00>')).toContain(
      'policy another object; its content is not told',
    )
  })
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
  expect(texts).toContain('and 1.9 s outside jit, or only traced')
  const outside = outsideOf(trace, explanation)
  const named = (right: number): string =>
    outside === null ? '' : textOf(outsideHead(outside, {left: 0, right}, 0, false))
  expect(named(900)).toBe('operations outside jit, or only traced · 2 compiles · 1.9 s · op0, op1, helper0')
  expect(named(340)).toBe('operations outside jit, or only traced · 1.9 s')
  expect(named(200)).toBe('outside of calls · 1.9 s')
})
