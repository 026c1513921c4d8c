import fc from 'fast-check'
import {JSDOM} from 'jsdom'
import {duration, explain, noSeconds, type Trace, total} from '../../lib/index.ts'
import {type Drawing, palettes, timeline} from '../../viz/index.ts'
import {domainOf, modeOf, moveTo, placeAt} from '../../viz/charts/index.ts'
import {axis} from '../../viz/charts/axis.ts'
import {blocks} from '../../viz/charts/dense.ts'
import {plan, type TimelineOptions} from '../../viz/charts/plan.ts'
import {paint} from '../../viz/charts/zoom.ts'
import {traced} from '../explain/traced.ts'
import {every, textOf, textsOf} from './drawings.ts'
import {runs, source} from './runs.ts'
import {hosts, many, scattered, training} from './traces.ts'

const {document, Event, MouseEvent} = new JSDOM('<!doctype html>', {pretendToBeVisual: true}).window

/** Calls of three functions, each for another size of `x`, as a log tells of them. */
function log(costs: readonly number[], time?: (at: number) => number): Trace {
  return traced(
    costs.map((compile, at) => ({
      name: `step${at % 3}`,
      facts: [['aval', 'leaf', 'x', `f32[${64 + at},16]`]] as const,
      time: time?.(at) ?? Number.NaN,
      seconds: {trace: compile * 0.2, lower: compile * 0.1, compile: compile * 0.7},
    })),
  )
}

/** What stands within the marks of a class. */
const within = (drawing: Drawing, name: string): Drawing[] =>
  [...every(drawing)]
    .filter(({attributes}) => attributes.get('class') === name)
    .flatMap((one) => [...every(one)])

/** What shows on hover. */
const textOfTitle = ({children: [title]}: Drawing): string => (typeof title === 'object' ? textOf(title) : '')

const texts = (trace: Trace, options: TimelineOptions = {}): string[] =>
  textsOf(timeline.draw(trace, explain(trace), options))

describe('modeOf(trace, explanation, by)', () => {
  test('is time where a log tells how long it compiled, and calls where it does not', () => {
    const [told, untold] = [log([1, 2]), log([0, 0])]
    expect(modeOf(told, explain(told))).toBe('time')
    expect(modeOf(untold, explain(untold))).toBe('calls')
    expect(modeOf(untold, explain(untold), 'time')).toBe('calls')
  })
  test('is calls of a simulation, unless it is asked for time', () => {
    const trace = training()
    expect(modeOf(trace, explain(trace))).toBe('calls')
    expect(modeOf(trace, explain(trace), 'time')).toBe('time')
  })
})

describe('plan(trace, explanation) in time', () => {
  const costs = fc.array(fc.double({min: 0, max: 10, noNaN: true}), {minLength: 1, maxLength: 40})

  test('stands the misses of a log without times end to end: each second is of one miss, and all are there', () => {
    fc.assert(
      fc.property(costs, (seconds) => {
        const trace = log(seconds)
        const explanation = explain(trace)
        const {rows, domain, by} = plan(trace, explanation, {})
        if (by === 'calls') return
        const spans = rows
          .flatMap(({sums}) => [...sums.starts].map((start, at) => [start, sums.ends[at] ?? 0] as const))
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        let end = 0
        for (const [from, to] of spans) {
          expect(from).toBeCloseTo(end, 6)
          end = to
        }
        expect(end).toBeCloseTo(domain[1], 6)
        expect(end).toBeCloseTo(explanation.account.seconds, 6)
        expect(rows.reduce((sum, row) => sum + row.seconds, 0)).toBeCloseTo(end, 6)
      }),
    )
  })

  test('draws each second of the account once, with or without a clock', () => {
    fc.assert(
      fc.property(runs, fc.boolean(), (trace, isTimed) => {
        if (!isTimed) trace.append({...trace.at(0), outcome: 'hit', time: Number.NaN, seconds: noSeconds})
        const explanation = explain(trace)
        const {by, clock, domain, last, rows} = plan(trace, explanation, {by: 'time'})
        if (by === 'calls') return
        const own = rows.flatMap(({lane, sums}) =>
          [...lane.misses].map((place, rank) =>
            trace.outcome(lane.index[place] ?? 0) === 'hit'
              ? 0
              : (sums.ends[rank] ?? 0) - (sums.starts[rank] ?? 0),
          ),
        )
        const all = own.reduce((sum, seconds) => sum + seconds, last?.outside.seconds ?? 0)
        expect(Math.abs(all - explanation.account.seconds)).toBeLessThanOrEqual(
          explanation.account.seconds * 0.001,
        )
        if (last === null) return
        const end = (last.starts.at(-1) ?? 0) + (last.outside.spells.at(-1)?.seconds ?? 0)
        if (clock) expect(end).toBeLessThanOrEqual(domain[1] + 1e-6)
        else expect(end).toBeCloseTo(domain[1], 6)
      }),
    )
  })

  test('stands a miss where the clock has it, as long as it took', () => {
    const trace = log([2, 3], (at) => at * 10)
    const explanation = explain(trace)
    expect(domainOf(trace, explanation)).toEqual([0, 13])
    expect(placeAt(trace, explanation, undefined, 1)).toBe(10)
    const {scale, left, right} = plan(trace, explanation, {})
    expect(scale(13) - scale(10)).toBeCloseTo(((right - left) * 3) / 13)
  })

  test('has a row for each of the dearest functions, up to 90 % of the seconds and five, and folds the rest', () => {
    const trace = scattered(200)
    const {rows} = plan(trace, explain(trace), {})
    expect(rows).toHaveLength(6)
    expect(rows.at(-1)?.name).toBe('15 functions')
    const alone = rows.slice(0, -1).map(({seconds}) => seconds)
    expect(alone).toEqual([...alone].sort((a, b) => b - a))
  })

  test('has two rows where the first function has nearly all seconds, low where they come to little, and the same wherever the reader stands', () => {
    const trace = traced(
      Array.from({length: 9}, (_, at) => ({
        name: `f${at}`,
        facts: [['aval', 'leaf', 'x', 'f32[4]']] as const,
        seconds: {...noSeconds, compile: at === 0 ? 100 : 0.1},
      })),
    )
    const at = (position: number) => plan(trace, explain(trace), {position})
    expect(at(0).rows.map(({name, high}) => [name, high])).toEqual([
      ['f0', 40],
      ['f1', 24],
      ['7 functions', 24],
    ])
    expect(at(7).height).toBe(at(0).height)
    expect(at(7).rows.map(({name}) => name)).toEqual(['f0', 'f1', '7 functions'])
  })

  test('keeps the height of its rows at any zoom', () => {
    const trace = log([3, 1, 2, 0.2, 5, 1, 1, 1, 4])
    const bases = (window?: readonly [number, number]) =>
      plan(trace, explain(trace), window === undefined ? {} : {window}).rows.map(({base}) => base)
    expect(bases([2, 3])).toEqual(bases())
    expect(bases([0, 0.01])).toEqual(bases())
  })

  test('gives the misses that a thinned trace tells nothing of their colour', () => {
    const trace = scattered(300)
    const explanation = explain(trace)
    const thinned = {...explanation, misses: explanation.misses.slice(0, 2)}
    const tones = (given: typeof explanation) =>
      plan(trace, given, {}).rows.flatMap(({lane}) => [...(lane.bits[0] ?? [])])
    expect(tones(thinned)).toEqual(tones(explanation))
  })
})

describe('the blocks of a crowded row', () => {
  test('are as high as the share of the pixel that its misses take', () => {
    const trace = scattered(2700)
    const layout = plan(trace, explain(trace), {width: 1280})
    expect(layout.rows.at(-1)?.crowded).toBe(true)
    for (const row of layout.rows) {
      const drawn = [...blocks(row, layout)].filter(({tone}) => tone !== 'hit')
      expect(drawn.length > 0).toBe(row.crowded)
      for (const {y, height} of drawn) {
        expect(height).toBeGreaterThanOrEqual(4)
        expect(y).toBeGreaterThanOrEqual(row.base - 46.01)
      }
    }
  })

  test('show no pattern in hits that come evenly, at 100,000 calls and any width', () => {
    const trace = training()
    const first = trace.at(0)
    for (let index = 0; index < 100_000; index++) trace.hit(first.function, first.key, 100 + index * 0.01)
    for (const by of ['calls', 'time'] as const)
      for (const width of [360, 701, 1280, 1999]) {
        const layout = plan(trace, explain(trace), {width, by})
        const hits = layout.rows
          .slice(0, 1)
          .flatMap((row) => [...blocks(row, layout)])
          .filter((one) => one.x + one.width > 0.12 * width && one.x < layout.right - 3)
        const strengths = new Set(hits.map(({opacity}) => opacity))
        expect([by, width, strengths.size]).toEqual([by, width, 1])
      }
  })
})

describe('timeline(trace, …) in time', () => {
  test('labels a miss with its cause and its seconds', () => {
    const found = texts(log([8.4, 0.1, 0.1, 8.1]), {width: 1280})
    expect(found).toContain('first call · 8.4 s')
    expect(found).toContain('x f32[64,16] → f32[67,16] · 8.1 s')
  })

  test('shows whole what changed in the dearest miss, first calls aside, whatever stands around it', () => {
    const cost = fc.double({min: 0.1, max: 9, noNaN: true})
    fc.assert(
      fc.property(
        fc.uniqueArray(cost, {minLength: 1, maxLength: 12}),
        cost,
        fc.integer({min: 720, max: 1600}),
        (costs, first, width) => {
          const trace = traced(
            [first, ...costs].map((compile, at) => ({
              facts: [['aval', 'leaf', 'x', `f32[${64 + at},16]`]] as const,
              seconds: {...noSeconds, compile},
            })),
          )
          const most = Math.max(...costs)
          const told = `→ f32[${65 + costs.indexOf(most)},16] · ${duration(most)}`
          expect(texts(trace, {width}).join('\n')).toContain(told)
        },
      ),
      {numRuns: 200},
    )
  })

  test('gives what could be spared its label before what is necessary, however dear', () => {
    const trace = traced([
      {facts: [['aval', 'leaf', 'x', 'f32[64,16]']], seconds: {...noSeconds, compile: 1}},
      {facts: [['aval', 'leaf', 'x', 'f32[65,16]']], seconds: {...noSeconds, compile: 1}},
      {facts: [['aval', 'leaf', 'x', 'f32[65,16,3]']], seconds: {...noSeconds, compile: 5}},
    ])
    const explanation = explain(trace)
    expect(explanation.misses.map(({verdict}) => verdict)).toEqual(['necessary', 'reducible', 'necessary'])
    expect(texts(trace, {width: 420}).join('\n')).toContain('x f32[64,16] → f32[65,16] · 1 s')
  })

  test('keeps one line for the labels of a row that comes to less than a twentieth of the seconds', () => {
    const costs = Array.from({length: 60}, (_, at) => (at % 3 === 0 ? 9 : at % 3 === 1 ? 3 : 0.1))
    const trace = log(costs)
    const {rows} = plan(trace, explain(trace), {width: 720})
    expect(rows.map(({lines}) => lines)).toEqual([3, 3, 1])
  })

  test('marks a first call as pale as its bar', () => {
    const trace = log([8.4, 0.1, 0.1, 8.1])
    const swatches = [...every(timeline.draw(trace, explain(trace), {width: 1280}))].filter(
      ({attributes}) => attributes.get('stroke-width') === '8' && attributes.get('stroke-opacity') === '0.55',
    )
    expect(swatches.length).toBe(
      explain(trace).misses.filter(({taxonomy}) => taxonomy === 'compulsory').length,
    )
  })

  test('says of each miss whose bar has room for it how long it took, also where its cause has no room', () => {
    const trace = log(Array.from({length: 60}, () => 2))
    const drawing = timeline.draw(trace, explain(trace), {width: 2560})
    const told = [...every(drawing)]
      .filter(({attributes}) => attributes.get('class') === 'jl-miss')
      .map((mark) => textsOf(mark).join(' '))
    expect(told).toHaveLength(60)
    for (const text of told) expect(text).toMatch(/\b2 s$/)
    expect(told).toContain('2 s')
  })

  test('says in the name of a row how often its function compiled, and for how long', () => {
    expect(texts(log([8.4, 0.1, 0.1, 8.1]))).toContain('step0  2 compiles · 16.5 s')
  })

  test('shows the causes of the dearest of 2,700 misses', () => {
    const trace = scattered(2700)
    const labels = texts(trace, {width: 1280}).filter(
      (text) => text.startsWith('x ') || text.startsWith('first'),
    )
    expect(labels.length).toBeGreaterThan(12)
  })

  test('draws what a what-if spares as a dashed outline, and leaves it out of the sums', () => {
    const trace = log([8.4, 0.1, 0.1, 8.1])
    const options = {width: 1280, gone: new Set([3])}
    const ghost = [...every(timeline.draw(trace, explain(trace), options))].find(
      ({attributes}) => attributes.get('data-index') === '3',
    )
    const paths = [...every(ghost ?? timeline.draw(trace, explain(trace)))].filter(
      ({name}) => name === 'path',
    )
    expect(paths[0]?.attributes.get('stroke-dasharray')).toBe('3 2')
    expect(paths[0]?.attributes.get('fill')).toBe('none')
    const found = texts(trace, options)
    expect(found).toContain('step0  1 compile · 8.4 s, predicted')
    expect(found.some((text) => text.includes('−8.1 s'))).toBe(true)
    expect(found.join('\n')).toContain('8.6 s instead of 16.7 s, predicted: 1 compile gone, 8.1 s')
  })

  test('has units at its ticks, and all of them however long its title is', () => {
    const trace = log([20, 21])
    const layout = plan(trace, explain(trace), {width: 320})
    const ticks = axis(layout).flatMap(textsOf)
    expect(ticks).toEqual([
      '0 s',
      '10 s',
      '20 s',
      '30 s',
      '40 s',
      'seconds compiling, end to end (no times told)',
    ])
  })

  test('tells apart ticks of a deep zoom', () => {
    const trace = log([20, 21])
    const layout = plan(trace, explain(trace), {width: 720, window: [12.34, 12.36]})
    const ticks = axis(layout)
      .filter(({name}) => name === 'text')
      .map((one) => textOf(one))
    expect(new Set(ticks).size).toBe(ticks.length)
    expect(ticks).toContain('12.346 s')
  })

  test('stands what compiled outside of all calls between those where the log has it, and no two things at one place', () => {
    const trace = log([2, 1])
    trace.source = {
      ...source([3, 4], [0.5]),
      between: [
        {before: 0, name: 'op0', compiles: 1, seconds: 3},
        {before: 0, name: 'op1', compiles: 1, seconds: 3.5},
        {before: 1, name: 'helper0', compiles: 0, seconds: 0.5},
        {before: 2, name: 'op1', compiles: 0, seconds: 0.5},
      ],
    }
    const explanation = explain(trace)
    const {scale, domain} = plan(trace, explanation, {width: 720})
    expect(domain).toEqual([0, 10.5])
    expect([0, 1].map((index) => placeAt(trace, explanation, undefined, index))).toEqual([6.5, 9])
    const bars = within(timeline.draw(trace, explanation, {width: 720}), 'jl-outside').filter(
      ({name}) => name === 'rect',
    )
    expect(bars.map((bar) => [textOfTitle(bar), Number(bar.attributes.get('x'))])).toEqual([
      ['op1, outside jit: 1 compile, 3.5 s', expect.closeTo(scale(0), 1)],
      ['op0, outside jit: 1 compile, 3 s', expect.closeTo(scale(3.5), 1)],
      ['helper0, traced and never compiled: 500 ms', expect.closeTo(scale(8.5), 1)],
      ['op1, outside jit: 0 compiles, 500 ms', expect.closeTo(scale(10), 1)],
    ])
  })

  test('stands what compiled outside of all calls where the clock has it, and none before the one before it was over', () => {
    const trace = log([2, 1], (at) => 4 + 6 * at)
    trace.source = {
      ...source([3, 4], []),
      between: [
        {before: 0, name: 'op0', at: 0, compiles: 1, seconds: 3},
        {before: 0, name: 'op1', at: 1, compiles: 1, seconds: 0.5},
        {before: 1, name: 'op1', at: 8, compiles: 1, seconds: 1},
      ],
    }
    const drawn = timeline.draw(trace, explain(trace), {width: 720})
    const {scale, domain} = plan(trace, explain(trace), {width: 720})
    expect(domain).toEqual([0, 11])
    expect(textsOf(drawn).join('\n')).not.toContain('when, the log does not tell')
    const bars = within(drawn, 'jl-outside').filter(({name}) => name === 'rect')
    expect(bars.map((bar) => Number(bar.attributes.get('x')))).toEqual([
      expect.closeTo(scale(0), 1),
      expect.closeTo(scale(3), 1),
      expect.closeTo(scale(8), 1),
    ])
  })

  test('tells what each bar cost that is no narrower than a letter, in it or above it where no other label stands', () => {
    const trace = log([8, 30, 1.4, 1.5, 1.4, 1.3])
    const all = trace.misses().map((index) => duration(total(trace.seconds(index))))
    const drawn = texts(trace, {width: 960}).join(' ')
    for (const cost of all) expect(drawn).toContain(cost)
    const gone = texts(trace, {width: 960, gone: new Set([3])}).join(' ')
    expect(gone).toContain('−1.5 s')
  })

  test('says of a mark that a what-if spares that it is gone, and no more what it did', () => {
    const trace = log([2, 3])
    const titles = textsOf(timeline.draw(trace, explain(trace), {gone: new Set([1])}))
    expect(titles.join('\n')).not.toContain('retrace, call 2')
    expect(
      [...every(timeline.draw(trace, explain(trace), {gone: new Set([1])}))].map(textOfTitle).join('\n'),
    ).toContain('gone, predicted, call 2')
  })

  test('has a last row for what compiled outside of all calls, after them where nothing tells when', () => {
    expect(texts(log([2, 1])).join('\n')).not.toContain('outside jit')
    const trace = log([2, 1])
    trace.source = source([3, 4], [])
    const drawn = timeline.draw(trace, explain(trace), {width: 720})
    expect(textsOf(drawn)).toContain('operations outside jit · 2 compiles · 7 s · op1, op0')
    const bars = within(drawn, 'jl-outside').filter(({name}) => name === 'rect')
    expect(bars.map(textOfTitle)).toEqual([
      'op1, outside jit: 1 compile, 4 s',
      'op0, outside jit: 1 compile, 3 s',
    ])
    const {scale} = plan(trace, explain(trace), {width: 720})
    expect(bars.map((bar) => Number(bar.attributes.get('x')))).toEqual([
      expect.closeTo(scale(3), 1),
      expect.closeTo(scale(7), 1),
    ])
  })

  test('writes no name of an operation outside jit over the name of its row, however deep the zoom', () => {
    const trace = log([2, 1])
    trace.source = source(
      Array.from({length: 60}, () => 0.1),
      [],
    )
    const drawn = timeline.draw(trace, explain(trace), {width: 400, window: [3, 3.2]})
    const lines = within(drawn, 'jl-outside').filter(({name}) => name === 'text')
    const heights = lines.map(({attributes}) => Number(attributes.get('y'))).sort((a, b) => a - b)
    expect(
      heights
        .slice(1)
        .map((y, at) => y - (heights[at] ?? 0))
        .filter((gap) => gap > 0 && gap < 13),
    ).toEqual([])
  })

  test('says at its left edge when the first call was, where the clock did not begin with it', () => {
    const drawn = texts(
      log([2, 1], (at) => 5.03 + at * 10),
      {width: 720},
    )
    expect(drawn).toContain('5 s')
    expect(texts(log([2, 1], (at) => at * 10))).toContain('0 s')
  })

  test('breaks the line of its axis where no clock tells when, and says which marks took no time', () => {
    const lines = (trace: Trace) =>
      [...every(timeline.draw(trace, explain(trace)))].filter(
        ({attributes}) => attributes.get('stroke-dasharray') === '8 3',
      )
    expect(lines(log([2, 0]))).toHaveLength(1)
    expect(lines(log([2, 0], (at) => at))).toEqual([])
    expect(texts(log([2, 0]))).toContain('no time of its own 1')
    expect(texts(log([2, 1])).join()).not.toContain('no time of its own')
  })

  test('calls what was read from disk outside jit no mere trace', () => {
    const trace = log([2, 1])
    const {eager, ...rest} = source([3], [])
    const functions = eager.functions.map((one) => ({...one, compiles: 0}))
    trace.source = {...rest, eager: {...eager, compiles: 0, functions}}
    expect(texts(trace)).toContain('operations outside jit · 3 s · op0')
  })

  test('names under the bar of a page the verdicts that the bar lacks, of what was traced inside others', () => {
    const x = ['aval', 'leaf', 'x', 'f32[4]'] as const
    const inner = (object: string) => ({
      name: 'inner',
      facts: [['function', 'function', 'inner', 'inner', object] as const, x],
      within: 'nested' as const,
    })
    const step = {name: 'step', facts: [x], seconds: {trace: 1, lower: 0, compile: 1}}
    expect(texts(traced([step, inner('#1'), inner('#2')]))).toContain('avoidable 1, none compiled')
    expect(texts(traced([step, inner('#1')])).join()).not.toContain('none compiled')
  })

  test('says in its legend what the colours of names mean, of the sides that there are', () => {
    const words = texts(log([2, 1, 1, 1]))
    expect(words).toContain('data: new values compile nothing')
    expect(words).not.toContain('static: another value compiles again')
  })

  test('names in its legend the shapes that it draws alone: in time a miss is a bar', () => {
    const trace = log([2, 1], (at) => at * 10)
    trace.append({...trace.at(1), outcome: 'dispatch', time: 30, seconds: noSeconds})
    expect(texts(trace, {by: 'calls'})).toContain('looked up again 1')
    expect(texts(trace, {by: 'time'}).join()).not.toContain('looked up again')
  })

  test('says of what compiled outside of all calls that nobody knows when, where the others stand on a clock', () => {
    const trace = log([2, 1], (at) => at * 10)
    trace.source = source([3], [1])
    expect(texts(trace, {width: 900})).toContain(
      'operations outside jit, or only traced · 1 compile · 4 s · when, the log does not tell · op0, helper0',
    )
  })

  test('says beside the axis what compiled outside of all calls where calls stand side by side', () => {
    const trace = log([2, 1])
    trace.source = source([3], [])
    expect(texts(trace, {by: 'calls'}).join('\n')).toContain('and 3 s outside jit')
  })

  test('draws overlapping misses of several processes without losing one', () => {
    const trace = hosts()
    const marks = [...every(timeline.draw(trace, explain(trace)))].filter(
      ({attributes}) => attributes.get('class') === 'jl-miss',
    )
    expect(marks).toHaveLength(trace.misses().length)
  })
})

describe('a timeline that is zoomed', () => {
  const interactive = (trace: Trace, options: TimelineOptions = {}) => {
    const windows: (readonly [number, number])[] = []
    const node = timeline(trace, explain(trace), {
      document,
      interactive: true,
      heading: false,
      onWindow: (window) => void windows.push(window),
      ...options,
    })
    return {node, windows}
  }

  test('zooms by at most a quarter for each notch of the wheel', () => {
    const trace = training()
    for (const deltaY of [-3, -100, -1200]) {
      const {node, windows} = interactive(trace, {by: 'time'})
      node.dispatchEvent(
        new (document.defaultView?.WheelEvent ?? Event)('wheel', {
          deltaY,
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
        }),
      )
      const [from, to] = windows.at(-1) ?? [0, 0]
      const [first, last] = domainOf(trace, explain(trace), 'time')
      expect((last - first) / (to - from)).toBeLessThanOrEqual(1.2501)
      expect((last - first) / (to - from)).toBeGreaterThan(1)
    }
  })

  test('moves its window to a call that is outside of it', () => {
    const trace = training()
    for (const by of ['calls', 'time'] as const) {
      const {node, windows} = interactive(trace, {by, window: [0, 3], position: 0})
      expect(moveTo(node, 25)).toBe(true)
      const [from, to] = windows.at(-1) ?? [0, 0]
      const place = placeAt(trace, explain(trace), by, 25)
      expect(to - from).toBeCloseTo(3)
      expect(place).toBeGreaterThanOrEqual(from)
      expect(place).toBeLessThanOrEqual(to)
      const told = windows.length
      expect(moveTo(node, 26)).toBe(true)
      expect(windows.length).toBe(told + (placeAt(trace, explain(trace), by, 26) > to ? 1 : 0))
    }
  })

  test('chooses the miss whose bar is clicked, wherever in it', () => {
    const trace = log([5, 1, 1, 20])
    const told: unknown[] = []
    const {node} = interactive(trace, {onSelect: (selection) => void told.push(selection), width: 720})
    const {scale, rows} = plan(trace, explain(trace), {width: 720, heading: false})
    const clientY = (rows[0]?.base ?? 0) - 20
    node.dispatchEvent(new MouseEvent('click', {clientX: scale(26), clientY, bubbles: true}))
    expect(told).toEqual([expect.objectContaining({index: 3})])
  })

  test('marks a call of a function without a row of its own in the last row', () => {
    const trace = many(2000, 30)
    const {node} = interactive(trace, {position: 0})
    const shown = new Set(plan(trace, explain(trace), {position: 0}).rows.map(({functionId}) => functionId))
    const hidden = Array.from({length: trace.length}, (_, at) => at).find(
      (at) => !shown.has(trace.functionAt(at)),
    )
    expect(moveTo(node, hidden ?? 0)).toBe(true)
    expect(node.querySelector('.jl-marker rect, .jl-marker path')).not.toBeNull()
  })

  test('paints hits on a canvas as strong as on paper', () => {
    const trace = many(60_000)
    const layout = plan(trace, explain(trace), {width: 720})
    const alphas = new Set<number>()
    const brush = {
      fillStyle: '',
      globalAlpha: 1,
      setTransform() {},
      clearRect() {},
      fillRect() {
        alphas.add(this.globalAlpha)
      },
    }
    paint(brush, layout, palettes.light)
    const drawn = layout.rows.flatMap((row) => [...blocks(row, layout)].map(({opacity}) => opacity))
    expect(alphas).toEqual(new Set(drawn))
    expect(total(trace.seconds(0))).toBeGreaterThan(0)
  })
})

test('a label names the size that makes a miss reducible, not the new object beside it', () => {
  const trace = log([8.4, 0.1, 0.1, 8.1])
  const explanation = explain(trace)
  const misses = explanation.misses.map((miss) =>
    miss.index === 3
      ? {
          ...miss,
          findings: [],
          verdict: 'reducible' as const,
          causes: [
            {
              ...miss.causes[0],
              component: 'function' as const,
              path: 'step0',
              segments: ['step0'],
              delta: {kind: 'identity', now: 'step0', before: 'step0'} as const,
              change: 'identity' as const,
              now: 'step0',
              before: 'step0',
              evidence: 'simulated' as const,
            },
            ...miss.causes,
          ],
        }
      : miss,
  )
  const found = textsOf(timeline.draw(trace, {...explanation, misses}, {width: 1280}))
  expect(found).toContain('x f32[64,16] → f32[67,16] +1 more · 8.1 s')
})
