import {referencePage} from '../../examples/site/index.ts'
import {releases} from '../../lib/index.ts'
import {markup} from '../../viz/index.ts'
import {text} from '../structure/project.ts'
import {materials} from './materials.ts'

const {body} = referencePage(materials)
const page = body.map((part) => markup(part)).join('\n')
const newest = releases.at(-1)
const rows = [...page.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
  [...row.matchAll(/<t[hd](?: [^>]*)?>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
    cell.replaceAll(/<[^>]+>/g, '').trim(),
  ),
)
const rowsOf = (name: string): string[][] => rows.filter(([first]) => first === name)

test('the reference marks each part of each key of the newest release, and says when two calls are equal in it', () => {
  const layers = newest?.rules?.layers ?? []
  expect(layers).toHaveLength(6)
  const parts = [...new Set(layers.flatMap(({key}) => key))]
  for (const part of parts) {
    const [row = []] = rowsOf(part)
    const [, ...cells] = row
    expect(cells.slice(0, 6)).toEqual(layers.map(({key}) => (key.includes(part) ? '●' : '')))
    expect(cells[6]).not.toBe('')
  }
})

test('the reference has a row for each release whose caches are known, with what 0.9 does otherwise', () => {
  for (const {jax, rules} of releases)
    expect([jax, rowsOf(`jax ${jax}`).length]).toEqual([jax, rules === null ? 0 : 1])
  expect(rowsOf('jax 0.9.0')[0]?.[2]).toBe('infer also compares kinds, keeps nothing')
})

test('the reference shows every setting that is in a key, with what it starts as', () => {
  const settings = Object.entries(newest?.rules?.settings ?? {}).filter(([, {keys}]) => keys.length > 0)
  expect(settings.filter(([name]) => rowsOf(name).length !== 1)).toEqual([])
  expect(rowsOf('jax_enable_x64')[0]?.[1]).toBe('False')
})

test('the reference counts the names of each namespace as the page of coverage does, and lists those that are not here', () => {
  const counted = [...text('docs/coverage.md').matchAll(/^(\d+ of \d+ names are here)/gm)].map(
    ([, words = '']) => words,
  )
  expect(counted.length).toBeGreaterThan(10)
  expect(counted.filter((words) => !page.includes(words))).toEqual([])
  expect(page).toMatch(/Not here: .*<code>Bidirectional<\/code>/)
})
