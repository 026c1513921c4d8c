import {cycles} from './cycles.ts'
import {map, packages, room} from './map.ts'
import {files, imports, sources, target, text} from './project.ts'

const all = sources('lib', 'viz', 'examples')
const edges = all.flatMap((from) => imports(from).map((specifier) => ({from, specifier})))
const inner = edges
  .filter(({specifier}) => specifier.startsWith('.'))
  .map(({from, specifier}) => ({from, specifier, to: target(from, specifier)}))

test('each file of lib and viz stands in a room of the map', () => {
  expect(sources('lib', 'viz').filter((path) => !(room(path) in map))).toEqual([])
})

test('each import inside the project names an existing file with its .ts', () => {
  const there = new Set(files('.'))
  const wrong = inner.filter(({to}) => !there.has(to) || !to.endsWith('.ts'))
  expect(
    wrong.map(({from, specifier}) => `${from} imports ${specifier}, which is no .ts file of the project`),
  ).toEqual([])
})

test('a room imports only rooms that the map allows', () => {
  const wrong = inner.filter(({from, to}) => room(from) !== room(to) && !map[room(from)]?.includes(room(to)))
  const may = (from: string): string => map[room(from)]?.join(', ') || 'no other room'
  expect(
    wrong.map(({from, to}) => `${from} imports ${to}, but ${room(from)} may import only: ${may(from)}`),
  ).toEqual([])
})

test('another room is imported through its index.ts', () => {
  const wrong = inner.filter(
    ({from, to}) => room(from) !== room(to) && to !== `${room(to)}.ts` && to !== `${room(to)}/index.ts`,
  )
  expect(wrong.map(({from, to}) => `${from} imports ${to}; import ${room(to)}/index.ts`)).toEqual([])
})

test('a package is imported only by the rooms that may use it', () => {
  const outer = edges.filter(({specifier}) => !specifier.startsWith('.'))
  const wrong = outer.filter(
    ({from, specifier}) =>
      !packages[specifier.replace(/^(node:|@codemirror\/).*/, '$1')]?.includes(room(from)),
  )
  expect(
    wrong.map(({from, specifier}) => `${from} imports ${specifier}, which is not for ${room(from)}`),
  ).toEqual([])
})

test('no file imports itself, not through others either, and not for its types', () => {
  const graph = new Map(all.map((path) => [path, inner.filter(({from}) => from === path).map(({to}) => to)]))
  expect(cycles(graph).map((way) => way.join(' → '))).toEqual([])
})

test('cycles(graph) names every way that comes back, once', () => {
  const graph = new Map([
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', ['d']],
    ['d', ['b', 'd']],
    ['e', ['a']],
  ])
  expect(cycles(graph)).toEqual([
    ['b', 'c', 'd', 'b'],
    ['d', 'd'],
  ])
})

test('the map goes one way: no room may import what may import it', () => {
  expect(cycles(new Map(Object.entries(map)))).toEqual([])
})

test('no room holds more than a fifth of the lines of lib and viz', () => {
  const sizes = new Map<string, number>()
  for (const path of sources('lib', 'viz'))
    sizes.set(room(path), (sizes.get(room(path)) ?? 0) + text(path).split('\n').length)
  const all = [...sizes.values()].reduce((sum, lines) => sum + lines, 0)
  expect(
    [...sizes]
      .filter(([, lines]) => lines > all / 5)
      .map(([name, lines]) => `${name}: ${lines} of ${all} lines`),
  ).toEqual([])
})
