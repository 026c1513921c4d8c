import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'

const record = [
  'TRACING CACHE MISS at /home/me/app/a.py:9:4 (<module>):',
  '  never seen function:',
  '    step id=17 defined at /home/me/app/a.py:2',
] as const

const compiled = (i: number): string => `Finished XLA compilation of jit(f${i}) in 2.0 sec`

/** Once more, with other numbers. */
const later = (prefix: string): string =>
  prefix.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 3) % 10))

/** Seconds since 2000 that are read of a line which begins so. */
function timeOf(prefix: string): string {
  const [, {time} = {time: Number.NaN}] = read(
    ['2000-01-01 00:00:00 ', prefix].map((one, i) => `${one}${compiled(i)}`).join('\n'),
  )
  return Number.isNaN(time) ? 'no time' : `${Math.round(time * 1000) / 1000} s`
}

/** Which processes two lines are of that differ in the last digit, which time is told, and of two records, with the prefix on each of their lines or on the first, how many are read. */
function told(prefix: string): string {
  const two = read([prefix, later(prefix)].map((one, i) => `${one}${compiled(i)}`).join('\n'))
  const processes = [...two].flatMap(({process}) => process ?? [])
  const records = [record.map((line) => `${prefix}${line}`), [`${prefix}${record[0]}`, ...record.slice(1)]]
  const whole = records.filter((lines) => read(lines.join('\n')).functions[0]?.line === 2)
  const says = processes.length === 0 ? 'no process' : processes.join(' and ')
  return `${JSON.stringify(prefix)}: ${says}, ${timeOf(prefix)}, ${whole.length} of 2 read`
}

/** What is read of the prefixes of messages, one a line. */
export const prefixesPage = (): string =>
  `${readFileSync(join(__dirname, 'prefixes.txt'), 'utf8').split('\n').filter(Boolean).map(told).join('\n')}\n`
