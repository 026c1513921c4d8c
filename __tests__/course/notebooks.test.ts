import {spawnSync} from 'node:child_process'
import {copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {
  filledText,
  compiledOf,
  markOf,
  quizAt,
  type Screen,
  stepsOf,
} from '../../examples/course/engine/index.ts'
import {
  javascript,
  lessons,
  notebookOf,
  readingOf,
  real as lessonOn,
  trainingLog,
} from '../../examples/course/index.ts'
import {has, quick} from '../python/real.ts'
import {fillings, solutions} from './solutions.ts'

jest.setTimeout(600_000)

const root = join(__dirname, '../..')
const folder = join(root, 'examples/notebooks/course')

const bound = lessons.map((lesson) => ({lesson, ...notebookOf(lesson, `${lesson.id}.jsonl`)}))

test('the notebooks of the repository are what `npm run notebooks` writes', () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    [
      ...lessons.flatMap(({id}) => [`${id}.ipynb`, `${id}.js.ipynb`, `${id}.jsonl`]),
      'lesson.mjs',
      'real.ipynb',
    ].toSorted(),
  )
  for (const {lesson, notebook, trace} of bound) {
    expect(readFileSync(join(folder, `${lesson.id}.ipynb`), 'utf8')).toBe(notebook)
    expect(readFileSync(join(folder, `${lesson.id}.jsonl`), 'utf8')).toBe(trace)
  }
})

test('the notebook on a real run shows its log, asks of it, and holds no question whose answer stands beside it', () => {
  const lesson = lessonOn((path) => readFileSync(join(root, path), 'utf8'))
  const notebook = readFileSync(join(folder, 'real.ipynb'), 'utf8')
  expect(notebook).toBe(readingOf(lesson, relative(folder, join(root, trainingLog))))
  expect(codesOf(notebook).map(({source}) => source)).toEqual([
    'import jitlens\n\njitlens.show("../../logs/p21_training_many_edits.log")',
  ])
  const questions = notebook.match(/\*\*.*?\?\*\*/g) ?? []
  expect(questions).toHaveLength(lesson.steps.length - 1 + quizAt(lesson, 1).length)
  expect(notebook.match(/<details><summary>Why<\/summary>/g)).toHaveLength(questions.length)
})

/** A cell of code, by its id. */
interface Code {
  readonly id: string
  readonly source: string
}

interface Read {
  readonly cells: readonly {
    readonly cell_type: string
    readonly id: string
    readonly source: readonly string[]
  }[]
}

const isRead = (held: unknown): held is Read =>
  typeof held === 'object' && held !== null && 'cells' in held && Array.isArray(held.cells)

function codesOf(notebook: string): Code[] {
  const held: unknown = JSON.parse(notebook)
  if (!isRead(held)) throw new Error('no notebook')
  return held.cells.flatMap(({cell_type, id, source}) =>
    cell_type === 'code' ? [{id, source: source.join('')}] : [],
  )
}

/** What is right at a screen, in the words of a notebook. */
const guessAt = (screen: Screen | undefined): string => {
  if (screen?.kind === 'again') return screen.call.compiled ? 'yes' : 'no'
  return String(compiledOf(screen?.calls ?? []))
}

/** The cells of a notebook as one who is always right leaves them. */
function answered({lesson, notebook}: (typeof bound)[number]): string[] {
  const screens = [...stepsOf(lesson), ...quizAt(lesson, 1)]
  return codesOf(notebook).map(({id, source}) => {
    const screen = screens[Number(/\d+$/.exec(id)?.[0] ?? -1)]
    const [first = ''] = source.split('\n')
    if (screen?.kind === 'fill') return `${first}\n${filledText(screen, fillings[lesson.id] ?? [])}`
    if (screen?.kind !== 'edit') return source.replace(/ \?\n/, ` ${guessAt(screen)}\n`)
    const right = (solutions[lesson.id] ?? []).find((text) => markOf({kind: 'edit', text}, screen).right)
    return `${first}\n${right ?? ''}`
  })
}

/** The notebooks in JavaScript, of the lessons in their order. */
const inJavaScript = lessons.map((lesson) => ({
  lesson,
  notebook: readFileSync(join(folder, `${lesson.id}.js.ipynb`), 'utf8'),
}))

/** What tslab gives a cell: a method that needs its object. */
const tslab = 'const display = {drawn: 0, svg(text) { this.drawn += text.length }}'

/** What the cells of notebooks in JavaScript give, those that ask with a guess, one process for all. */
function given(guess: (screen: Screen | undefined) => string): readonly (readonly string[])[] {
  const bodies = inJavaScript.map(({lesson, notebook}) => {
    const screens = [...stepsOf(lesson), ...quizAt(lesson, 1)]
    const [begins, ...cells] = codesOf(notebook)
    const asked = cells.map(({id, source}) => {
      const screen = screens[Number(/\d+$/.exec(id)?.[0] ?? -1)]
      return source.replace("predict('?'", `predict('${guess(screen)}'`)
    })
    const begin = begins?.source.replace(/^import .*\n/gm, '') ?? ''
    return `(() => { ${begin}; return [${asked.join(',')}] })()`
  })
  const head = `import {lesson} from ${JSON.stringify(join(folder, 'lesson.mjs'))}\nconst told = console.log\nconsole.log = () => {}\n${tslab}\n`
  const {status, stderr, stdout} = spawnSync('node', ['--input-type=module'], {
    encoding: 'utf8',
    input: `${head}told(JSON.stringify([${bodies.join(',')}]))`,
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(stderr)
  const held: unknown = JSON.parse(stdout)
  return Array.isArray(held)
    ? held.map((cells: unknown) => (Array.isArray(cells) ? cells.map(String) : []))
    : []
}

test('the notebooks in JavaScript are those of the lessons, and mark a right prediction as right and another as not', () => {
  for (const {lesson, notebook} of inJavaScript)
    expect(notebook).toBe(notebookOf(lesson, '', javascript).notebook)
  const asked = inJavaScript.map(({notebook}) =>
    codesOf(notebook).filter(({source}) => source.startsWith("predict('?'")),
  )
  const right = given(guessAt).map((cells) => cells.filter((text) => /^✓ Right: \d/.test(text)))
  const wrong = given((screen) =>
    screen?.kind === 'again'
      ? screen.call.compiled
        ? 'no'
        : 'yes'
      : String(compiledOf(screen?.calls ?? []) + 1),
  ).map((cells) => cells.filter((text) => /^✗ Not so: \d/.test(text)))
  const counts = asked.map(({length}) => length)
  expect(right.map(({length}) => length)).toEqual(counts)
  expect(wrong.map(({length}) => length)).toEqual(counts)
})

const real = process.env['JITLENS_PYTHON'] ?? ''
const where = has(real, 'jax', 'flax', 'IPython') ? describe : describe.skip

where('in IPython (JITLENS_PYTHON has jax, flax and IPython)', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'jitlens-lessons-'))

  beforeAll(() => {
    cpSync(join(root, 'python/src'), scratch, {recursive: true})
    copyFileSync(join(root, 'examples/python/jitlens.py'), join(scratch, 'jitlens/recorder.py'))
  })

  afterAll(() => rmSync(scratch, {recursive: true, force: true}))

  /** What each cell says, by notebook. */
  function said(notebooks: readonly (readonly string[])[], ...words: readonly string[]): string[][] {
    const {status, stderr, stdout} = spawnSync(real, [join(root, '__tests__/python/lessons.py'), ...words], {
      encoding: 'utf8',
      input: JSON.stringify({folder, notebooks}),
      maxBuffer: 1 << 26,
      env: {...process.env, ...quick, IPYTHONDIR: scratch, PYTHONPATH: scratch},
    })
    if (status !== 0) throw new Error(stderr)
    const held: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    if (!Array.isArray(held)) throw new Error('no outcomes')
    return held.map((cells: unknown) => (Array.isArray(cells) ? cells.map(String) : []))
  }

  const notebooks = bound.map(answered)
  const guessed = notebooks.map((cells) => cells.map((source) => /^%%predict \S+ \S/.test(source)))

  test('what the lessons call right is right on real JAX, cell by cell, and so is each program that was changed', () => {
    const outcomes = said(notebooks)
    expect(outcomes.flat().filter((text) => text.includes('Error: '))).toEqual([])
    expect(outcomes.map((cells) => cells.map((text) => text.includes('✓ Right')))).toEqual(guessed)
  })

  test('without JAX a prediction is marked by what the simulator did, and a changed program is refused', () => {
    const outcomes = said(notebooks, 'without')
    const changed = notebooks.map((cells) => cells.map((source) => source.startsWith('%%predict - ')))
    expect(outcomes.map((cells) => cells.map((text) => /✓ Right|where JAX is installed/.test(text)))).toEqual(
      guessed,
    )
    expect(outcomes.map((cells) => cells.map((text) => text.includes('where JAX is installed')))).toEqual(
      changed,
    )
  })

  test('a wrong prediction is told so, one that is not written is asked for, and one that is none is refused', () => {
    const [load = ''] = notebooks[0] ?? []
    const cell = '%%predict 1:2 GUESS\nimport jax\njax.jit(lambda x: x)(1)'
    const cells = ['no', '?', 'maybe', '7'].map((guess) => cell.replace('GUESS', guess))
    const [outcomes = []] = said([[load, ...cells]])
    expect(outcomes.slice(1)).toEqual([
      expect.stringContaining('✗ Not so: 1 of 1 call compiled'),
      expect.stringContaining('write your prediction in the place of the question mark'),
      expect.stringContaining('write yes, no or a number in the place of maybe'),
      expect.stringContaining('✗ Not so: 1 of 1 call compiled'),
    ])
  })
})
