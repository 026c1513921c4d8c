import fc from 'fast-check'
import {explain, type Trace} from '../../lib/index.ts'
import {compare, markup} from '../../viz/index.ts'
import {slopesOf, spread} from '../../viz/charts/compare/slopes.ts'
import {traced} from '../explain/traced.ts'
import {every, read} from './drawings.ts'
import {source} from './runs.ts'
import {hosts, training} from './traces.ts'

/** A host that compiles `step` for each size in turn, a second each. */
const host = (sizes: readonly number[], cost = 1, producer = 'jitlens recorder'): Trace =>
  traced(
    sizes.map((size) => ({
      facts: [['aval', 'leaf', 'x', `f32[${size}]`]],
      evidence: 'observed',
      seconds: {trace: 0, lower: 0, compile: cost},
    })),
    producer,
  )

const run = (name: string, trace: Trace) => ({name, trace, explanation: explain(trace)})

describe('compare(trace, …) of the hosts of a job', () => {
  const all = [8, 8, 7, 8, 8].map((last, at) => run(`host ${at}`, host([2, 4, last, 16], at === 3 ? 1.5 : 1)))
  const [first = run('', host([])), ...others] = all
  const drawing = compare.draw(first.trace, first.explanation, {name: first.name, others, width: 1280})

  test('has one row for those that are equal, and one for the odd one', () => {
    expect(read(drawing)).toContain('host 0–1, 3–4: equal')
    expect(markup(drawing).match(/<title>call 1: /g)).toHaveLength(2)
  })
  test('numbers the places, and calls no first call compiled again', () => {
    const words = read(drawing)
    expect(words).toMatch(/compile\s+1\s+2\s+3\s+4/)
    expect(words).toContain('compiled (retrace)')
    expect(words).not.toContain('compiled again (retrace)')
  })
  test('rings the odd place alone, and says there what it is', () => {
    expect(markup(drawing).match(/r="10"/g)).toHaveLength(1)
    expect(read(drawing)).toMatch(/compile 3:\s*x\s*f32\[7\]\s*for the others\s*f32\[8\]/)
  })
  test('takes the time of the slowest host for that of the job, not the sum; simulated runs are no hosts', () => {
    expect(read(drawing)).toContain(
      'for 6 s of compiling, as long as host 3, the slowest, and not for the 22 s of all',
    )
    const [one, other] = ['nnx.jit', 'jax.jit'].map((name) => run(name, host([2, 4], 1, 'jitlens')))
    if (one === undefined || other === undefined) throw new Error('no runs')
    const simulated = compare.draw(one.trace, one.explanation, {others: [other], width: 1280})
    expect(read(simulated)).not.toContain('hosts of one job')
    const trace = hosts()
    expect(read(compare.draw(trace, explain(trace), {width: 1280}))).toMatch(
      /it compiled for 5\.6 s, as long as host2, its slowest, and not for the 13\.\d s of all/,
    )
  })
})

test.each([360, 960])('compare(trace, …) in %d px lays no ground behind a name or a note', (width) => {
  const [first, ...others] = [8, 8, 7].map((last, at) => run(`host ${at}`, host([2, 4, last, 16])))
  if (first === undefined) throw new Error('there are three hosts')
  const options = {name: first.name, others, width}
  const marks = [...every(compare.draw(first.trace, first.explanation, options))]
  const numbers = ({attributes}: (typeof marks)[number], ...names: string[]): number[] =>
    names.map((name) => Number(attributes.get(name)))
  const grounds = marks.filter(({attributes}) => attributes.get('class') === 'jl-f-lit jl-s-rule')
  expect(grounds).toHaveLength(2)
  for (const ground of grounds) {
    const [left = 0, top = 0, wide = 0, high = 0] = numbers(ground, 'x', 'y', 'width', 'height')
    for (const text of marks.filter(({name}) => name === 'text')) {
      const [x = 0, y = 0] = numbers(text, 'x', 'y')
      const isBeside = text.attributes.get('text-anchor') === 'end' || x > left + wide
      expect(isBeside || y <= top || y - 10 >= top + high || x + 200 < left).toBe(true)
    }
  }
})

test('compare(trace) of the processes of a run draws what a what-if spares as a ghost, and leaves its seconds out', () => {
  const trace = hosts()
  const explanation = explain(trace)
  const third = explanation.misses
    .filter((miss) => trace.at(miss.index).process === 'host2')
    .map(({index}) => index)
  const gone = new Set(third)
  const drawing = compare.draw(trace, explanation, {width: 1280, gone})
  expect(markup(drawing).match(/: gone, predicted/g)).toHaveLength(third.length)
  expect(read(drawing).replaceAll(/\s+/g, ' ')).toContain('it compiled for 3.9 s, as long as host0')
  expect(read(drawing)).toContain('Seconds are predicted')
  expect(read(compare.draw(trace, explanation, {width: 1280}))).not.toContain('predicted')
})

describe('compare(trace, …) of two runs of a program', () => {
  const before = run('before', training())
  const after = run(
    'after',
    before.trace.part(Array.from({length: before.trace.length}, (_, at) => at).filter((at) => at !== 4)),
  )
  test('has a line for each function from its seconds before to those after, the dearest first', () => {
    expect(slopesOf(before, after).map((one) => [one.function, one.before - one.now])).toEqual([
      ['step', expect.closeTo(1.41)],
      ['predict', expect.closeTo(0)],
    ])
  })
  test('has a line for what no call took, so that its lines come to the seconds of both runs', () => {
    const [one, other] = [0.4, 0.7].map((seconds, at) => {
      const trace = training()
      trace.source = source([seconds], [])
      return run(`run ${at}`, trace)
    })
    const slopes = one === undefined || other === undefined ? [] : slopesOf(one, other)
    expect(slopes.find(({isOutside}) => isOutside)).toMatchObject({
      function: 'operations outside jit',
      before: 0.4,
      now: 0.7,
    })
    const all = slopes.reduce((sum, {now}) => sum + now, 0)
    expect(all).toBeCloseTo(other?.explanation.account.seconds ?? 0)
  })
  test('says at its end what is gone, and what is new where the runs change places', () => {
    const went = read(compare.draw(before.trace, before.explanation, {name: 'before', others: [after]}))
    expect(went).toMatch(/step\s*gone:\s*weight/)
    expect(went).not.toContain('new:')
    const came = read(compare.draw(after.trace, after.explanation, {name: 'after', others: [before]}))
    expect(came).toMatch(/step\s*new:\s*weight/)
  })
  test('says nothing of a slowest host', () => {
    const drawing = compare.draw(before.trace, before.explanation, {name: 'before', others: [after]})
    expect(read(drawing)).not.toContain('slowest')
  })
})

test('compare(trace, …) of a run and the same one with its programs on disk says which read and which compiled, each with its time', () => {
  const of = (name: string, cost: number, within?: 'persistent') => {
    const call = {
      facts: [['aval', 'leaf', 'x', 'f32[2]']],
      seconds: {trace: 0, lower: 0, compile: cost},
    } as const
    return run(name, traced([within === undefined ? call : {...call, within}]))
  }
  const [cold, warm] = [of('cold', 3), of('warm', 1, 'persistent')]
  const options = {name: 'cold', others: [warm], width: 960}
  const drawing = compare.draw(cold.trace, cold.explanation, options)
  const words = read(drawing)
  expect(words).toContain('warm reads compile 1 of step from disk, which cold compiles.')
  expect(words).toContain('read from disk, not compiled')
  expect(words).not.toContain('equal')
  const titles = [...markup(drawing).matchAll(/<title>(\w+ 1: [a-z ]+ \d s)/g)].map(([, said]) => said)
  expect(titles).toEqual(['compile 1: retrace 3 s', 'program 1: read from disk 1 s'])
  expect(compare.table(cold.trace, cold.explanation, options).rows).toEqual([
    ['step', '1', 'differs', 'compile 1: retrace', 'program 1: read from disk'],
  ])
})

test('spread(places, step, floor) keeps labels apart and above the floor, and moves none that has room', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({min: 0, max: 400, noNaN: true}), {maxLength: 8}),
      fc.integer({min: 8, max: 40}),
      (wanted, step) => {
        const placed = spread(wanted, step, 400)
        const sorted = [...placed].sort((a, b) => a - b)
        sorted.forEach((place, at) => {
          if (at > 0) expect(place - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(step - 1e-9)
        })
        expect(Math.max(0, ...placed)).toBeLessThanOrEqual(400)
        if (wanted.length === 1) expect(placed).toEqual(wanted)
      },
    ),
  )
})
