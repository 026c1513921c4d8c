import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {duration, explain, type Fact, noSeconds, type Outcome, read, total, Trace} from '../../lib/index.ts'
import {type Drawing, lineage} from '../../viz/index.ts'
import {branches, lanesOf} from '../../viz/charts/lineage/lanes.ts'
import {drawn, programs} from '../../viz/charts/lineage/programs.ts'
import {every, textOf, textsOf} from './drawings.ts'
import {hosts, lambdas, toggle, training} from './traces.ts'

/** A call of `step`: the size of `x`, whether it evaluates, and what it cost. */
type Call = readonly [size: number, evaluates: boolean, seconds?: number]

/** Calls of one function; a key that was there hits. */
function stepped(calls: readonly Call[]): Trace {
  const trace = new Trace({producer: 'jitlens'})
  const step = trace.addFunction({name: 'step'})
  const keys = new Map<string, number>()
  calls.forEach(([size, evaluates, seconds = 1], time) => {
    const facts: Fact[] = [
      {component: 'graphdef', kind: 'attribute', path: ['model', 'det'], value: evaluates ? 'True' : 'False'},
      {component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${size}]`},
    ]
    const name = JSON.stringify([size, evaluates])
    const known = keys.get(name)
    const key = known ?? trace.addKey({function: step, unknown: [], facts})
    keys.set(name, key)
    const outcome: Outcome = known === undefined ? 'retrace' : 'hit'
    const cost = outcome === 'hit' ? noSeconds : {...noSeconds, compile: seconds}
    trace.append({function: step, key, outcome, evidence: 'simulated', time, seconds: cost, layers: []})
  })
  return trace
}

/** The texts of the row of a call, without what shows on hover. */
const wordsOf = (drawing: Drawing, index: number): string[] =>
  [...every(drawing)]
    .filter(({attributes}) => attributes.get('data-index') === String(index))
    .flatMap(textsOf)

const train: Call = [32, false]
const evaluate: Call = [32, true]

describe('programs(trace, explanation)', () => {
  test.each(Object.entries({training, toggle, lambdas, hosts}))(
    'holds every compile of "%s" once, each after the one that it came from',
    (_name, make) => {
      const trace = make()
      const explanation = explain(trace)
      const {all} = programs(trace, explanation)
      expect(all).toHaveLength(explanation.functions.reduce((sum, {compiles}) => sum + compiles, 0))
      all.forEach(({parent, miss}, place) => {
        expect(parent).toBeLessThan(place)
        expect(parent === -1).toBe(miss.nearest === -1)
      })
    },
  )
  test('counts the calls that ran a program again, and where they came back to it after a later one', () => {
    const trace = stepped([train, train, evaluate, train, train, evaluate])
    const {all, returns} = programs(trace, explain(trace))
    expect(all.map(({used}) => used)).toEqual([3, 1])
    expect(returns).toEqual([{to: 0, after: [1], calls: 2}])
  })
})

test('drawn(all) keeps 40 programs, the latest and the twelve dearest, in order', () => {
  const trace = stepped(
    Array.from({length: 90}, (_, at): Call => [at, false, at < 5 ? 100 - at : 1 + at / 90]),
  )
  const {all} = programs(trace, explain(trace))
  const places = drawn(all)
  expect(places).toHaveLength(40)
  expect(places.slice(0, 5)).toEqual([0, 1, 2, 3, 4])
  expect(places.at(-1)).toBe(89)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  const words = textOf(lineage.draw(trace, explain(trace)))
  expect(words).toContain('and 50 more programs')
})

test('drawn(all) leaves no program out alone: the words for it would take its place', () => {
  const trace = stepped(Array.from({length: 41}, (_, at): Call => [at, false]))
  expect(drawn(programs(trace, explain(trace)).all)).toHaveLength(41)
})

describe('lanes', () => {
  const parents = fc
    .array(fc.nat(), {minLength: 1, maxLength: 60})
    .map((all) => all.map((number, row) => (number % 7 === 0 || row === 0 ? -1 : number % row)))
  test('branches(parents) lets no line pass through a circle of another branch', () => {
    fc.assert(
      fc.property(parents, (all) => {
        const lanes = branches(all)
        all.forEach((parent, row) => {
          const between = lanes.slice(parent + 1, row)
          if (parent !== -1) expect(between).not.toContain(lanes[row])
        })
      }),
    )
  })
  test('branches(parents) goes straight on where nothing else came of a program', () => {
    expect(branches([-1, 0, 1, 2])).toEqual([0, 0, 0, 0])
    expect(branches([-1, 0, 1, 0, 3])).toEqual([0, 0, 0, 1, 1])
  })
  test('lanesOf(spans) uses a lane again as soon as it is free', () => {
    expect(
      lanesOf([
        {from: 0, to: 1},
        {from: 1, to: 2},
        {from: 2, to: 3},
      ]),
    ).toEqual([0, 1, 0])
  })
})

describe('lineage(trace, …)', () => {
  test('says the edit of each program: its path, before, and now', () => {
    const trace = stepped([train, evaluate, [16, true]])
    const drawing = lineage.draw(trace, explain(trace), {width: 1280})
    expect(wordsOf(drawing, 0)).toContain('first program')
    expect(wordsOf(drawing, 1)).toContain('model.det False → True')
    expect(wordsOf(drawing, 2)).toContain('x f32[32] → f32[16]')
  })
  test('keeps at 360 px the edit and the seconds of each program', () => {
    const trace = training()
    const explanation = explain(trace)
    const drawing = lineage.draw(trace, explanation, {width: 360})
    const {all} = programs(trace, explanation)
    for (const {miss} of all) {
      const words = wordsOf(drawing, miss.index)
      expect(words).toContain(duration(total(miss.seconds)))
      expect(words.length).toBeGreaterThanOrEqual(3)
    }
  })
  test('cuts no size of an array in two on a phone, and counts what else changed in a sign', () => {
    const trace = read(
      readFileSync(join(__dirname, '../../examples/logs/p21_training_many_edits.log'), 'utf8'),
    )
    const drawing = lineage.draw(trace, explain(trace), {width: 360})
    const edits = textsOf(drawing).filter((text) => text.includes(' → '))
    expect(edits.length).toBeGreaterThan(0)
    for (const edit of edits) expect(edit).not.toMatch(/\d…|…\d+ →/)
  })
  test('claims no edit of a static part where the log does not tell the edit', () => {
    const name = 'p21_training_many_edits.log'
    const trace = read(readFileSync(join(__dirname, '../../examples/logs', name), 'utf8'))
    const explanation = explain(trace)
    const {all} = programs(trace, explanation)
    const untold = all.filter(({miss, parent}) => parent !== -1 && miss.causes.length === 0)
    const strokes = [...every(lineage.draw(trace, explanation, {width: 1280}))]
      .filter((one) => one.attributes.get('stroke-width') === '2' && one.name === 'path')
      .map((one) => one.attributes.get('class'))
    expect(untold.length).toBeGreaterThan(0)
    expect(strokes).toHaveLength(all.filter(({parent}) => parent !== -1).length)
    expect(strokes.filter((stroke) => stroke === 'jl-s-muted')).toHaveLength(untold.length)
  })
  test('draws the return to an older program as a dashed line, and says how often it was used again', () => {
    const trace = stepped([train, evaluate, train, train, train])
    const drawing = lineage.draw(trace, explain(trace), {width: 1280})
    expect(wordsOf(drawing, 0)).toContain('used again 3×')
    expect(
      [...every(drawing)].filter(({attributes}) => attributes.get('stroke-dasharray') === '3 3'),
    ).toHaveLength(2)
  })
  test('draws what a what-if spares as a ghost, and counts it no more', () => {
    const trace = stepped([train, evaluate, [16, true]])
    const drawing = lineage.draw(trace, explain(trace), {width: 1280, gone: new Set([2])})
    expect(wordsOf(drawing, 2)).toEqual(expect.arrayContaining(['−1 s', 'predicted']))
    expect(textOf(drawing)).toMatch(/compiled\s*2 times/)
  })
})
