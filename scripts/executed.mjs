/** Notebooks in JavaScript, executed without a kernel: on the sources as they are now, in the place of what `npm run build` makes of them. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {compileFunction} from 'node:vm'
import {imported} from './rolled.mjs'

const imports = /^import (\{[^}]+\}) from '([^']+)'$/gm

/** A text as notebooks hold it: its lines, each with its end. */
const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/**
 * A notebook with what its cells give, as tslab would write it.
 *
 * @param text its file
 * @param folder where it stands: its cells name other files from there
 */
export async function executed(text, folder) {
  const notebook = JSON.parse(text)
  const codes = notebook.cells.filter(({cell_type}) => cell_type === 'code')
  let outputs = []
  const modules = {
    'node:fs': {readFileSync: (path, coding) => readFileSync(join(folder, path), coding)},
    tslab: {
      display: {
        svg: (svg) =>
          outputs.push({data: {'image/svg+xml': linesOf(svg)}, metadata: {}, output_type: 'display_data'}),
      },
    },
    '../../dist/lib/index.js': await imported('../../lib/index.ts'),
    '../../dist/viz/index.js': await imported('../../viz/index.ts'),
  }
  const print = (line) => outputs.push({name: 'stdout', output_type: 'stream', text: linesOf(`${line}\n`)})
  const begin = (at) => {
    outputs = []
    Object.assign(codes[at], {execution_count: at + 1, outputs})
  }
  const program = codes.map(
    ({source}, at) => `begin(${at})\n${source.join('').replace(imports, "const $1 = modules['$2']")}`,
  )
  compileFunction(program.join('\n'), ['begin', 'modules', 'console'])(begin, modules, {log: print})
  return `${JSON.stringify(notebook, null, 1)}\n`
}
