import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {read} from '../../lib/read/index.ts'
import {casesPage} from './cases.ts'
import {commandsPage, wrappingsPage} from './commands.ts'
import {page} from './page.ts'
import {pairsPage} from './pairs.ts'
import {prefixesPage} from './prefixes.ts'
import {rowsPage} from './rows.ts'

const root = join(__dirname, '../..')
const pages = join(__dirname, 'pages')

const under = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => name.replaceAll('\\', '/'))
    .sort()

/** The logs of the repository: the folder of the pages, and where the logs stand. */
const folders = {
  examples: 'examples/logs',
  logs: '__tests__/read/logs',
  programs: '__tests__/read/programs',
  seeds: '__tests__/read/seeds',
}

const logs = Object.entries(folders).flatMap(([folder, at]) =>
  under(join(root, at))
    .filter((name) => name.endsWith('.log'))
    .map((name): [string, () => string] => [
      `${folder}/${name.replace(/\.log$/, '.txt')}`,
      () => page(read(readFileSync(join(root, at, name), 'utf8'), {name: name.split('/').at(-1) ?? name})),
    ]),
)

const others: [string, () => string | Promise<string>][] = [
  ['cases.txt', casesPage],
  ['pairs.txt', pairsPage],
  ['prefixes.txt', prefixesPage],
  ['rows.txt', rowsPage],
  ['wrappings.txt', wrappingsPage],
  ['commands.txt', commandsPage],
]

const all = [...logs, ...others]

/** `npm run told` writes the pages anew; what changed in them is to be read before it is committed. */
const isWritten = process.env['UPDATE'] === '1'

test.each(all)('what is told stands in pages/%s', async (name, tell) => {
  const [path, text] = [join(pages, name), await tell()]
  if (isWritten) {
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
  }
  expect(text).toBe(readFileSync(path, 'utf8'))
})

test('each page is of a log that there is', () => {
  expect(under(pages).filter((name) => name.endsWith('.txt'))).toEqual(all.map(([name]) => name).sort())
})
