/**
 * `npm run bench [NAME…] [-- --save]`: runs every file of __tests__/bench and compares each measured ratio, or difference, with what it has to
 * reach. `--save` adds the figures to docs/speed.json and draws docs/speed.svg.
 */
import {spawnSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {cpus} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '__tests__', 'bench')

/** A row's ratio is to be at least `reach`, or at most, where `reach` is written `{most: 2}`. */
const isReached = ({ratio, reach}) => (typeof reach === 'number' ? ratio >= reach : ratio <= reach.most)

const digits = (number) =>
  number >= 100 ? Math.round(number).toLocaleString('en') : String(Number(number.toPrecision(3)))

const cells = (row) => {
  const reach = typeof row.reach === 'number' ? `≥ ${digits(row.reach)}` : `≤ ${digits(row.reach.most)}`
  return [row.what, digits(row.ratio), reach, isReached(row) ? 'ok' : 'MISSED', row.detail ?? '']
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const right = (column) => column === 1 || column === 2
  return lines
    .map((line) =>
      line
        .map((cell, column) => (right(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** What a file of __tests__/bench measures, in a process of its own: what one held or warmed up is nothing to the next. */
function measure(file) {
  const {href} = pathToFileURL(join(folder, file))
  const program = `import(${JSON.stringify(href)}).then(async ({default: rows}) => console.log('\\n' + JSON.stringify(await rows())))`
  const {status, stdout, stderr} = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status === 0) return JSON.parse(stdout.trimEnd().split('\n').at(-1))
  console.error(stderr)
  return [
    {
      what: `${basename(file, '.mjs')} could not be measured`,
      ratio: Number.NaN,
      reach: 0,
      detail: stderr.trim().split('\n').at(-1),
    },
  ]
}

const isSaved = process.argv.includes('--save')
const wanted = process.argv.slice(2).filter((word) => word !== '--save')
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && (wanted.length === 0 || wanted.includes(basename(file, '.mjs'))))
  .sort()

const rows = []
for (const file of files) rows.push(...measure(file))

const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, ${process.platform} ${process.arch}`
const date = new Date().toISOString().slice(0, 10)
console.log(`${machine}, ${date}; each figure is a ratio or a difference of two measurements of one run\n`)
console.log(table([['what', 'reached', 'reach', '', 'detail'], ...rows.map(cells)]))
const missed = rows.filter((row) => !isReached(row)).length
console.log(`\n${rows.length - missed} of ${rows.length} reached`)
if (isSaved) {
  const {save} = await import('./history.mjs')
  save({
    date,
    machine,
    rows: rows.map(({what, ratio, reach}) => ({what, ratio: Number(ratio.toPrecision(4)), reach})),
  })
}
process.exitCode = missed > 0 || rows.length === 0 ? 1 : 0
