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
