import ts from 'typescript'
import {files, parse, sources} from './project.ts'

const stem = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '')

test('no file is a drawer for odds and ends', () => {
  const drawers = /^(utils?|types?|internals?|helpers?|common|misc|shared)$/i
  const ours = ['lib', 'viz', 'examples', 'scripts', '__tests__'].flatMap(files)
  expect(ours.filter((path) => path.split('/').some((part) => drawers.test(stem(part))))).toEqual([])
})

test('each file of lib and viz is named by one small word', () => {
  expect(sources('lib', 'viz').filter((path) => !/^[a-z][a-z0-9]*$/.test(stem(path)))).toEqual([])
})

test('each index.ts is a table of contents: export lines only', () => {
  const others = sources('lib', 'viz')
    .filter((path) => stem(path) === 'index')
    .flatMap((path) =>
      parse(path)
        .statements.filter(
          (statement) => !ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined,
        )
        .map((statement) => `${path}: ${statement.getText().split('\n')[0] ?? ''}`),
    )
  expect(others).toEqual([])
})
