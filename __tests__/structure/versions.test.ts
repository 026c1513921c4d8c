import ts from 'typescript'
import {room} from './map.ts'
import {below, parse, sources} from './project.ts'

const version = /\b\d+\.\d+\.\d+\b|\b(jax|flax) \d+\.\d+/i

/** Flax's own error names the version in which it changed. */
const isFlaxWording = (text: string): boolean => text.includes('As of Flax 0.11.0')

/** The version of a format that a file writes. */
const isFormat = (path: string, text: string): boolean =>
  path === 'viz/hosts/formats/sarif.ts' && text.includes('2.1.0')

/** The texts of a file's code, comments aside. */
const texts = (file: ts.SourceFile): string[] =>
  [...below(file)]
    .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
    .map(({text}) => text)

test('no code outside lib/release names a version of JAX or Flax', () => {
  const named = sources('lib', 'viz')
    .filter((path) => room(path) !== 'lib/release')
    .flatMap((path) =>
      texts(parse(path))
        .filter((text) => version.test(text) && !isFlaxWording(text) && !isFormat(path, text))
        .map((text) => `${path}: ${text}`),
    )
  expect(named).toEqual([])
})
