import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {format} from 'node:util'
import ts from 'typescript'
import {options as asUsers} from './surface/surface.ts'

const root = join(__dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

interface Block {
  readonly line: number
  readonly code: string
}

/** The ```ts blocks of a Markdown text, each with the line it starts at. */
const blocks = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length + 1,
    code: match[1] ?? '',
  }))

/** What the `// =>` comments of a block promise: a printed line each. */
const promises = (code: string): string[] =>
  [...code.matchAll(/\/\/ => (.*)$/gm)].map((match) => match[1] ?? '')

/** The lines that a block prints. */
function print({code}: Block): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-readme-'))
  const lines: string[] = []
  const log = jest
    .spyOn(console, 'log')
    .mockImplementation((...values: unknown[]) => lines.push(...format(...values).split('\n')))
  try {
    writeFileSync(join(folder, 'block.ts'), code)
    jest.isolateModules(() => jest.requireActual(join(folder, 'block.ts')))
    return lines
  } finally {
    log.mockRestore()
    rmSync(folder, {recursive: true})
  }
}

const found = blocks(readme)

test('the README shows the library in at least one block, and promises results', () => {
  expect(found.flatMap(({code}) => promises(code)).length).toBeGreaterThan(0)
})

test.each(found)('the block at line $line of the README prints what its comments say', (block) => {
  expect(print(block)).toEqual(promises(block.code))
})

test('the blocks of the README type-check against the library', () => {
  const options: ts.CompilerOptions = {
    ...asUsers,
    noEmit: true,
    allowImportingTsExtensions: true,
    paths: {jitlens: [join(root, 'lib/index.ts')], 'jitlens/viz': [join(root, 'viz/index.ts')]},
  }
  const virtual = new Map(
    found.map(({line, code}) => [join(root, `README-line-${line}.ts`), `${code}\nexport {}\n`]),
  )
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => virtual.has(name) || disk.fileExists(name),
    readFile: (name) => virtual.get(name) ?? disk.readFile(name),
    getSourceFile: (name, language) => {
      const code = virtual.get(name)
      return code === undefined
        ? disk.getSourceFile(name, language)
        : ts.createSourceFile(name, code, language)
    },
  }
  const program = ts.createProgram([...virtual.keys()], options, host)
  const written = [...virtual.keys()].map((name) => program.getSourceFile(name))
  const problems = written.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ])
  expect(
    problems.map(
      (problem) =>
        `${problem.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`,
    ),
  ).toEqual([])
})

test.each(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'])(
  'every file that %s links to is there',
  (name) => {
    const links = [...readFileSync(join(root, name), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    )
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, link)))).toEqual([])
  },
)
