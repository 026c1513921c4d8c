import {JSDOM} from 'jsdom'
import {type Named, type Trace} from '../../lib/index.ts'
import {further} from '../../viz/charts/index.ts'
import {runs} from '../../viz/player/index.ts'
import type {State} from '../../viz/view.ts'
import {empty, hosts, lambdas, quiet, training} from './traces.ts'

type Options = Partial<Parameters<typeof runs>[1]>

const {window} = new JSDOM('<!doctype html>')
const {document} = window
const {AbortController, Document, ShadowRoot} = window
// In a page these are the window's.
Object.assign(globalThis, {AbortController, Document, ShadowRoot})

/** Six calls, of which the first, the third, the fourth and the fifth miss. */
const short = lambdas(4)
const both: readonly Named[] = [
  {name: 'a', trace: short},
  {name: 'b', trace: lambdas(3)},
]

const alone = (trace: Trace): readonly Named[] => [{name: 'run', trace}]

/** A player on the page, and what a reader does there. */
function open(given: readonly Named[], options: Options = {}) {
  const states: State[] = []
  const made = runs(given, {
    document,
    pictures: further,
    hash: '#open=',
    onState: (state) => void states.push(state),
    ...options,
  })
  const {element} = made
  document.body.replaceChildren(element)
  const at = (selector: string): HTMLElement => {
    const found = element.querySelector<HTMLElement>(selector)
    if (found === null) throw new Error(`nothing is ${selector}`)
    return found
  }
  const does = (type: string, on: Element, more: EventInit = {bubbles: true}): boolean =>
    on.dispatchEvent(new window.Event(type, more))
  return {
    ...{at, does, element, made, states},
    /** Whether the key was left to the browser. */
    press: (key: string, {on = element, ...more}: KeyboardEventInit & {on?: Element} = {}): boolean =>
      on.dispatchEvent(
        new window.KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true, ...more}),
      ),
    click: (selector: string): boolean => does('click', at(selector)),
    place: () => at('.place').textContent,
    link: () => at('a.link').getAttribute('href'),
    count: (selector: string): number => element.querySelectorAll(selector).length,
    /** Opens or closes a detail as a browser does. */
    turn: (selector: string, isOpen: boolean) => {
      at(selector).toggleAttribute('open', isOpen)
      does('toggle', at(selector), {})
    },
  }
}

test('the buttons of a player go from call to call and from miss to miss, and stay within the trace', () => {
  const {click, made} = open(alone(short))
  const shown = ['first', 'previous', 'next miss', 'previous miss', 'next', 'last', 'next'].map((word) => {
    click(`[data-move="${word}"]`)
    return made.state.position
  })
  expect(shown).toEqual([0, 0, 2, 0, 1, 5, 5])
})

test('the keys do what the buttons do, but in a field, with Ctrl, or where they are locked', () => {
  const {at, made, press} = open(alone(short), {hash: '#call=3&open='})
  expect(press('ArrowRight')).toBe(false)
  expect(made.state.position).toBe(3)
  press('ArrowLeft')
  expect(made.state.position).toBe(2)
  press('Home')
  press('ArrowRight', {shiftKey: true})
  expect(made.state.position).toBe(2)
  press('End')
  expect(made.state.position).toBe(5)
  expect([
    press('Home', {ctrlKey: true}),
    press('Home', {on: at('input[type=range]')}),
    press(' ', {on: at('.bar button')}),
    press('x'),
  ]).toEqual([true, true, true, true])
  expect(made.state.position).toBe(5)
  const locked = open(alone(short), {hash: '#call=3&open=', fresh: {locked: ['position']}})
  expect([locked.press('ArrowRight'), locked.made.state.position]).toEqual([true, 2])
})

test('the slider goes to a call, and says which it is and what came of it', () => {
  const {at, does, place} = open(alone(short))
  const slider = at('input[type=range]')
  Object.assign(slider, {value: '4'})
  does('input', slider)
  expect(place()).toBe('call 5 of 6')
  expect(slider.getAttribute('aria-valuetext')).toMatch(/^call 5 of 6: <lambda> was traced again: /)
})

test('the list of colours dresses the player, and its link carries them', () => {
  const {at, does, element, link} = open(alone(short))
  const list = at('.bar select')
  const choose = (value: string): boolean => does('change', Object.assign(list, {value}))
  choose('dark')
  expect([element.className, link()?.includes('scheme=dark')]).toEqual(['jl jitlens jl-dark', true])
  choose('auto')
  expect([element.className, link()?.includes('scheme')]).toEqual(['jl jitlens', false])
})

test('runs(…).open(link) shows what the link of another player holds, run, call, colours and what is open', () => {
  const one = open(both)
  one.made.show({position: 3, scheme: 'dark', open: ['cache']})
  one.does('change', one.at('.runs input[value="1"]'))
  one.made.show({position: 0})
  const other = open(both)
  other.made.open(`#${one.made.link}`)
  expect([other.made.run, other.made.state]).toEqual([1, one.made.state])
  expect(other.made.state).toMatchObject({position: 0, scheme: 'dark', open: ['cache']})
})

test('a run that is chosen again stands where its reader left it', () => {
  const {at, does, made} = open(both)
  const choose = (run: number): boolean => does('change', at(`.runs input[value="${run}"]`))
  choose(0)
  made.show({position: 1})
  choose(1)
  expect([made.run, made.state.position === 1]).toEqual([1, false])
  choose(0)
  expect([made.run, made.state.position]).toEqual([0, 1])
})

test('a compile that is clicked in the comparison of runs is shown in its run', () => {
  const {at, does, made} = open(both)
  const mark = at('.call [data-run="1"][data-index]')
  does('click', mark)
  expect([made.run, String(made.state.position)]).toEqual([1, mark.getAttribute('data-index')])
})

test('the table of the comparison is written when it is opened', () => {
  const {count, turn} = open(both)
  expect(count('.call .rest td')).toBe(0)
  turn('.call .rest', true)
  expect(count('.call .rest td')).toBeGreaterThan(10)
})

test('a path that is clicked is chosen and lit wherever it is named; clicked again it is let go', () => {
  const {at, count, does, made} = open(alone(hosts()))
  const path = at('.why code[data-path]').getAttribute('data-path')
  const chosen = () => does('click', at('.why code[data-path]'))
  chosen()
  expect([made.state.path, count('.lit') > 1]).toEqual([path, true])
  chosen()
  expect([made.state.path, count('.lit')]).toEqual([null, 0])
})

test('a function that is clicked is chosen, and no path beside it', () => {
  const {at, does, made} = open(alone(short))
  made.show({path: 'model'})
  const name = at('code[data-function]')
  does('click', name)
  expect([String(made.state.function), made.state.path]).toEqual([name.getAttribute('data-function'), null])
  does('click', at('code[data-function]'))
  expect(made.state.function).toBeNull()
})

test('where choosing is locked a click on a name changes nothing', () => {
  const {at, does, states} = open(alone(hosts()), {fresh: {locked: ['select', 'position']}})
  does('click', at('.why code[data-path]'))
  does('click', at('button[data-index]'))
  expect(states).toEqual([])
})

test('what the pointer or the focus is on lights up wherever it is named, until it leaves', () => {
  const {at, count, does, element} = open(alone(hosts()))
  does('pointerover', at('.why code[data-path]'))
  const lit = count('.lit')
  does('focusin', at('.why code[data-path]'))
  expect([lit > 1, count('.lit')]).toEqual([true, lit])
  does('pointerleave', element)
  expect(count('.lit')).toBe(0)
})

test('the number of a call in the causes leads to it, and is marked as the one that is shown', () => {
  const {at, click, made} = open(alone(short))
  made.show({position: 0})
  const button = [...at('.why').querySelectorAll('button.call')].find(
    (one) => Number(one.getAttribute('data-index')) > 0,
  )
  const index = button?.getAttribute('data-index') ?? ''
  click(`button.call[data-index="${index}"]`)
  expect(String(made.state.position)).toBe(index)
  expect(button?.getAttribute('aria-current')).toBe('true')
  click('[data-move=last]')
  expect(button?.hasAttribute('aria-current')).toBe(false)
})

test('a switch tries a fix out: the headline counts what is left, and says again what it said when it is off', () => {
  const {at, click, made} = open(alone(short))
  const before = at('.headline').textContent
  const fix = at('[data-fix]:not([data-fix=all])').getAttribute('data-fix')
  click(`[data-fix="${fix ?? ''}"]`)
  expect([made.state.fixed, at(`[data-fix="${fix ?? ''}"]`).getAttribute('aria-checked')]).toEqual([
    [Number(fix)],
    'true',
  ])
  expect(at('.headline').textContent).not.toBe(before)
  click(`[data-fix="${fix ?? ''}"]`)
  expect([made.state.fixed, at('.headline').textContent]).toEqual([[], before])
})

test('the switch for all tries every fix out, then none', () => {
  const {click, count, made} = open(alone(training()))
  click('[data-fix=all]')
  const fixes = count('[data-fix]:not([data-fix=all])')
  expect([fixes > 1, made.state.fixed.length, count('[data-fix][aria-checked=true]')]).toEqual([
    true,
    fixes,
    fixes + 1,
  ])
  click('[data-fix=all]')
  expect(made.state.fixed).toEqual([])
})

test('a detail that is opened is drawn and stands in the link; a closed one is gone from it', () => {
  const {count, link, turn} = open(alone(short))
  expect(count('[data-chart=cache] svg')).toBe(0)
  turn('[data-detail=cache]', true)
  expect([count('[data-chart=cache] svg'), link()?.includes('cache')]).toEqual([1, true])
  turn('[data-detail=cache]', false)
  expect(link()?.includes('cache')).toBe(false)
})

test('the table of a picture follows the call that is shown', () => {
  const {at, made, turn} = open(alone(short), {hash: '#call=2&open=waterfall'})
  turn('[data-table=waterfall]', true)
  const table = () => at('[data-table=waterfall] .cells').textContent
  const before = table()
  made.show({position: 5})
  expect([before === '', table() === before]).toEqual([false, false])
})

test('zooming halves what is shown around the call, zooming out and "All" give it back', () => {
  const {click, made} = open(alone(short), {hash: '#call=4&by=calls&open='})
  click('[data-move="zoom in"]')
  const [from = 0, to = 0] = made.state.zoom ?? []
  expect([to - from, from <= 3 && 3 <= to]).toEqual([3, true])
  click('[data-move="zoom in"]')
  click('[data-move="zoom out"]')
  expect(made.state.zoom).toEqual([from, to])
  click('[data-move=whole]')
  expect(made.state.zoom).toBeNull()
})

test('a timeline is shown call beside call, or in time', () => {
  const {at, click, made} = open(alone(short))
  const turned = () => at('[data-move=by]').getAttribute('aria-pressed')
  click('[data-move=by]')
  const by = [made.state.by, turned()]
  click('[data-move=by]')
  expect([by, [made.state.by, turned()]]).toEqual(
    by[0] === 'calls'
      ? [
          ['calls', 'false'],
          ['time', 'true'],
        ]
      : [
          ['time', 'true'],
          ['calls', 'false'],
        ],
  )
})

describe('a player that plays', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  test('passes a run of hits in one beat, and stops at the last call', () => {
    const {at, click, made} = open(alone(quiet(40)))
    click('[data-move=first]')
    click('[data-move=play]')
    expect(at('[data-move=play]').textContent).toBe('Pause')
    jest.advanceTimersByTime(900 * 50)
    expect([made.state.position, at('[data-move=play]').textContent]).toEqual([39, 'Play'])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('begins anew at the last call, and a second press or another step stops it', () => {
    const {click, made, press} = open(alone(short), {hash: '#call=6&open='})
    press(' ')
    jest.advanceTimersByTime(900)
    expect(made.state.position).toBeGreaterThan(0)
    expect(made.state.position).toBeLessThan(5)
    press(' ')
    expect(jest.getTimerCount()).toBe(0)
    press(' ')
    click('[data-move=next]')
    expect(jest.getTimerCount()).toBe(0)
  })

  test('runs(…).dispose() ends it, and it listens no more', () => {
    const {made, press, states} = open(alone(short))
    press(' ')
    made.dispose()
    const told = states.length
    jest.advanceTimersByTime(9000)
    press('End')
    expect([jest.getTimerCount(), states.length]).toEqual([0, told])
  })

  test('does not begin where nothing was called', () => {
    const {at, press} = open(alone(empty()))
    press(' ')
    expect([jest.getTimerCount(), at('[data-move=play]').textContent]).toEqual([0, 'Play'])
  })
})

test('runs(…).grow(trace) keeps the place of a reader who has one, and goes to the newest miss of one who has none', () => {
  const reader = open(alone(quiet(5)))
  reader.made.show({position: 2, open: ['cache']})
  reader.made.grow(quiet(40), true)
  expect([reader.made.state.position, reader.place(), reader.made.state.open]).toEqual([
    2,
    'call 3 of 40',
    ['cache'],
  ])
  const fresh = open(alone(empty()))
  fresh.made.grow(short, false)
  const whole = open(alone(short))
  expect([fresh.made.state.position, fresh.at('.headline').textContent]).toEqual([
    whole.made.state.position,
    whole.at('.headline').textContent,
  ])
  expect(fresh.count('[data-fix]')).toBe(whole.count('[data-fix]'))
})

test('pictures that are fetched are drawn when they are there, and what keeps them away is said in their place', async () => {
  const fetched = open(alone(short), {hash: '#open=costs', pictures: () => Promise.resolve(further)})
  const missing = open(alone(short), {
    hash: '#open=costs',
    pictures: () => Promise.reject(new Error('the network is down')),
  })
  expect([fetched, missing].map(({count}) => count('[data-chart=costs] svg'))).toEqual([0, 0])
  await new Promise(setImmediate)
  expect(fetched.count('[data-chart=costs] svg')).toBe(1)
  expect(missing.at('[data-chart=costs]').textContent).toBe('the network is down')
})

describe('a button that saves', () => {
  const saved: string[] = []

  /** A player whose page notes what it is offered, in place of a browser's folder. */
  const openSaving = (given: readonly Named[]) => {
    jest.spyOn(window.HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download)
    })
    return open(given)
  }

  beforeEach(() => {
    saved.length = 0
    jest.useFakeTimers()
  })
  afterEach(() => jest.useRealTimers())

  test('offers a picture as SVG, the trace as JSON lines, and the comparison of runs', async () => {
    const {click} = openSaving(alone(short))
    click('[data-save=costs][data-format=svg]')
    click('[data-save=trace]')
    const several = openSaving(both)
    several.click('.call [data-save=compare][data-format=svg]')
    await jest.advanceTimersByTimeAsync(0)
    expect(saved.toSorted()).toEqual(['compare.svg', 'costs.svg', 'trace.jsonl'])
    jest.runAllTimers()
  })

  test('says beside it why a page cannot make a PNG', async () => {
    const {at, click} = openSaving(alone(short))
    Object.assign(window.HTMLImageElement.prototype, {decode: () => Promise.reject(new Error('refused'))})
    click('[data-save=costs][data-format=png]')
    await Promise.resolve().then(() => jest.runAllTimersAsync())
    expect(saved).toEqual([])
    expect(at('.trouble').textContent).toMatch(/^This page does not allow pictures made in it/)
  })
})

test('locked details stay shut, and locked controls are left out', () => {
  const {at, count} = open(alone(short), {
    fresh: {locked: ['open', 'zoom', 'scheme', 'download', 'play']},
  })
  const click = new window.Event('click', {bubbles: true, cancelable: true})
  expect(at('[data-detail=costs] > summary').dispatchEvent(click)).toBe(false)
  expect([
    count('[data-save]'),
    count('.bar select'),
    count('[data-move=play]'),
    count('[data-move=whole]'),
  ]).toEqual([0, 0, 0, 0])
  expect(document.querySelectorAll('.bar button')).toHaveLength(6)
})

test('hosts of one run that differ are compared below the causes', () => {
  const {count} = open(alone(hosts()), {hash: '#open=compare'})
  expect(count('[data-chart=compare] svg')).toBe(1)
})
