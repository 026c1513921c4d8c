import {args, items} from './repr.ts'

/** One leaf as the compile line tells it: its short type, and its sharding where it has one. */
export interface Leaf {
  readonly type: string
  readonly sharding: string
}

const short = (dtype: string): string =>
  dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i').replace('complex', 'c')

/**
 * JAX's short type of an aval (jax `core.py`, `ShapedArray.str_short`), a weak one marked.
 *
 * @example
 * aval('ShapedArray(float32[], weak_type=True)') // 'f32[]{weak_type=True}'
 */
export function aval(text: string): string {
  const inside = text.startsWith('ShapedArray(') ? args(text) : null
  const type = inside?.get('0') ?? text
  const at = type.search(/[[<]/)
  const spelled = type.startsWith('key<')
    ? type
    : short(at < 0 ? type : type.slice(0, at)) + (at < 0 ? '' : type.slice(at))
  return inside?.get('weak_type') === 'True' ? `${spelled}{weak_type=True}` : spelled
}

/**
 * The type of a leaf in JAX's explanation, without the suffixes that say nothing.
 *
 * @example
 * plain('key<fry>[]({})') // 'key<fry>[]'
 * plain('f32[]{weak_type=False}') // 'f32[]'
 */
export const plain = (type: string): string => type.replace('({})', '').replace('{weak_type=False}', '')

/** The leaves of a compile line: its types, and its argument mapping beside them. */
export function leaves(types: string, mapping: string): Leaf[] {
  const shapes = bracketed(types)
  const places = bracketed(mapping)
  return shapes.map((shape, i) => {
    const sharding = places[i] ?? 'UnspecifiedValue'
    return {type: aval(shape) + mesh(sharding), sharding}
  })
}

const bracketed = (text: string): string[] =>
  text.startsWith('(') || text.startsWith('[') ? items(text, 0).items : []

/** The mesh that a named sharding adds to its aval, `({Auto: ('data',)})`, as JAX's explanation writes it. */
function mesh(sharding: string): string {
  const found = /^NamedSharding\(mesh=(?:Abstract)?Mesh\((.*), axis_types=\(([^)]*)\)/.exec(sharding)
  if (found === null) return ''
  const names = [...(found[1] ?? '').matchAll(/'([^']*)': \d+/g)].map((match) => match[1] ?? '')
  const kinds = (found[2] ?? '')
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '')
  const groups = new Map<string, string[]>()
  names.forEach((name, i) => {
    const kind = kinds[i] ?? 'Auto'
    groups.set(kind, [...(groups.get(kind) ?? []), `'${name}'`])
  })
  const body = [...groups]
    .map(([kind, members]) => `${kind}: (${members.join(', ')}${members.length === 1 ? ',' : ''})`)
    .join(', ')
  return `({${body}})`
}

/** What a leaf's sharding says of its placement; null where the log leaves it open. */
export function placement(sharding: string): string | null {
  if (sharding.startsWith('Unspecified')) return 'uncommitted'
  const device = /^SingleDeviceSharding\(device=(\w+?)Device\(id=(\d+)\)/.exec(sharding)
  if (device !== null) return `committed ${(device[1] ?? '').toLowerCase()}:${device[2] ?? ''}`
  return sharding === '' ? null : sharding
}
