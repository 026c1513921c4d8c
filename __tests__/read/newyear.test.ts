import {read} from '../../lib/index.ts'

/** A program that compiles three functions, each record with a stamp of absl, which tells no year. */
const log = (...stamps: readonly string[]): string =>
  stamps
    .flatMap((stamp, i) => [
      `W${stamp} 1405 dispatch.py:204] Finished tracing + transforming step${i} for pjit in 0.5 sec`,
      `W${stamp} 1405 pxla.py:300] Compiling step${i} with global shapes and types [ShapedArray(float32[${i + 2}])]. Argument mapping: (UnspecifiedValue,).`,
      `W${stamp} 1405 dispatch.py:204] Finished XLA compilation of jit(step${i}) in 0.5 sec`,
    ])
    .join('\n')

test.each<[said: string, stamps: readonly string[], times: readonly number[]]>([
  ['within a day', ['1122 15:06:56.5', '1122 15:06:58.5', '1122 16:06:56.5'], [0, 2, 3600]],
  ['over New Year', ['1231 23:59:58.5', '0101 00:00:00.5', '0101 01:00:00.5'], [0, 2, 3602]],
  [
    'over New Year and on until spring',
    ['1231 23:59:58.5', '0101 00:00:00.5', '0401 00:00:00.5'],
    [0, 2, 2 + 90 * 86400],
  ],
  [
    'over New Year in the order of another clock',
    ['0101 00:00:00.5', '1231 23:59:58.5', '0101 00:00:01.5'],
    [2, 0, 3],
  ],
])('read() of a log %s tells when each compile was', (_said, stamps, times) => {
  expect([...read(log(...stamps))].map(({time}) => Math.round(time * 1e3) / 1e3)).toEqual(times)
})

/** A program that compiles one function again and again, its lines alike but for what stands before them. */
const again = (...heads: readonly string[]): string =>
  heads
    .flatMap((head) => [
      `${head}Finished tracing + transforming step for pjit in 0.5 sec`,
      `${head}Compiling step with global shapes and types [ShapedArray(float32[2])]. Argument mapping: (UnspecifiedValue,).`,
      `${head}Finished XLA compilation of jit(step) in 0.5 sec`,
    ])
    .join('\n')

test.each<[said: string, heads: readonly string[], times: readonly number[]]>([
  [
    'dates',
    ['2026-12-31 23:59:58,750 INFO: ', '2026-12-31 23:59:59,000 INFO: ', '2027-01-01 00:00:09,125 INFO: '],
    [0, 0.25, 10.375],
  ],
  [
    'stamps of absl',
    ['W1231 23:59:58.5 7 a.py:1] ', 'W1231 23:59:59.0 7 a.py:1] ', 'W0101 00:00:09.1 7 a.py:1] '],
    [0, 0.5, 10.6],
  ],
  ['lack of stamps', ['a.py:1: ', 'a.py:1: ', 'a.py:1: '], [NaN, NaN, NaN]],
])('read() of lines like those before tells when each compile was, by their %s', (_said, heads, times) => {
  expect([...read(again(...heads))].map(({time}) => Math.round(time * 1e3) / 1e3)).toEqual(times)
})
