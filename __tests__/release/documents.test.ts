import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type LayerRow, newest} from '../../lib/release/index.ts'

const drops: Readonly<Record<LayerRow['drops'], string>> = {own: 'its own', all: 'all', none: '–'}

/** A layer as a row of a document. */
const written = ({name, limit, key, drops: what, isMemory, source}: LayerRow): string =>
  [
    '',
    name,
    limit === Number.POSITIVE_INFINITY ? 'all' : limit.toLocaleString('en-US'),
    key.join(', '),
    isMemory ? 'all' : '–',
    drops[what],
    source,
    '',
  ]
    .join(' | ')
    .trim()

test(`ARCHITECTURE.md tells the layers of jax ${newest.jax} as the table has them`, () => {
  const document = readFileSync(join(__dirname, '../../ARCHITECTURE.md'), 'utf8').split('\n')
  const head = document.findIndex((line) => line.startsWith('| layer | keeps |'))
  const told = document.slice(head + 2, head + 2 + newest.rules.layers.length)
  expect(told).toEqual(newest.rules.layers.map(written))
})
