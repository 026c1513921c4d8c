import {JSDOM} from 'jsdom'
import {explain, type Fact, noSeconds, outcomes, Trace} from '../../lib/index.ts'
import {palettes, timeline} from '../../viz/index.ts'
import {hues} from '../../viz/theme.ts'
import {toneAt} from '../../viz/charts/position.ts'
import {plan, type Plan, type TimelineOptions} from '../../viz/charts/plan.ts'
import {marker} from '../../viz/charts/marker.ts'
import {place} from '../../viz/charts/spots.ts'
import {content} from '../../viz/charts/timeline.ts'
import {label, worded} from '../../viz/charts/told.ts'
import {moveTo, paint} from '../../viz/charts/zoom.ts'
import {hosts, many, training} from './traces.ts'

const {document, Event, KeyboardEvent, MouseEvent} = new JSDOM('<!doctype html>', {pretendToBeVisual: true})
  .window

/** A canvas context that remembers its rectangles. */
function brush() {
  const painted: {x: number; y: number; width: number; height: number; colour: string}[] = []
  return {
    painted,
    fillStyle: '',
    globalAlpha: 1,
    setTransform() {},
    clearRect() {
      painted.length = 0
    },
    fillRect(x: number, y: number, width: number, height: number) {
      painted.push({x, y, width, height, colour: this.fillStyle})
    },
  }
}

/** Positions of the misses that neither stand alone nor are painted where they belong. */
function lost(trace: Trace, layout: Plan): number[] {
  const canvas = brush()
  paint(canvas, layout, palettes.light)
  const scale = (x: number) =>
    layout.left +
    ((x - layout.window[0]) / (layout.window[1] - layout.window[0])) * Math.floor(layout.right - layout.left)
  return layout.rows.flatMap((row) =>
    [...row.lane.misses].flatMap((place) => {
      const x = row.lane.x[place] ?? 0
      const index = row.lane.index[place] ?? 0
      if (x < layout.window[0] || x > layout.window[1] || row.misses.includes(place)) return []
      const colour = palettes.light[hues[toneAt(trace, explain(trace), index)].fill]
      const seen = canvas.painted.some(
        (box) =>
          box.colour === colour &&
          box.y < row.base &&
          box.y > row.y &&
          box.height >= 4 &&
          box.x <= scale(x) + 0.01 &&
          box.x + box.width >= scale(x) - 1.01,
      )
      return seen ? [] : [index]
    }),
  )
}

/** Two compiles whose unnamed arrays differ in the size of one axis. */
function resized(): Trace {
  const trace = new Trace({producer: 'jax log'})
  const fn = trace.addFunction({name: 'step', owner: 'program'})
  const shapes = ['4', '8', '2,2', '4']
  for (const [time, size] of [15, 16].entries())
    trace.append({
      function: fn,
      key: trace.addKey({
        function: fn,
        unknown: [],
        facts: shapes.map((rest, at): Fact => ({
          component: 'aval',
          kind: 'leaf',
          path: [`leaf ${at + 1} of 4`],
          value: `f32[${size},${rest}]`,
          unplaced: true,
        })),
      }),
      outcome: 'retrace',
      evidence: 'observed',
      time,
      seconds: {...noSeconds, compile: 1},
      layers: [],
    })
  return trace
}

describe('label(told, room)', () => {
  const {told} = worded(explain(resized()).misses[1], 'reducible', 1, false)
  const said = (room: number): string => (label(told, room) ?? []).map(({text}) => text).join(' ')

  test('says sizes of an axis as two numbers and the axis, and no type', () => {
    expect(said(480)).toBe('leaves 15 → 16 on axis 0 · 1 s')
  })

  test('keeps both sizes in any room that holds them, and gives up the axis, the path and the seconds before', () => {
    for (let room = 60; room < 480; room++)
      expect([room, said(room)]).toEqual([room, expect.stringContaining('15 → 16')])
  })
})

describe('place(labels, sheet)', () => {
  const named = {x: 100, wanted: 300, least: 40, rank: 1}
  const beside = {x: 350, wanted: 200, least: 200, rank: 2}
  const dearest = {x: 700, wanted: 60, least: 40, rank: 0}
  const sheet = {left: 0, right: 800, headEnd: 0, lines: 1}

  test('cuts no label that names a part of the key for one that names none', () => {
    const alone = place([dearest, named], sheet).get(named)
    expect(alone?.room).toBeGreaterThanOrEqual(named.wanted)
    expect(place([dearest, named, beside], sheet).get(named)).toEqual(alone)
    expect(place([dearest, named, {...beside, rank: 1}], sheet).get(named)?.room).toBeLessThan(named.wanted)
  })
})

describe('plan(trace, options)', () => {
  test('leaves no miss unseen, at any zoom, in calls and in time', () => {
    const trace = many(60_000)
    for (const by of ['calls', 'time'] as const)
      for (let zoom = 0; zoom < 16; zoom++) {
        const whole = by === 'time' ? 600 : trace.length
        const span = whole / 1.7 ** zoom
        const from = ((whole - span) * ((zoom * 7) % 16)) / 16
        for (const width of [360, 1280])
          expect(lost(trace, plan(trace, explain(trace), {by, width, window: [from, from + span]}))).toEqual(
            [],
          )
      }
  })

  test('leaves no miss unseen where all calls miss, and paints no more than a few blocks a pixel', () => {
    const trace = many(6)
    for (let index = 0; index < 5000; index++)
      trace.append({
        ...trace.at(0),
        function: index % 6,
        outcome: outcomes[index % outcomes.length] ?? 'hit',
        time: index,
      })
    const layout = plan(trace, explain(trace), {width: 720})
    const canvas = brush()
    paint(canvas, layout, palettes.light)
    expect(lost(trace, layout)).toEqual([])
    expect(canvas.painted.length).toBeLessThanOrEqual(720 * 6 * outcomes.length)
  })

  test('gathers what does not fit in a last row, without losing calls', () => {
    const trace = many(2000, 30)
    const {rows} = plan(trace, explain(trace), {})
    expect(rows).toHaveLength(6)
    expect(rows.at(-1)?.name).toBe('25 functions')
    expect(rows.reduce((sum, {calls}) => sum + calls, 0)).toBe(trace.length)
  })

  test('keeps a window inside the trace', () => {
    const trace = training()
    expect(plan(trace, explain(trace), {window: [-5, 5]}).window).toEqual([-0.5, 9.5])
    expect(plan(trace, explain(trace), {window: [-100, 500]}).window).toEqual([-0.5, trace.length - 0.5])
    expect(plan(trace, explain(trace), {window: [Number.NaN, Number.NaN]}).window).toEqual([
      -0.5,
      trace.length - 0.5,
    ])
  })

  test('stands misses end to end where the time of one call is not known', () => {
    const trace = training()
    trace.append({...trace.at(0), time: Number.NaN})
    const {by, clock, domain} = plan(trace, explain(trace), {by: 'time'})
    expect([by, clock, domain[0]]).toEqual(['time', false, 0])
    expect(domain[1]).toBeCloseTo(explain(trace).account.seconds)
  })
})

describe('timeline(trace, …)', () => {
  const shown = (options: TimelineOptions = {}, trace = training()) => {
    const node = timeline(trace, explain(trace), {document, ...options})
    return {
      node,
      marks: () =>
        [...node.querySelectorAll('.jl-miss')].map((mark) => Number(mark.getAttribute('data-index'))),
    }
  }

  test('shows every miss with its shape, its index, its key and its function', () => {
    const trace = training()
    const {node, marks} = shown()
    expect(marks().sort((a, b) => a - b)).toEqual(trace.misses())
    for (const mark of node.querySelectorAll('.jl-miss'))
      expect(mark.getAttribute('data-key')).toBe(String(trace.keyAt(Number(mark.getAttribute('data-index')))))
  })

  test('colours every miss by its verdict, and not by what missed', () => {
    const trace = training()
    const {misses} = explain(trace)
    const {node} = shown({by: 'calls', width: 2560})
    const verdicts = new Set(misses.map(({verdict}) => verdict))
    expect(verdicts.size).toBeGreaterThan(2)
    for (const {index, verdict} of misses) {
      const {fill, text, hatched} = hues[verdict]
      const mark = node.querySelector(`.jl-miss[data-index="${index}"]`)
      expect(mark?.innerHTML).toContain(hatched === true ? `jl-s-${text}` : `jl-s-${fill}`)
    }
  })

  test('says the sentence of the chosen miss, and of the most expensive one with a cause at first', () => {
    const trace = training()
    const {misses} = explain(trace)
    expect(shown().node.textContent).toContain(misses.find(({index}) => index === 2)?.sentence)
    expect(shown({position: 8}).node.textContent).toContain(misses.find(({index}) => index === 8)?.sentence)
    expect(shown({position: 1}).node.textContent).toContain(
      'step was called with a key that it had seen: nothing was compiled.',
    )
  })

  test('shows a part of the trace alone', () => {
    expect(
      shown({window: [3.5, 6.5]})
        .marks()
        .sort((a, b) => a - b),
    ).toEqual([4, 5, 6])
  })

  test('draws no more marks than a page can hold, however many calls there are', () => {
    const {node} = shown({width: 1280}, many(100_000))
    expect(node.querySelectorAll('*').length).toBeLessThan(4000)
  })

  test('zooms with + and −, pans with a and d, goes back with 0', async () => {
    const windows: (readonly [number, number])[] = []
    const {node, marks} = shown({interactive: true, onWindow: (window) => void windows.push(window)})
    document.body.append(node)
    const press = (key: string) =>
      node.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))
    const frame = () => new Promise((done) => document.defaultView?.requestAnimationFrame(done))
    const length = training().length
    press('+')
    press('+')
    const [from, to] = windows.at(-1) ?? [0, 0]
    expect(to - from).toBeCloseTo(length / 2.25)
    await frame()
    expect(marks().length).toBeLessThan(training().misses().length)
    for (const index of marks()) expect(index).toBeGreaterThanOrEqual(from)
    press('d')
    expect(windows.at(-1)?.[0]).toBeGreaterThan(from)
    press('a')
    expect(windows.at(-1)?.[0]).toBeCloseTo(from)
    press('0')
    expect(windows.at(-1)).toEqual([-0.5, length - 0.5])
    await frame()
    expect(marks()).toHaveLength(training().misses().length)
    node.remove()
  })

  test('leaves the wheel to the page, unless Ctrl is held', () => {
    const windows: unknown[] = []
    const {node} = shown({interactive: true, onWindow: (window) => void windows.push(window)})
    const turn = (init: WheelEventInit) => {
      const event = new (document.defaultView?.WheelEvent ?? Event)('wheel', {
        deltaY: -100,
        cancelable: true,
        bubbles: true,
        ...init,
      })
      node.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect([turn({}), windows.length]).toEqual([false, 0])
    expect([turn({ctrlKey: true}), windows.length]).toEqual([true, 1])
  })

  test('chooses the call that is pointed at, a miss before the hits beside it', () => {
    const told: unknown[] = []
    const trace = training()
    const {node} = shown({interactive: true, onSelect: (selection) => void told.push(selection)})
    const layout = plan(trace, explain(trace), {})
    const mark = node.querySelector('.jl-miss[data-index="8"] line')
    const [x, y] = [Number(mark?.getAttribute('x1')), Number(mark?.getAttribute('y2'))]
    node.dispatchEvent(new MouseEvent('click', {clientX: x + 2, clientY: y, bubbles: true}))
    expect(layout.rows).toHaveLength(2)
    expect(told).toEqual([{index: 8, key: trace.keyAt(8), function: 0}])
  })

  test('moveTo(timeline, position) moves the marker alone, to where a timeline of that position has it', () => {
    const trace = training()
    const options = {interactive: true, heading: false, document} as const
    const moved = timeline(trace, explain(trace), {...options, position: 2})
    const kept = [...moved.querySelectorAll('.jl-content *')]
    for (const position of [9, 1, 27]) {
      expect(moveTo(moved, position)).toBe(true)
      expect(moved.outerHTML).toBe(timeline(trace, explain(trace), {...options, position}).outerHTML)
    }
    expect([...moved.querySelectorAll('.jl-content *')].every((mark, at) => mark === kept[at])).toBe(true)
    expect(moveTo(timeline(trace, explain(trace), {document}), 3)).toBe(false)
  })

  test('content(trace, …) has every single miss in its paths while it moves', () => {
    const trace = training()
    const layout = plan(trace, explain(trace), {width: 1280})
    const paths = content(trace, explain(trace), layout, {moving: true}).flatMap((row) =>
      row.children.flatMap((child) =>
        typeof child !== 'string' && child.name === 'path' && child.attributes.get('stroke-width') === '2'
          ? [child.attributes.get('d') ?? '']
          : [],
      ),
    )
    expect(paths.join('').match(/M/g)).toHaveLength(trace.misses().length)
    expect(
      content(trace, explain(trace), layout, {moving: true}).flatMap(({children}) => children).length,
    ).toBeLessThan(content(trace, explain(trace), layout).flatMap(({children}) => children).length)
    expect(marker(trace, explain(trace), layout, 2).filter(({name}) => name === 'rect')).toHaveLength(1)
  })

  test('calls the events of a log compiles, since a log shows no hits', () => {
    expect(shown({by: 'calls'}, hosts()).node.textContent).toContain('number of the compile')
    expect(shown().node.textContent).toContain('number of the call')
  })
})
