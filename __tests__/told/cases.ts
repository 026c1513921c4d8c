import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'
import {brief} from './page.ts'

const title = /^=== (.*)\n/m

/** Small logs, each with a sentence that is true of it. */
function* cases(): Generator<[string, string]> {
  const [, ...parts] = readFileSync(join(__dirname, 'cases.txt'), 'utf8').split(title)
  for (let at = 0; at + 1 < parts.length; at += 2) yield [parts[at] ?? '', (parts[at + 1] ?? '').trimEnd()]
  const keys = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')
  yield [
    'Random state of raw keys has the names of typed ones',
    keys.trimEnd().replaceAll('key<fry>[]', 'uint32[2]'),
  ]
}

/** What is told of each small log. */
export const casesPage = (): string =>
  [...cases()]
    .flatMap(([sentence, log]) => [
      `== ${sentence}`,
      ...log.split('\n').map((line) => `| ${line}`),
      ...brief(read(log)),
      '',
    ])
    .join('\n')
