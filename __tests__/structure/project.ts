import {readdirSync, readFileSync} from 'node:fs'
import {join, posix} from 'node:path'
import ts from 'typescript'

export const root = join(__dirname, '..', '..')

const apart = new Set([
  'node_modules',
  '.venv',
  'dist',
  'coverage',
  '.git',
  '__pycache__',
  '.ipynb_checkpoints',
])

/** Paths of the files below a folder of the project, with `/`, from the project's root. */
export function files(folder: string): string[] {
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return apart.has(entry.name) ? [] : files(path)
    return entry.isFile() ? [path] : []
  })
}

export const text = (path: string): string => readFileSync(join(root, path), 'utf8')

export const sources = (...folders: string[]): string[] =>
  folders.flatMap(files).filter((path) => path.endsWith('.ts'))

/** What a file imports, exports from, or loads, types included: the words between the quotes. */
export const imports = (path: string): string[] =>
  ts.preProcessFile(text(path), true, true).importedFiles.map(({fileName}) => fileName)

const parsed = new Map<string, ts.SourceFile>()

export function parse(path: string): ts.SourceFile {
  const tree = parsed.get(path) ?? ts.createSourceFile(path, text(path), ts.ScriptTarget.Latest, true)
  parsed.set(path, tree)
  return tree
}

/** A node of a file's tree and all below it. */
export function* below(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* below(child)
}

/** The path of the file that a relative import names. */
export const target = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier)
