import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Cause, type Miss} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const folder = join(__dirname, '../read/logs')
const releases = readdirSync(folder).filter((name) => name.startsWith('0.'))
/** Every so many lines a log is cut. */
const every = 3

const missesOf = (text: string): readonly Miss[] => explain(read(text)).misses
const bare = (said: string | undefined): string | undefined =>
  said?.replaceAll(/\{weak_type=(?:True|False)\}/g, '')
const textOf = ({component, path, now, before}: Cause): string =>
  [component, path, bare(now ?? 'nothing'), bare(before ?? 'nothing')].join(' ')

/** Whether the lines of the miss itself print both sides of a cause. */
const isPrinted = ({now, before}: Cause, record: string): boolean =>
  [now, before].every((one) => typeof one === 'string' && record.includes(one))

/** Whether a cause is part of what a miss of the whole log tells: the same, or one end of what moved (`args[0]` is in `args`). */
const isTold = (cause: Cause, whole: readonly Cause[]): boolean =>
  whole.some(
    (one) =>
      textOf(one) === textOf(cause) ||
      (one.delta.kind === 'moved' &&
        [one.delta.from, one.delta.to].some((end) => end === cause.path || end.startsWith(`${cause.path}[`))),
  )

/** The causes of a log without its end that the same misses of the whole log have not, and that JAX does not print. */
function invented(whole: readonly Miss[], lines: readonly string[]): string[] {
  const told = new Map(whole.map(({line, causes}) => [line, causes]))
  return missesOf(lines.join('\n')).flatMap(({line = 1, causes}) =>
    causes
      .filter(
        (cause) =>
          !isTold(cause, told.get(line) ?? []) && !isPrinted(cause, lines.slice(line - 1).join('\n')),
      )
      .map((cause) => `line ${line}: ${textOf(cause)}`),
  )
}

test.each(releases)(
  'explain(read(log)) of a log of jax %s whose end is missing states no cause that the whole log has not',
  (release) => {
    const found: string[] = []
    let cuts = 0
    for (const program of readdirSync(join(folder, release)).filter((name) =>
      /^p(01|03|08|10|16)_/.test(name),
    )) {
      const text = readFileSync(join(folder, release, program), 'utf8')
      const lines = text.split('\n')
      const whole = missesOf(text)
      for (let at = 1; at < lines.length; at += every, cuts++) {
        found.push(
          ...invented(whole, lines.slice(0, at)).map((one) => `${program}, first ${at} lines, ${one}`),
        )
      }
    }
    expect(cuts).toBeGreaterThan(20)
    expect(found).toEqual([])
  },
)
