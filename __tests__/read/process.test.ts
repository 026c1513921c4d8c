import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {check, explain, read} from '../../lib/index.ts'

const log = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')
const alone = explain(read(log))

/** Two processes that write the same log, line by line, each under its own number. */
const both = log
  .split('\n')
  .flatMap((line) => [`[0]: ${line}`, `[1]: ${line}`])
  .join('\n')

test('read() of two equal processes in one stream explains each as if it had run alone', () => {
  const {misses, functions} = explain(read(both))
  for (const process of ['0', '1']) {
    const own = misses.filter((miss) => miss.process === process)
    expect(own.map(({sentence, call, taxonomy, verdict}) => [sentence, call, taxonomy, verdict])).toEqual(
      alone.misses.map(({sentence, call, taxonomy, verdict}) => [sentence, call, taxonomy, verdict]),
    )
  }
  expect(functions.map(({misses: count}) => count)).toEqual(
    alone.functions.map(({misses: count}) => 2 * count),
  )
})

test('check() of two processes allows the first call of each', () => {
  expect(check(read(both)).misses.length).toBe(2 * check(read(log)).misses.length)
})
