/**
 * Every public name with its documentation, as the compiler knows it: what the pages of the reference are made of.
 * `node scripts/documented.mjs` prints it as JSON.
 */
import {readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {pathToFileURL} from 'node:url'
import ts from 'typescript'
import {compiled} from './compiled.mjs'
import {pythonNames} from './pythonnames.mjs'
import {root} from './rolled.mjs'

/** What a program imports from, and the file behind it. */
const entries = {
  jitlens: 'lib/index.ts',
  'jitlens/viz': 'viz/index.ts',
  'jitlens/torch': 'lib/torch/index.ts',
  'jitlens/script': 'lib/script/index.ts',
  'jitlens/element': 'viz/hosts/element.ts',
  'jitlens/report': 'viz/hosts/report.ts',
}
/** What of `jitlens` is a module of its own, with the names that Python has for it. */
const namespaces = {nnx: 'flax.nnx', jax: 'jax', jnp: 'jax.numpy', lax: 'jax.lax', optax: 'optax'}
/** What of them is another one. */
const again = new Set(['jax.numpy', 'jax.lax'])

const {names: signatures} = JSON.parse(readFileSync(join(root, '__tests__/golden/signatures.json'), 'utf8'))
const {program, checker, target} = compiled(Object.values(entries).map((path) => join(root, path)))

const exportsOf = (path) =>
  checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(root, path))))
const typeOf = (symbol) => checker.getTypeOfSymbol(symbol)
const declarationOf = (symbol) => symbol.valueDeclaration ?? symbol.declarations?.[0]
const fileOf = (symbol) => relative(root, declarationOf(symbol)?.getSourceFile().fileName ?? '')
const textOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker))

/** The value that an expression only passes on under another name. */
function passed(expression) {
  if (expression === undefined) return undefined
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression))
    return passed(expression.expression)
  if (ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression))
    return checker.getSymbolAtLocation(expression)
  const called = ts.isCallExpression(expression) ? expression.expression.getText() : ''
  if (called === 'named') return passed(expression.arguments[0])
  return called === 'taking' ? passed(expression.arguments[1]) : undefined
}

/** The symbol that says what a name is: behind imports, shorthands and other names for it, the first that is documented. */
function origin(symbol, seen = new Set()) {
  const own = target(symbol)
  const declaration = declarationOf(own)
  if (textOf(own) !== '' || declaration === undefined || seen.has(own)) return own
  seen.add(own)
  const next = behind(declaration)
  return next === undefined ? own : origin(next, seen)
}

function behind(declaration) {
  if (ts.isShorthandPropertyAssignment(declaration))
    return checker.getShorthandAssignmentValueSymbol(declaration)
  if (ts.isBindingElement(declaration)) {
    const {initializer} = declaration.parent.parent
    const name = (declaration.propertyName ?? declaration.name).getText()
    return initializer && checker.getPropertyOfType(checker.getTypeAtLocation(initializer), name)
  }
  return ts.isPropertyAssignment(declaration) || ts.isVariableDeclaration(declaration)
    ? passed(declaration.initializer)
    : undefined
}

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope

/** A type as it is written where the compiler would spell out all that it comes to. */
function written(type, node) {
  const text = checker.typeToString(type, undefined, flags)
  if (text.length <= 120) return text
  return node === undefined ? '…' : node.getText().replaceAll(/\s+/g, ' ')
}

/** A parameter by its name; one that is taken apart at once is named by what it is. */
function parameterOf(symbol) {
  const node = declarationOf(symbol)
  const type = checker.getTypeOfSymbol(symbol)
  if (node === undefined || !ts.isParameter(node)) return `${symbol.name}: ${written(type)}`
  const name = ts.isIdentifier(node.name) ? symbol.name : 'options'
  const isOptional = node.questionToken !== undefined || node.initializer !== undefined
  const said = written(isOptional ? checker.getNonNullableType(type) : type, node.type)
  return `${node.dotDotDotToken ? '...' : ''}${name}${isOptional ? '?' : ''}: ${said}`
}

function signature(one, {isMade}) {
  const kinds = one.typeParameters?.map(({symbol}) => declarationOf(symbol).getText()).join(', ')
  const taken = one.getParameters().map(parameterOf).join(', ')
  const given = isMade ? '' : `: ${written(one.getReturnType(), one.declaration?.type)}`
  return `${kinds === undefined ? '' : `<${kinds}>`}(${taken})${given}`
}

/** How a value is called, or made, or what it is: lines of TypeScript. */
function linesOf(name, symbol) {
  const type = typeOf(symbol)
  if (isClass(type))
    return type.getConstructSignatures().map((one) => `new ${name}${signature(one, {isMade: true})}`)
  const called = checker.getNonNullableType(type).getCallSignatures()
  if (called.length > 0) return called.map((one) => `${name}${signature(one, {isMade: false})}`)
  const text = written(type, declarationOf(symbol)?.type)
  return text === '…' ? [] : [`${name}: ${text}`]
}

const isClass = (type) => type.symbol !== undefined && (type.symbol.flags & ts.SymbolFlags.Class) > 0

const tagsOf = (symbol, wanted) =>
  symbol
    .getJsDocTags(checker)
    .filter(({name}) => name === wanted)
    .map(({text}) => ts.displayPartsToString(text).trim())

const documentation = (symbol) => ({
  text: textOf(symbol),
  params: tagsOf(symbol, 'param'),
  throws: tagsOf(symbol, 'throws'),
  examples: tagsOf(symbol, 'example'),
})

/** The public members that a class or an interface declares itself. */
function membersOf(symbol) {
  const declared = [...(symbol.members?.values() ?? [])].filter(
    ({name, declarations}) => !/^(__|#)/.test(name) && !declarations?.some(isHidden),
  )
  return declared
    .filter(({flags: kind}) => kind & shown)
    .map((member) => ({
      lines: linesOf(member.name, member),
      text: textOf(member),
      examples: tagsOf(member, 'example'),
    }))
}

const shown = ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor
const isHidden = (node) =>
  (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) > 0

/** One name. */
function entry(name, symbol) {
  const own = origin(symbol)
  const declared = target(symbol)
  const [node] = declared.declarations ?? []
  const isType = (declared.flags & ts.SymbolFlags.Value) === 0
  const isAlias = isType && ts.isTypeAliasDeclaration(node)
  return {
    name,
    kind: isType ? 'type' : kindOf(typeOf(symbol)),
    lines: isAlias ? [node.getText().replace(/^export /, '')] : isType ? [] : linesOf(name, symbol),
    ...documentation(own),
    members:
      (declared.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) > 0 ? membersOf(declared) : [],
  }
}

const kindOf = (type) =>
  isClass(type) ? 'class' : type.getCallSignatures().length > 0 ? 'function' : 'value'

const snake = (name) => name.replaceAll(/(?<=[a-z0-9])([A-Z])/g, (letter) => `_${letter.toLowerCase()}`)

/** A name of Python with its parameters, where a module of Python has it. */
function pythonOf(module, name) {
  const all = signatures[module] ?? {}
  const own = [name, snake(name)].find((one) => one in all)
  if (own === undefined) return {}
  const given = /\(.*\)$/.exec(all[own])?.[0] ?? ''
  return {python: `${module}.${own}${given}`}
}

/** The names of a namespace, those of what it holds behind them. */
function namesIn(path, python, type) {
  const held = checker.getPropertiesOfType(type).filter((one) => !/\/absent/.test(fileOf(target(one))))
  return held.flatMap((symbol) => {
    const name = `${path}.${symbol.name}`
    if (again.has(name)) return []
    const own = {...entry(name, symbol), ...pythonOf(python, symbol.name)}
    return isNamespace(symbol) ? [own, ...namesIn(name, `${python}.${symbol.name}`, typeOf(symbol))] : [own]
  })
}

function isNamespace(symbol) {
  const type = typeOf(symbol)
  const isPlain = /^__/.test(type.symbol?.name ?? '')
  return isPlain && kindOf(type) === 'value' && /^[a-z]/.test(symbol.name)
}

/** Every public name, by the module that it is imported from. */
export function documented() {
  const all = exportsOf(entries.jitlens)
  const spaces = Object.entries(namespaces).map(([name, python]) => {
    const symbol = all.find((one) => one.name === name)
    return {name, from: 'jitlens', names: namesIn(name, python, typeOf(target(symbol)))}
  })
  const others = Object.entries(entries).map(([name, path]) => ({
    name,
    from: name,
    names: exportsOf(path)
      .filter((one) => !(path === entries.jitlens && one.name in namespaces))
      .map((one) => ({...entry(one.name, one), room: fileOf(target(one)).split('/').slice(0, 2).join('/')})),
  }))
  return [...spaces, ...others, pythonNames()]
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(documented()))
