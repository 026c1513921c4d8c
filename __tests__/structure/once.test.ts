import {posix} from 'node:path'
import {declared, unused} from './exports.ts'
import {sources} from './project.ts'

/** What stands at several places, by its name. */
function repeated(named: readonly (readonly [name: string, place: string])[]): string[] {
  const places = new Map<string, string[]>()
  for (const [name, place] of named) places.set(name, [...(places.get(name) ?? []), place])
  return [...places].flatMap(([name, all]) => (all.length > 1 ? [`${name}: ${all.join(', ')}`] : []))
}

/** Files that hand on names that JAX or flax has. */
const namespace = /^lib\/(?:(?:absent)?(?:nnx|jax)|jitlens)\.ts$/

/** Files that users or a bundle start from. */
const hosts = [
  'bare',
  'element',
  'fit',
  'loader',
  'logpage',
  'main',
  'more',
  'page',
  'play',
  'report',
  'simulated',
  'tag',
  'utf8',
  'widget',
]
const entries = [
  'lib/index.ts',
  'lib/torch/index.ts',
  'lib/play/index.ts',
  'lib/script/index.ts',
  'viz/index.ts',
  ...hosts.map((name) => `viz/hosts/${name}.ts`),
]

/** The rooms of torch.compile, whose names are torch's, and of Python's texts, whose names are Python's: entries of the package of their own. */
const apart = [/^lib\/(?:torch|play)\//, /^lib\/script\//]

const groups = (paths: readonly string[]): readonly (readonly string[])[] => [
  ...apart.map((own) => paths.filter((path) => own.test(path))),
  paths.filter((path) => !apart.some((own) => own.test(path))),
]

test('a name is exported by one file of lib alone; a namespace hands it on under the name that JAX or flax has for it', () => {
  for (const own of groups(sources('lib').filter((path) => !namespace.test(path))))
    expect(repeated(own.flatMap((path) => declared(path).map((name) => [name, path])))).toEqual([])
})

test('a file of lib has a name of its own, but for the tables of contents', () => {
  for (const named of groups(sources('lib').filter((path) => !path.endsWith('/index.ts'))))
    expect(repeated(named.map((path) => [posix.basename(path), path]))).toEqual([])
})

test('what a file of lib or viz exports is imported by another, or is public', () => {
  const all = sources('lib', 'viz', 'examples', '__tests__')
  expect(unused(all, entries).filter((one) => one.startsWith('lib/') || one.startsWith('viz/'))).toEqual([])
})
