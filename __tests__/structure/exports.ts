import ts from 'typescript'
import {below, parse, target} from './project.ts'

/** A name that a file hands on: its own, or another file's; `*` for all that the other exports. */
interface Handed {
  readonly name: string
  readonly from: {readonly path: string; readonly name: string} | null
}

/** Whether a declaration is exported by itself. */
export const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({kind}) => kind === ts.SyntaxKind.ExportKeyword)

const boundNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : boundNames(one.name)))

function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({name}) => boundNames(name))
  return ts.isDeclarationStatement(node) && node.name !== undefined ? [node.name.getText()] : []
}

/** What a file declares and exports, each once: overloads are one thing, and so are a value and its type. */
export const declared = (path: string): string[] => [
  ...new Set(parse(path).statements.flatMap((node) => (isExported(node) ? namesOf(node) : []))),
]

function handed(path: string): Handed[] {
  const own = declared(path).map((name) => ({name, from: null}))
  const others = parse(path).statements.flatMap((node): Handed[] => {
    if (!ts.isExportDeclaration(node) || node.moduleSpecifier === undefined) return []
    const from = pathOf(path, node.moduleSpecifier)
    const clause = node.exportClause
    if (clause === undefined) return [{name: '*', from: {path: from, name: '*'}}]
    if (ts.isNamespaceExport(clause)) return [{name: clause.name.text, from: {path: from, name: '*'}}]
    return clause.elements.map(({name, propertyName}) => ({
      name: name.text,
      from: {path: from, name: (propertyName ?? name).text},
    }))
  })
  return [...own, ...others]
}

const pathOf = (path: string, specifier: ts.Expression): string =>
  target(path, ts.isStringLiteral(specifier) ? specifier.text : '')

/** What a file takes from others, `path name`; `path *` where it takes all. */
function taken(path: string): string[] {
  const tree = parse(path)
  return tree.statements.flatMap((node) => {
    if (!ts.isImportDeclaration(node)) return []
    const from = pathOf(path, node.moduleSpecifier)
    const bindings = node.importClause?.namedBindings
    if (bindings === undefined) return []
    if (ts.isNamedImports(bindings))
      return bindings.elements.map(({name, propertyName}) => `${from} ${(propertyName ?? name).text}`)
    return membersOf(tree, bindings.name.text).map((name) => `${from} ${name}`)
  })
}

/** The members that a file names of a namespace; `*` where it passes the namespace itself on. */
const membersOf = (tree: ts.SourceFile, namespace: string): string[] =>
  [...below(tree)]
    .filter(ts.isIdentifier)
    .filter(({text, parent}) => text === namespace && !ts.isNamespaceImport(parent))
    .map((node) =>
      ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node
        ? node.parent.name.text
        : '*',
    )

/** Exports that no other file imports, and that no entry hands to users: `path name`. */
export function unused(paths: readonly string[], entries: readonly string[]): string[] {
  const hands = new Map(paths.map((path) => [path, handed(path)]))
  const used = new Set<string>()
  const use = (path: string, name: string): void => {
    const key = `${path} ${name}`
    if (used.has(key)) return
    used.add(key)
    for (const one of hands.get(path) ?? []) {
      if (name === '*') use(path, one.name)
      else if (one.name !== name && one.name !== '*') continue
      if (one.from !== null)
        use(one.from.path, one.name === '*' && one.from.name === '*' ? name : one.from.name)
    }
  }
  for (const entry of entries) use(entry, '*')
  for (const path of paths)
    for (const key of taken(path)) {
      const [from = '', name = ''] = key.split(' ')
      use(from, name)
    }
  return [...hands].flatMap(([path, all]) =>
    all.filter(({name}) => name !== '*' && !used.has(`${path} ${name}`)).map(({name}) => `${path} ${name}`),
  )
}
