import {args, bracketItems} from '../python/index.ts'

/** One leaf as the compile line tells it: its short type, and its sharding where it has one. */
export interface PrintedLeaf {
  readonly type: string
  readonly sharding: string
}

const shapeBegins = /[[<]/

const short = (dtype: string): string =>
  dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i').replace('complex', 'c')

/**
 * JAX's short type of an aval (jax `core.py`, `ShapedArray.str_short`), a weak one marked; null where something else was written into it.
 */
function shortType(text: string): string | null {
  const inside = text.startsWith('ShapedArray(') ? args(text) : null
  const type = inside?.get('0') ?? text
  if (wholeType(type) !== type) return null
  const at = type.search(shapeBegins)
  const spelled = type.startsWith('key<')
    ? type
    : short(at < 0 ? type : type.slice(0, at)) + (at < 0 ? '' : type.slice(at))
  return inside?.get('weak_type') === 'True' ? spelled + weak : spelled
}

/**
 * The type of a leaf in JAX's explanation, without the suffixes that say nothing.
 *
 * @example
 * plainType('key<fry>[]({})') // 'key<fry>[]'
 * plainType('f32[]{weak_type=False}') // 'f32[]'
 */
export const plainType = (type: string): string => type.replace(noMesh, '').replace('{weak_type=False}', '')

/**
 * The short type that a text begins with, without what a log format wrote behind it; null where the log broke it off.
 *
 * @example
 * wholeType('f32[8,4] @ 12:00:21') // 'f32[8,4]'
 * wholeType('f32[8,') // null
 */
export const wholeType = (text: string): string | null => written.exec(text)?.[0] ?? null

const written =
  /^(?:[A-Z]\w*|[\w.]+(?:\[[\w@,'*+^() .-]*\]|<[^<>]*>|\(\{[^{}]*\}\)|\([^(){}]*\)|\{[^{}]*\})+)(?=\s|$)/

/** A type that JAX does not tell from its strong one where it compiles. */
export const strong = (type: string): string => type.replace(weak, '')

const weak = '{weak_type=True}'

/** The type of a leaf in JAX's explanation without its marks: it tells the mesh, and whether it is weak, only where the two sides differ in that. */
export const unmarked = (type: string): string => strong(withoutMesh(type))

/** The mesh that an explanation prints with a type, `({})` for none; null where it does not say. */
export const meshIn = (type: string): string | null => printedMesh.exec(type)?.[0] ?? null

/** The mesh of a type that is on none, as an explanation prints it. */
export const noMesh = '({})'

const printedMesh = /\(\{[^{}]*\}\)/

/** Whether an explanation says of a type that it is weak; null where it does not say. */
export const weakness = (type: string): boolean | null =>
  type.includes('{weak_type=') ? type.includes(weak) : null

/** A type with its mark. */
export const marked = (type: string, isWeak: boolean): string => (isWeak ? type + weak : type)

/** Whether a leaf of a compile line may be of a type that an explanation prints. */
export const mayBeOf = (type: string, printed: string): boolean =>
  weakness(printed) === null ? strong(type) === strong(withoutMesh(printed)) : type === withoutMesh(printed)

/** The type of a leaf in JAX's explanation as a compile line prints it: the mesh of its sharding stands in the argument mapping there. */
function withoutMesh(type: string): string {
  return plainType(type).replace(printedMesh, '')
}

/** How many items of two lists differ, one by one; those that one has more as well. */
export function itemsApart(now: readonly string[], before: readonly string[]): number {
  const more = Math.abs(now.length - before.length)
  return more + now.filter((item, at) => at < before.length && item !== before[at]).length
}

const oneSize = /(?<=^|,)[^,@]+/g
const sizes = /\[([\w@,]*)\]/

/** In how much two types of an explanation differ, as JAX counts it in 0.6–0.8: each size, and whether they are weak or else their shardings. */
export function typesApart(now: string, before: string): number {
  const [mine, theirs] = [now, before].map((type) => sizes.exec(type)?.[1]?.match(oneSize) ?? [])
  const isMarked = weakness(now) !== null || meshIn(now) !== null
  return Math.max(1, itemsApart(mine ?? [], theirs ?? []) + Number(isMarked))
}

/** The leaves of a compile line: its types, and its argument mapping beside them; null where it is damaged. */
export function leaves(types: string, mapping: string): PrintedLeaf[] | null {
  const places = bracketed(mapping)
  const all = bracketed(types).flatMap((shape, i): PrintedLeaf[] => {
    const type = shortType(shape)
    return type === null ? [] : [{type, sharding: places[i] ?? 'UnspecifiedValue'}]
  })
  return all.length === bracketed(types).length ? all : null
}

const bracketed = (text: string): string[] =>
  text.startsWith('(') || text.startsWith('[') ? bracketItems(text, 0).items : []

/** Leaves at one position of two calls. */
interface LeafPair {
  readonly position: number
  readonly now: PrintedLeaf
  readonly before: PrintedLeaf
}

/** The positions at which the leaves of two calls are of different types, as far as both have some. */
export function differing(now: readonly PrintedLeaf[], before: readonly PrintedLeaf[]): LeafPair[] {
  const found: LeafPair[] = []
  for (const [position, leaf] of now.entries()) {
    const other = before[position]
    if (other !== undefined && other.type !== leaf.type) found.push({position, now: leaf, before: other})
  }
  return found
}

const namedSharding = /^NamedSharding\(mesh=(?:Abstract)?Mesh\((?<axes>.*), axis_types=\((?<kinds>[^)]*)\)/
const axisName = /'([^']*)': \d+/g

/** The mesh that a named sharding adds to its aval, `({Auto: ('data',)})`, as JAX's explanation writes it. */
export function meshOf(sharding: string): string {
  const {axes, kinds} = namedSharding.exec(sharding)?.groups ?? {}
  if (axes === undefined || kinds === undefined) return ''
  const kindOf = kinds
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '')
  const groups = new Map<string, string[]>()
  for (const [i, [, name]] of [...axes.matchAll(axisName)].entries()) {
    const kind = kindOf[i] ?? 'Auto'
    groups.set(kind, [...(groups.get(kind) ?? []), `'${name}'`])
  }
  const body = [...groups]
    .map(([kind, names]) => `${kind}: (${names.join(', ')}${names.length === 1 ? ',' : ''})`)
    .join(', ')
  return `({${body}})`
}

/** The first axis of the mesh of a named sharding; empty where there is none. */
export const axisOf = (sharding: string): string => {
  const axes = namedSharding.exec(sharding)?.groups?.['axes'] ?? ''
  return [...axes.matchAll(axisName)][0]?.[1] ?? ''
}

const singleDevice = /^SingleDeviceSharding\(device=(?<platform>\w+?)Device\(id=(?<id>\d+)\)/

/** What a leaf's sharding says of its placement; null where the log leaves it open. */
export function toldPlacement(sharding: string): string | null {
  if (sharding.startsWith('Unspecified')) return 'uncommitted'
  const {platform, id} = singleDevice.exec(sharding)?.groups ?? {}
  if (platform !== undefined && id !== undefined) return `committed ${platform.toLowerCase()}:${id}`
  return sharding === '' ? null : sharding
}
