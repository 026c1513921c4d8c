import fc from 'fast-check'
import {counted, duration, figure, instant} from '../../lib/words/index.ts'

test.each([
  [0, '0 s'],
  [-0, '0 s'],
  [-1e-9, '0 s'],
  [-1.5, '−1.5 s'],
  [-Infinity, '−∞'],
  [Number.NaN, 'an unknown time'],
  [1e-9, '0 s'],
  [1.234e-7, '0.123 µs'],
  [0.0000042, '4.2 µs'],
  [0.0009994, '999 µs'],
  [0.0009996, '1 ms'],
  [0.0123, '12.3 ms'],
  [0.9999, '1 s'],
  [1.5, '1.5 s'],
  [21.44, '21.4 s'],
  [59.94, '59.9 s'],
  [59.96, '60 s'],
  [310, '310 s'],
  [599.4, '599 s'],
  [599.6, '10 min'],
  [1234, '20.6 min'],
  [3598, '1 h'],
  [86_399, '1 d'],
  [1e8, '1,160 d'],
  [Infinity, '∞'],
])('duration(%d) is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

const sizes: Readonly<Record<string, number>> = {µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400}

/** The seconds that a duration's text names. */
function read(text: string): number {
  const [number = '', unit = ''] = text.split(' ')
  return Number(number.replaceAll(',', '')) * (sizes[unit] ?? NaN)
}

/** Durations of every size, as many of each. */
const anyTime = fc.double({min: -7.9, max: 7.5, noNaN: true}).map((power) => 10 ** power)

const checked = {numRuns: 10_000}

test('duration(seconds) has at most three digits and no zero behind them', () => {
  fc.assert(
    fc.property(anyTime, (seconds) => {
      const [number = ''] = duration(seconds).split(' ')
      const digits = number.replace(/[.,]/g, '').replace(/^0+|0+$/g, '')
      return digits.length <= 3 && !/\.\d*0$/.test(number)
    }),
    checked,
  )
})

test('duration(seconds) tells the seconds to half a percent', () => {
  fc.assert(
    fc.property(anyTime, (seconds) => Math.abs(read(duration(seconds)) / seconds - 1) < 0.0051),
    checked,
  )
})

test('duration(seconds) is below the next unit', () => {
  fc.assert(
    fc.property(anyTime, (seconds) => !/^(1,?000 [µm]s|600 s|60 min|24 h)$/.test(duration(seconds))),
    checked,
  )
})

test('duration(seconds) of what a duration says is that duration', () => {
  fc.assert(
    fc.property(anyTime, (seconds) => duration(read(duration(seconds))) === duration(seconds)),
    checked,
  )
})

test('duration(seconds) of a longer time is no shorter', () => {
  fc.assert(
    fc.property(anyTime, anyTime, (a, b) => {
      const [short, long] = a < b ? [a, b] : [b, a]
      return read(duration(short)) <= read(duration(long))
    }),
    checked,
  )
})

test('counted(number, noun) agrees in number, thousands apart', () => {
  expect([
    counted(1, 'call'),
    counted(2, 'miss', 'misses'),
    counted(1234567, 'call'),
    figure(8413.5),
  ]).toEqual(['1 call', '2 misses', '1,234,567 calls', '8,413.5'])
})

test.each([
  [0, 5, '0 s'],
  [12.345, 0.005, '12.345 s'],
  [0.15, 0.05, '150 ms'],
  [90, 30, '90 s'],
  [600, 60, '10 min'],
  [650, 50, '650 s'],
  [65, 1, '65 s'],
  [5400, 1800, '1.5 h'],
  [129_600, 43_200, '1.5 d'],
])('instant(%d, %d) is %s', (seconds, step, text) => {
  expect(instant(seconds, step)).toBe(text)
})

test('instant(seconds, step, longest) tells all points of an axis in one unit', () => {
  expect([0, 0.5, 1, 1.5].map((at) => instant(at, 0.5, 9))).toEqual(['0 s', '0.5 s', '1 s', '1.5 s'])
  expect([300, 600, 900].map((at) => instant(at, 300, 1200))).toEqual(['5 min', '10 min', '15 min'])
})

test('instant(seconds, step) tells neighbours apart, at any zoom', () => {
  fc.assert(
    fc.property(fc.integer({min: 0, max: 1e6}), fc.integer({min: -4, max: 4}), (from, power) => {
      const step = 10 ** power
      const texts = [0, 1, 2, 3].map((at) => instant((from + at) * step, step))
      expect(new Set(texts).size).toBe(4)
    }),
  )
})
