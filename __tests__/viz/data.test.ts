import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, noSeconds, type Outcome, outcomes, read as readLog, Trace} from '../../lib/index.ts'
import {cache, costs, lineage, lock, markup, waterfall} from '../../viz/index.ts'
import {course} from '../../viz/charts/costs/course.ts'
import {read, textsOf} from './drawings.ts'
import {lambdas, quiet, toggle, training} from './traces.ts'

describe('cache.table(trace, …)', () => {
  test('says which call evicted an entry', () => {
    const trace = lambdas(8)
    const {rows, columns} = cache.table(trace, explain(trace))
    const evicted = columns.findIndex(({name}) => name === 'evicted by call')
    expect(rows.map((row) => row[evicted])).toEqual(
      [7, 8, 9, 11, null, null, null, null].map((call) => (call === null ? '–' : String(call))),
    )
  })
  test('counts the calls that an entry served', () => {
    const trace = quiet(40)
    expect(cache.table(trace, explain(trace)).rows.map((row) => row[4])).toEqual(['39'])
  })
  test('says of a log that it shows no hits, not that nobody hit', () => {
    const trace = toggle()
    expect(read(cache.draw(trace, explain(trace)))).toContain('hits are not in this log')
  })
})

describe('cache(trace, …) of a recording, which numbers no entries', () => {
  const seconds = {...noSeconds, compile: 1}
  /** Calls of one function: a miss of a key, or a hit of it. */
  const recorded = (calls: readonly (readonly [Outcome, number])[]): Trace => {
    const trace = new Trace({producer: 'jitlens recorder'})
    const fn = trace.addFunction({name: 'f'})
    for (const [outcome, size] of calls) {
      const value = `f32[${size}]`
      while (trace.keyCount <= size)
        trace.addKey({
          function: fn,
          unknown: [],
          facts: [{component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${trace.keyCount}]`}],
        })
      expect(trace.key(size).facts[0]?.value).toBe(value)
      const answers = ['dispatch', 'infer', 'trace', 'lower', 'compile'] as const
      if (outcome === 'hit') trace.hit(fn, size, 0)
      else
        trace.append({
          function: fn,
          key: size,
          outcome,
          evidence: 'observed',
          time: 0,
          seconds,
          layers: answers.map((layer) => ({layer, result: 'miss', entry: -1})),
        })
    }
    return trace
  }
  const rows = (trace: Trace) =>
    cache.table(trace, explain(trace)).rows.map((row) => [row[2], row[4], row[6]])

  test('has each miss make an entry, and each hit of its key use it', () => {
    const trace = recorded([
      ['retrace', 0],
      ['hit', 0],
      ['retrace', 1],
      ['hit', 0],
      ['hit', 1],
    ])
    expect(rows(trace)).toEqual([
      ['1', '2', '–'],
      ['3', '1', '–'],
    ])
    expect(markup(cache.draw(trace, explain(trace)))).toMatch(/concluded from what/)
  })
  test('has an entry gone when its key was made again', () => {
    const trace = recorded([
      ['retrace', 0],
      ['hit', 0],
      ['retrace', 0],
      ['hit', 0],
    ])
    expect(rows(trace)).toEqual([
      ['1', '1', '3'],
      ['3', '1', '–'],
    ])
    expect(markup(cache.draw(trace, explain(trace)))).toContain('gone before call 3, which made it again')
  })
  test('keeps what a what-if spares out of the sums', () => {
    const trace = recorded([
      ['retrace', 0],
      ['hit', 0],
      ['retrace', 1],
    ])
    expect(markup(cache.draw(trace, explain(trace), {gone: new Set([2])}))).toMatch(
      /held: 1 entry, 1 used again, predicted/,
    )
  })
})

test('costs.table(trace, …) adds up to the seconds of all misses', () => {
  const trace = training()
  const {misses, groups} = explain(trace)
  const sum = misses.reduce(
    (seconds, miss) => seconds + miss.seconds.trace + miss.seconds.lower + miss.seconds.compile,
    0,
  )
  expect(groups.reduce((seconds, group) => seconds + group.seconds, 0)).toBeCloseTo(sum)
  expect(costs.table(trace, explain(trace)).caption).toMatch(/^19\.8 s of 20\.1 s were compiling/)
})

describe('waterfall.table(trace, …)', () => {
  test.each(outcomes)('says how a %s falls, also where only its outcome is known', (outcome) => {
    const trace = new Trace({producer: 'jax log'})
    trace.append({
      function: trace.addFunction({name: 'f'}),
      key: -1,
      outcome,
      evidence: 'observed',
      time: 0,
      seconds: noSeconds,
      layers: [],
    })
    const answers = Object.fromEntries(
      waterfall.table(trace, explain(trace)).rows.map(([layer = '', answer]) => [layer, answer] as const),
    )
    const fell: Record<string, [string, string, string]> = {
      hit: ['hit', '-', '-'],
      dispatch: ['miss', '-', '-'],
      rebind: ['miss', 'hit', '-'],
      relower: ['miss', '-', 'miss'],
      recompile: ['miss', '-', 'miss'],
      rewrap: ['miss', 'hit', 'miss'],
      retrace: ['miss', 'miss', 'miss'],
      error: ['?', '?', '?'],
      eager: ['-', '-', '-'],
    }
    expect([answers['dispatch'], answers['trace'], answers['compile']]).toEqual(
      fell[outcome]?.map((word) => ({'-': 'not asked', '?': 'not told'})[word] ?? `${word} (implied)`),
    )
  })
  test('names at each layer what of its part of the key differed', () => {
    const trace = training()
    const rows = waterfall.table(trace, explain(trace), {position: 8}).rows
    expect(rows.map(([layer, , , , why]) => [layer, why])).toEqual([
      ['dispatch', 'model.scale is 0.5, before 1.0'],
      ['infer', 'model.scale is 0.5, before 1.0'],
      ['trace', 'model.scale is 0.5, before 1.0'],
      ['lower', 'the program is new'],
      ['compile', 'the program is new'],
      ['persistent', ''],
    ])
  })
})

test.each([
  ['begin', 0],
  ['end', 1],
])(
  'costs(trace, …) never turns back in time, though its times are those at the %s of the calls',
  (_name, late) => {
    const trace = new Trace({producer: 'test'})
    const fn = trace.addFunction({name: 'f'})
    const each = [1, 2, 0.1, 3]
    each.reduce((clock, compile) => {
      trace.append({
        function: fn,
        key: -1,
        outcome: 'retrace',
        evidence: 'simulated',
        time: clock + late * compile,
        seconds: {...noSeconds, compile},
        layers: [],
      })
      return clock + compile
    }, 0)
    trace.hit(fn, -1, 6.2)
    const explanation = explain(trace)
    const {end, rises} = course(trace, explanation)
    const ends = rises.flatMap(({from, to}) => [from, to])
    expect(ends).toHaveLength(8)
    expect(ends).toEqual([...ends].sort((one, two) => one - two))
    expect(end).toBeCloseTo(6.2)
    const [told = ''] = explanation.headline.split(',')
    expect(costs.table(trace, explanation).caption).toMatch(new RegExp(`^${told},`))
  },
)

describe('a size that changed', () => {
  const name = 'brax.log'
  const trace = readLog(readFileSync(join(__dirname, '../read/programs', name), 'utf8'), {name})
  const explanation = explain(trace)
  const miss = explanation.misses.find(({causes}) => causes.some(({delta}) => delta.kind === 'axis'))
  test.each(Object.entries({lock, lineage, waterfall}))(
    'is told in %s as in the types of one of its arrays, which are of several',
    (_name, chart) => {
      const position = miss?.index ?? -1
      const texts = textsOf(chart.draw(trace, explanation, {position, width: 1280})).join('\n')
      expect(texts).toMatch(/2(?: as in f32\[2,1\])? → (?:size )?4 o[fn] axis 0,? as in f32\[4,1\]/)
    },
  )
})
