import ts from 'typescript'
import {below, parse, sources} from './project.ts'

interface Field {
  readonly at: string
  readonly says: string
  readonly isOptional: boolean
}

const saysOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({comment}) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')

/** The fields of the options of a file, with what is said of each. */
const fields = (path: string): readonly Field[] =>
  [...below(parse(path))]
    .filter((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    .filter((node) => node.name.text.endsWith('Options'))
    .flatMap((node) =>
      [...below(node)]
        .filter((member) => ts.isPropertySignature(member) || ts.isMethodSignature(member))
        .map((member) => ({
          at: `${path} ${node.name.text}.${member.name.getText()}`,
          says: saysOf(member),
          isOptional: member.questionToken !== undefined,
        })),
    )

const library = sources('lib').flatMap(fields)
const withoutDefault = /not given|none is given|null|without|in place of|instead of|needs/

test('each field of options says what it is', () => {
  const all = [...library, ...sources('viz').flatMap(fields)]
  expect(all.length).toBeGreaterThan(480)
  expect(all.filter(({says}) => says === '').map(({at}) => at)).toEqual([])
})

test('each field of the options of lib that may be left out says what holds without it', () => {
  const optional = library.filter(({isOptional}) => isOptional)
  expect(optional.filter(({says}) => !withoutDefault.test(says)).map(({at}) => at)).toEqual([])
})
