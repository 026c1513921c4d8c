import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative, sep} from 'node:path'
import ts from 'typescript'
import {root} from '../structure/project.ts'

/** What a user may import from. */
const entries = ['lib/index', 'viz/index', 'viz/hosts/element', 'viz/hosts/report']
/** Where the declarations lie, in memory alone. */
const folder = join(root, '.declarations')

/** How the compiler of a user reads. */
export const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  types: ['node'],
}

/** The declarations of lib and viz as a user gets them, by path: of the build that JITLENS_BUILT names, or of one made for this. */
function declarations(): ReadonlyMap<string, string> {
  const ready = process.env['JITLENS_BUILT']
  const built = ready ?? mkdtempSync(join(tmpdir(), 'jitlens-declarations-'))
  if (ready === undefined) {
    const compiler = join(root, 'node_modules/@typescript/native/bin/tsc')
    const words = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', built]
    execFileSync(process.execPath, [compiler, ...words], {cwd: root, stdio: 'pipe'})
  }
  const written = ['lib', 'viz']
    .flatMap((name) =>
      readdirSync(join(built, name), {recursive: true}).map((path) => join(name, String(path))),
    )
    .filter((path) => path.endsWith('.d.ts'))
    .map((path): [string, string] => [join(folder, path), readFileSync(join(built, path), 'utf8')])
  if (ready === undefined) rmSync(built, {recursive: true})
  return new Map(written)
}

interface Surface {
  readonly checker: ts.TypeChecker
  /** What a user can name: exports of the entries, through namespaces too. */
  readonly names: ReadonlySet<ts.Symbol>
}

function surfaceOf(written: ReadonlyMap<string, string>): Surface {
  const host = ts.createCompilerHost(options)
  const plain = ts.createCompilerHost(options)
  host.fileExists = (path) => written.has(join(path)) || plain.fileExists(path)
  host.readFile = (path) => written.get(join(path)) ?? plain.readFile(path)
  host.getSourceFile = (path, language, ...rest) => {
    const text = written.get(join(path))
    return text === undefined
      ? plain.getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, text, language)
  }
  host.directoryExists = () => true
  const program = ts.createProgram(
    entries.map((entry) => join(folder, `${entry}.d.ts`)),
    {...options, noEmit: true},
    host,
  )
  const checker = program.getTypeChecker()
  const names = new Set<ts.Symbol>()
  const visit = (module: ts.Symbol): void => {
    for (const symbol of checker.getExportsOfModule(module).map(behind(checker)))
      if (symbol.flags & ts.SymbolFlags.ValueModule) visit(symbol)
      else names.add(symbol)
  }
  for (const entry of entries) {
    const file = program.getSourceFile(join(folder, `${entry}.d.ts`))
    const module = file && checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} exports nothing`)
    visit(module)
  }
  return {checker, names}
}

const behind =
  (checker: ts.TypeChecker) =>
  (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** The names of types that a declaration mentions where a user can see them. */
function* mentions(node: ts.Node): Generator<ts.Node> {
  if (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({kind}) => kind === ts.SyntaxKind.PrivateKeyword)
  )
    return
  if (ts.isTypeReferenceNode(node)) yield node.typeName
  else if (ts.isImportTypeNode(node) && node.qualifier !== undefined) yield node.qualifier
  else if (ts.isExpressionWithTypeArguments(node)) yield node.expression
  else if (ts.isTypeQueryNode(node)) yield node.exprName
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* mentions(child)
}

const isOurs = (node: ts.Node): boolean => node.getSourceFile().fileName.includes('.declarations')

/** `lib/array/jnp: ReduceOptions`, or the package that a type comes from. */
function nameOf(symbol: ts.Symbol): string {
  const [node] = symbol.declarations ?? []
  const file = node?.getSourceFile().fileName ?? ''
  const [, inside] = file.split(`node_modules${sep}`)
  const place = inside ?? relative(folder, file).replace('.d.ts', '')
  return `${place}: ${symbol.name}`
}

/** Packages of which no type may show. */
const hidden = /node_modules\/(?:@types\/d3|d3|immer|object-hash)/

/**
 * The types that public declarations mention and no entry exports, or that are another package's, each with a declaration that
 * mentions it.
 */
export function unnamed(): readonly string[] {
  const {checker, names} = surfaceOf(declarations())
  const found = new Map<string, string>()
  const seen = new Set<ts.Node>()
  const visit = (declaration: ts.Node, by: string): void => {
    if (seen.has(declaration)) return
    seen.add(declaration)
    for (const node of mentions(declaration)) {
      const symbol = checker.getSymbolAtLocation(node)
      const real = symbol && behind(checker)(symbol)
      const type = real?.declarations?.[0]
      if (real === undefined || type === undefined || names.has(real)) continue
      if (isOurs(type) && isValue(type)) visit(type, by)
      else if (isOurs(type) ? isNamed(type) : hidden.test(type.getSourceFile().fileName)) {
        found.set(nameOf(real), by)
        if (isOurs(type)) for (const one of real.declarations ?? []) visit(one, by)
      }
    }
  }
  for (const name of names)
    for (const declaration of name.declarations ?? []) if (isOurs(declaration)) visit(declaration, name.name)
  return [...found].map(([type, by]) => `${type}, which ${by} mentions`).sort()
}

/** What `typeof` shows through: the signature of a function, the type of a constant. */
const isValue = (node: ts.Node): boolean => ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)
const isNamed = (node: ts.Node): boolean =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
