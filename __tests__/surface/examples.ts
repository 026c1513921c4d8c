import {existsSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import ts from 'typescript'
import {parse, root, sources} from '../structure/project.ts'

/** The example of a comment: the code between `@example` and the next tag. */
export interface Example {
  /** The file of the comment, and the line that it ends at: `lib/graph/split.ts:34`. */
  readonly place: string
  readonly file: string
  readonly code: string
}

/** What an example promises of a statement: its value, and what the comment behind it says. */
export interface Claim {
  readonly said: string
  readonly value: unknown
}

/** All examples of lib and viz. */
export function examples(): readonly Example[] {
  return sources('lib', 'viz').flatMap((file) => {
    const tree = parse(file)
    const seen = new Set<ts.JSDocTag>()
    const visit = (node: ts.Node): Example[] => {
      const own = ts.getJSDocTags(node).filter((tag) => tag.tagName.text === 'example' && !seen.has(tag))
      for (const tag of own) seen.add(tag)
      const here = own.map((tag) => ({
        place: `${file}:${tree.getLineAndCharacterOfPosition(tag.pos).line + 1}`,
        file,
        code: ts.getTextOfJSDocComment(tag.comment) ?? '',
      }))
      const below: Example[] = []
      ts.forEachChild(node, (child) => void below.push(...visit(child)))
      return [...here, ...below]
    }
    return visit(tree)
  })
}

/** What a comment begins with that says a value; others are words. */
const value = /^(?:['"[{\d]|-\d|(?:true|false|null|undefined)\b|float\(|[A-Z]\w*\(|\w+Error: )/

/** The code of an example, in which each statement with a value behind it gives both to `claim`. */
function claiming(code: string): string {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)
  const ends = file.statements.map((_, i) => file.statements[i + 1]?.getStart() ?? code.length)
  const lines = file.statements.map((statement, i) => {
    const said = /\/\/ ?(.*)/.exec(code.slice(statement.end, ends[i]))?.[1] ?? ''
    const text = statement.getText()
    if (!value.test(said)) return text
    const claim = (of: string): string => `await claim(async () => (${of}), ${JSON.stringify(said)})`
    if (ts.isExpressionStatement(statement)) return claim(statement.expression.getText())
    const [declared] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : []
    return declared === undefined ? text : `${text}\n${claim(declared.name.getText())}`
  })
  const {outputText} = ts.transpileModule(lines.join('\n;'), {
    compilerOptions: {target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext},
  })
  return outputText
}

const folder = mkdtempSync(join(tmpdir(), 'jitlens-examples-'))

/** Runs an example among the given names, and tells what it promised and what it gave. */
export async function claimsOf(example: Example, names: object): Promise<readonly Claim[]> {
  const path = join(folder, `${example.place.replaceAll(/\W/g, '_')}.js`)
  mkdirSync(dirname(path), {recursive: true})
  const body = claiming(example.code)
  writeFileSync(path, `module.exports = async (names, claim) => { with (names) { ${body}\n } }`)
  const run: unknown = jest.requireActual(path)
  if (typeof run !== 'function') throw new Error(`${path} gives no function`)
  const claims: Claim[] = []
  await run.call(names, names, async (given: () => Promise<unknown>, said: string) => {
    claims.push({said, value: await given().catch((error: unknown) => error)})
  })
  return claims
}

/** The modules in which an example's names are looked for, the nearest first: its own, its room's index, what is public, its neighbours. */
export function modulesAround(file: string): readonly object[] {
  const index = join(file.split('/').slice(0, 2).join('/'), 'index.ts')
  const rooms = [file, ...(existsSync(join(root, index)) ? [index] : []), 'lib/index.ts', 'viz/index.ts']
  const beside = file.startsWith('lib/')
    ? sources(dirname(file)).filter((path) => dirname(path) === dirname(file))
    : ['viz/view.ts']
  return [...rooms, ...beside].map((path) => {
    const found: unknown = jest.requireActual(join(root, path))
    return typeof found === 'object' && found !== null ? found : {}
  })
}
