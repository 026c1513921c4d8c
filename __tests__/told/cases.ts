import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'
import {brief} from './page.ts'

const title = /^=== (.*)\n/m

/** Small logs, each with a sentence that is true of it. */
function* cases(): Generator<[string, string]> {
  const [, ...parts] = readFileSync(join(__dirname, 'cases.txt'), 'utf8').split(title)
  for (let at = 0; at + 1 < parts.length; at += 2) yield [parts[at] ?? '', (parts[at + 1] ?? '').trimEnd()]
  const recorded = (name: string): string =>
    readFileSync(join(__dirname, '../../examples/logs', `${name}.log`), 'utf8').trimEnd()
  yield [
    'Random state of raw keys has the names of typed ones',
    recorded('p06_nnx_eval_toggle').replaceAll('key<fry>[]', 'uint32[2]'),
  ]
  yield [
    'An attribute whose value reads like a leaf is no leaf',
    recorded('p15_nnx_int_counter').replaceAll('Static(value=1)', "Static(value='LeafAttr')"),
  ]
}

/** What is told of each small log. */
export const casesPage = (): string =>
  [...cases()]
    .flatMap(([sentence, log]) => [
      `== ${sentence}`,
      ...log.split('\n').map((line) => `| ${line}`),
      ...brief(read(log.replaceAll('␍', '\r'))),
      '',
    ])
    .join('\n')
