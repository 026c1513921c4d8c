import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {jitlens} from '../cli/io.ts'

const title = /^=== (.*)\n/m
const names = ['a.log', 'b.log', 'c.log'] as const

/** What runs that are small differ in: as a comparison of the first two, and as hosts of one program. */
export async function pairsPage(): Promise<string> {
  const [, ...parts] = readFileSync(join(__dirname, 'pairs.txt'), 'utf8').split(title)
  const told: string[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const logs = (parts[at + 1] ?? '').split('--- and\n')
    const files = Object.fromEntries(
      logs.map((log, i): [string, Uint8Array] => [names[i] ?? '', new TextEncoder().encode(log)]),
    )
    told.push(
      `== ${parts[at]}`,
      ...logs.flatMap((log, i) => [
        `| ${names[i]}:`,
        ...log
          .trimEnd()
          .split('\n')
          .map((line) => `| ${line}`),
      ]),
    )
    for (const command of [
      ['compare', 'a.log', 'b.log'],
      ['hosts', ...names.slice(0, logs.length)],
    ]) {
      const {code, out, err} = await jitlens(command, files)
      told.push(`${command.join(' ')}: exit ${code}`, out, err)
    }
  }
  return `${told.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}
