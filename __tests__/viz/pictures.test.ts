import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {jitlens} from '../cli/io.ts'

const root = join(__dirname, '../..')
const folder = join(root, 'docs/pictures')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const commands = [...readme.matchAll(/^ {4}jitlens (.+)$/gm)].map(([, words = '']) => words.split(' '))
const drawn = (words: readonly string[]): string => words.at(-1) ?? ''

test.each(commands.map((words) => [drawn(words), words] as const))(
  '%s is as its command draws it',
  async (path, words) => {
    const inputs = words.filter((word) => /\.(?:log|jsonl)$/.test(word))
    const files = Object.fromEntries(inputs.map((name) => [name, readFileSync(join(root, name))]))
    const {code, saved} = await jitlens(words, files)
    expect(code).toBe(0)
    const text = saved.get(path) ?? ''
    if (process.env['UPDATE'] === '1') writeFileSync(join(root, path), text)
    expect(text).toBe(readFileSync(join(root, path), 'utf8'))
  },
)

test('docs/pictures holds the pictures of its commands alone, and the README of the project shows them all', () => {
  const kept = readdirSync(folder).filter((name) => name !== 'README.md')
  expect(kept.map((name) => `docs/pictures/${name}`).sort()).toEqual(commands.map(drawn).sort())
  const shown = readFileSync(join(root, 'README.md'), 'utf8')
  for (const path of commands.map(drawn)) expect(shown).toContain(`](${path})`)
})
