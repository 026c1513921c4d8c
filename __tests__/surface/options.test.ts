import {join} from 'node:path'
import ts from 'typescript'
import {below, root, sources} from '../structure/project.ts'
import {options} from './surface.ts'

const paths = sources('lib').map((path) => join(root, path))
const program = ts.createProgram(paths, {...options, allowImportingTsExtensions: true, noEmit: true})
const checker = program.getTypeChecker()

const literal = (node: ts.Node): string => {
  const type = checker.getTypeAtLocation(node)
  return type.isStringLiteral() ? type.value : ''
}

/** The text of a signature, whose parts may be names of constants. */
const textOf = (node: ts.Node): string =>
  ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map((span) => literal(span.expression) + span.literal.text).join('')
    : ts.isStringLiteralLike(node)
      ? node.text
      : ''

const parameter = /(\w+)(?:: [\w|]+)?(=?)$/

/** The parameters of a signature, each as `name` or, with a default, `name=`. */
const parametersOf = (text: string): string[] =>
  text
    .slice(text.indexOf('(') + 1, -1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\w/.test(part))
    .map((part) => part.replace(parameter, '$1$2'))
    .sort()

/** The fields of a type of options, spelt so too. */
const fieldsOf = (node: ts.TypeNode): string[] =>
  checker
    .getPropertiesOfType(checker.getTypeFromTypeNode(node))
    .map(({name, flags}) => (flags & ts.SymbolFlags.Optional ? `${name}=` : name))
    .sort()

/** Each `optionsBy<O>(signature)` of lib. */
function* readers(): Generator<readonly [string, string[], string[]]> {
  for (const path of paths)
    for (const node of below(program.getSourceFile(path) ?? ts.factory.createNull())) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'optionsBy') continue
      const [type, signature] = [node.typeArguments?.[0], node.arguments[0]]
      if (type !== undefined && signature !== undefined)
        yield [type.getText(), parametersOf(textOf(signature)), fieldsOf(type)]
    }
}

const all = [...readers()]

test('every layer reads its options by a signature', () => {
  expect(all.length).toBeGreaterThan(20)
})

test.each(all)(
  'the signature of %s has the fields of the type, and those that must be given',
  (_type, parameters, fields) => {
    expect(parameters).toEqual(fields)
  },
)
