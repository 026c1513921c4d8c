/**
 * `npm run notebooks`: writes the lessons as notebooks (examples/notebooks/course), each beside the trace that marks it where there is no
 * JAX, and executes the notebook in JavaScript (examples/notebooks/recompiles.js.ipynb).
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {executed} from './executed.mjs'
import {imported, root} from './rolled.mjs'

const folder = join(root, 'examples/notebooks/course')
const {javascript, lessons, notebookOf, readingOf, real, trainingLog} = await imported(
  '../../examples/course/index.ts',
)
mkdirSync(folder, {recursive: true})
for (const lesson of lessons) {
  const {notebook, trace} = notebookOf(lesson, `${lesson.id}.jsonl`)
  writeFileSync(join(folder, `${lesson.id}.ipynb`), notebook)
  writeFileSync(join(folder, `${lesson.id}.jsonl`), trace)
  writeFileSync(join(folder, `${lesson.id}.js.ipynb`), notebookOf(lesson, '', javascript).notebook)
}
const ofRuns = real((path) => readFileSync(join(root, path), 'utf8'))
writeFileSync(
  join(folder, `${ofRuns.id}.ipynb`),
  readingOf(ofRuns, relative(folder, join(root, trainingLog))),
)

const plain = join(root, 'examples/notebooks/recompiles.js.ipynb')
writeFileSync(plain, await executed(readFileSync(plain, 'utf8'), dirname(plain)))
