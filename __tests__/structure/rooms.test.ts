import {map} from './map.ts'
import {text} from './project.ts'

/** The rows of the table of rooms in ARCHITECTURE.md: a room, and the rooms that it may import, by their names inside lib, viz or examples. */
const told = text('ARCHITECTURE.md')
  .split('\n')
  .map((line) => /^\| ((?:lib|viz|examples)\/\w+|examples) \| [^|]+ \| ([^|]+) \|$/.exec(line))
  .flatMap((row) => (row === null ? [] : [[row[1], row[2]]]))

const rooms = Object.keys(map)

/** Rooms of lib that are entries of their own: who does not name them does not load them. */
const apart = ['lib/torch', 'lib/play', 'lib/script', 'lib/logs', 'lib/jitlens']

const written = (room: string, may: readonly string[]): string => {
  const top = room.split('/')[0] ?? ''
  const isAll =
    may.length > 0 &&
    rooms.every(
      (other) => other === room || !other.startsWith('lib/') || apart.includes(other) !== may.includes(other),
    )
  if (may.length === 0) return '–'
  if (isAll && top === 'lib')
    return `every room of lib but ${apart.map((other) => other.slice(4)).join(', ')}`
  return may.map((other) => (other.startsWith(`${top}/`) ? other.slice(top.length + 1) : other)).join(', ')
}

test('the table of rooms in ARCHITECTURE.md says what the map allows', () => {
  expect(told).toEqual(Object.entries(map).map(([room, may]) => [room, written(room, may)]))
})
