import fc from 'fast-check'
import {explain, Trace} from '../../lib/index.ts'
import {type Chart, costs, lineage} from '../../viz/index.ts'
import {course} from '../../viz/charts/costs/course.ts'
import {folded, secondsOf, spending} from '../../viz/charts/costs/spending.ts'
import {culprits, secondsIn} from '../../viz/charts/costs/victims.ts'
import {traced} from '../explain/traced.ts'
import {every, textsOf} from './drawings.ts'
import {runs, seconds, source} from './runs.ts'
import {hosts, lambdas, training} from './traces.ts'

/** Two calls of one function with other types, whose programs were compiled, or read from disk. */
const read = (within?: 'persistent'): Trace =>
  traced(
    [2, 3].map((size) => ({
      owner: 'program',
      facts: [['aval', 'leaf', 'x', `f32[${size}]`]] as const,
      evidence: 'observed',
      time: Number.NaN,
      seconds: {trace: 1, lower: 1, compile: 1},
      ...(within && {within}),
    })),
    'jax log',
  )

const texts = (trace: Trace, chart: Chart): string =>
  textsOf(chart.draw(trace, explain(trace), {width: 1280})).join(' ')

const sum = (all: readonly number[]): number => all.reduce((one, two) => one + two, 0)

describe('spending(trace, explanation)', () => {
  test('adds up to the seconds of the account, whoever spent them', () => {
    fc.assert(
      fc.property(runs, (trace) => {
        const explanation = explain(trace)
        expect(sum(spending(trace, explanation).map(secondsOf))).toBeCloseTo(explanation.account.seconds, 6)
      }),
    )
  })
  test('folded(parts, least) loses no second, and leaves no part smaller but one of each verdict', () => {
    fc.assert(
      fc.property(runs, seconds, (trace, least) => {
        const parts = spending(trace, explain(trace))
        const kept = folded(parts, least)
        expect(sum(kept.map(secondsOf))).toBeCloseTo(sum(parts.map(secondsOf)), 6)
        const small = kept.filter((part) => secondsOf(part) < least)
        expect(new Set(small.map(({tone}) => tone)).size).toBe(small.length)
      }),
    )
  })
  test('tells first calls, operations outside jit and mere traces from causes', () => {
    const trace = training()
    trace.source = source([0.5, 0.25], [0.125])
    const parts = new Map(spending(trace, explain(trace)).map((part) => [part.name, secondsOf(part)]))
    expect(parts.get('first calls')).toBeCloseTo(3.71)
    expect(parts.get('operations outside jit')).toBeCloseTo(0.75)
    expect(parts.get('traced, never compiled')).toBeCloseTo(0.125)
    expect(parts.get('optimizer.tx')).toBeCloseTo(2.82)
  })
})

describe('course(trace, explanation)', () => {
  test('rises by a second a second while it compiles, upright where no call did, and comes to the seconds of the headline', () => {
    fc.assert(
      fc.property(runs, (trace) => {
        const explanation = explain(trace)
        const {rises, timed, compiling, elsewhere, end} = course(trace, explanation)
        const upright = rises.filter(({from, to}) => timed && to === from)
        expect(sum(upright.map(({before, after}) => after - before))).toBeCloseTo(timed ? elsewhere : 0, 6)
        for (const {from, to, before, after} of timed ? rises : [])
          if (to > from) expect(to - from).toBeCloseTo(after - before, 6)
        const {seconds} = explanation.account
        expect(Math.abs(compiling - seconds)).toBeLessThanOrEqual(seconds * 0.001 + 1e-6)
        rises
          .slice(1)
          .forEach(({from}, at) => expect(from).toBeGreaterThanOrEqual((rises[at]?.to ?? 0) - 1e-9))
        expect(rises.at(-1)?.after ?? 0).toBeCloseTo(compiling, 6)
        expect(rises.at(-1)?.to ?? 0).toBeLessThanOrEqual(end)
      }),
    )
  })
})

describe('culprits(trace, explanation)', () => {
  test('the functions that paid for a path add up to it', () => {
    fc.assert(
      fc.property(runs, (trace) => {
        for (const one of culprits(trace, explain(trace))) {
          expect(sum(one.victims.map(({alone}) => alone))).toBeCloseTo(one.alone, 6)
          expect(sum(one.victims.map(({together}) => together))).toBeCloseTo(one.together, 6)
          expect(sum(one.victims.map(({misses}) => misses))).toBe(one.misses)
        }
      }),
    )
  })
  test('seconds of one change alone stand apart from those of several at once', () => {
    const trace = training()
    const found = new Map(culprits(trace, explain(trace)).map((one) => [one.path, one]))
    expect(found.get('optimizer.tx')).toMatchObject({together: 0, misses: 2, victims: [{name: 'step'}]})
    expect(found.get('model.scale')?.together).toBeGreaterThan(0)
    const scale = found.get('model.scale')
    expect(scale === undefined ? 0 : secondsIn(scale)).toBeCloseTo(1.88)
  })
})

describe('costs(trace, …)', () => {
  test('says the seconds of compiling and what of them was avoidable, as the headline does', () => {
    const trace = training()
    const text = textsOf(costs.draw(trace, explain(trace))).join(' ')
    expect(text).toContain('Where 19.8 s of compiling went: 10 s avoidable, 1.52 s reducible')
  })
  test('says of nothing that could be spared what the headline says of it', () => {
    fc.assert(
      fc.property(runs, (trace) => {
        const explanation = explain(trace)
        const none = /none (?:surely )?avoidable/
        const [said] = none.exec(explanation.headline) ?? []
        const [title] = none.exec(textsOf(costs.draw(trace, explanation)).join(' ')) ?? [said]
        if (said !== undefined) expect(title).toBe(said)
      }),
    )
  })
  test('counts what a what-if spares no more, and says that it is a prediction', () => {
    const trace = lambdas()
    const explanation = explain(trace)
    const gone = new Set(explanation.misses.slice(1).map(({index}) => index))
    const text = textsOf(costs.draw(trace, explanation, {gone})).join(' ')
    expect(text).toContain('Where 30 ms of compiling would go: none avoidable (predicted)')
  })
  test('shows the functions that the given path made compile, and the dearest without one', () => {
    const trace = training()
    const drawn = (path?: string) =>
      textsOf(costs.draw(trace, explain(trace), {width: 360, ...(path !== undefined && {path})}))
    expect(drawn('model.scale').join(' ')).toContain('compiled again for model.scale')
    expect(drawn().join(' ')).toContain('compiled again for weight')
  })
  test('draws a new function object as such, not as a path', () => {
    const trace = lambdas()
    expect(textsOf(costs.draw(trace, explain(trace), {width: 1280}))).toContain('a new function object')
  })
  test('leaves no box without a word that has room for three letters', () => {
    for (const width of [360, 720, 1280]) {
      const trace = training()
      trace.source = source([0.5, 0.25], [0.125])
      const drawn = [...every(costs.draw(trace, explain(trace), {width}))]
      const boxes = drawn.flatMap(({children, name}) => {
        const rect = children.find((child) => typeof child === 'object' && child.name === 'rect')
        const hasTitle = children.some((child) => typeof child === 'object' && child.name === 'title')
        return name === 'g' && hasTitle && typeof rect === 'object' ? [{children, rect}] : []
      })
      expect(boxes.length).toBeGreaterThan(10)
      for (const {children, rect} of boxes)
        if (Number(rect.attributes.get('width')) > 36 && Number(rect.attributes.get('height')) > 15)
          expect(children.some((child) => typeof child === 'object' && child.name === 'text')).toBe(true)
    }
  })
  test('says how many seconds of the line of the run no call took', () => {
    const trace = training()
    trace.source = source([0.5, 0.25], [0.125])
    expect(textsOf(costs.draw(trace, explain(trace)))).toContain(
      'Seconds compiling as the run went on upright: 875 ms outside jit, or only traced',
    )
  })
  test('draws what no call took where a clock tells that it was, with the slope of all else, and only the rest upright', () => {
    const trace = training()
    const first = trace.time(0)
    const piece = {before: 0, compiles: 1, seconds: 0.5}
    const [timed, untimed] = [
      {...piece, name: 'op0', at: first - 2},
      {...piece, name: 'op1'},
    ]
    trace.source = {...source([0.5, 0.5], []), between: [timed, untimed]}
    const {elsewhere, rises, start} = course(trace, explain(trace))
    expect(start).toBe(first - 2)
    expect(elsewhere).toBe(0.5)
    const lengths = rises.filter(({index}) => index === null).map(({from, to}) => to - from)
    expect(lengths.toSorted()).toEqual([0, 0.5])
    trace.source = {...source([0.5], []), between: [timed]}
    expect(textsOf(costs.draw(trace, explain(trace)))).toContain('Seconds compiling as the run went on')
  })
  test('says of programs that were read from disk that they were read, and of no compile', () => {
    const compiled = read()
    expect(texts(compiled, costs)).toMatch(
      /of compiling went.*\(compile; .*Seconds compiling.*made compile again/,
    )
    const all = texts(read('persistent'), costs)
    expect(all).toMatch(/of making programs ready went.*\(read from disk; .*had read again/)
    expect(all).not.toMatch(/compiling|compiled|compile\b/)
    expect(texts(read('persistent'), lineage)).not.toMatch(/compiled program/)
  })
  test('goes call by call where processes ran beside each other', () => {
    const trace = hosts()
    expect(course(trace, explain(trace)).timed).toBe(false)
    expect(textsOf(costs.draw(trace, explain(trace)))).toContain('Seconds compiling, compile by compile')
  })
})
