import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'

const root = join(__dirname, '../..')
const page = readFileSync(join(root, 'lib/read/README.md'), 'utf8')

test('the nouns of lib/read/README.md are files of lib/read', () => {
  const nouns = page.slice(page.indexOf('## Nouns'), page.indexOf('## An example'))
  const named = [...nouns.matchAll(/(?<=^- |\. |, )`([a-z]+)`(?=[:,])/gm)].map(([, noun]) => noun)
  const inBrackets = [...nouns.matchAll(/\(`([a-z]+)`\)/g)].map(([, noun]) => noun)
  expect(named.length).toBeGreaterThan(9)
  for (const noun of [...named, ...inBrackets])
    expect(() => readFileSync(join(root, `lib/read/${noun ?? ''}.ts`))).not.toThrow()
})

test('the table of lib/read/README.md is what read(p04_static_arg.explain_only.log) gives', () => {
  const trace = read(readFileSync(join(root, 'examples/logs/p04_static_arg.explain_only.log'), 'utf8'))
  const rows = [...trace].map((event, i) => {
    const {facts, unknown} = trace.key(event.key)
    const cell = (name: string): string => {
      const fact = facts.find(({path}) => path.join('.') === name)
      if (fact !== undefined) return `\`${fact.value}\`${fact.evidence === 'inferred' ? ', inferred' : ''}`
      return unknown.some(({path}) => path.join('.') === name) ? 'a gap' : ''
    }
    return `| ${i + 1} | ${cell("kwargs['n']")} | ${cell('args')} |`
  })
  expect(page).toContain(`| --- | --- | --- |\n${rows.join('\n')}\n`)
  for (const event of trace)
    expect(trace.key(event.key).unknown).toContainEqual({component: 'aval', path: []})
})
