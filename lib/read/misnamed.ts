import {type Blamed, someField} from '../log/index.ts'
import type {MissRecord, ToldKey} from './miss.ts'
import {place, segments} from './place.ts'
import type {RecordedCall, ToldDraft} from './recorded.ts'
import type {TreeDifference} from './severity.ts'

/**
 * The drafts, with no name for the fields of which the log shows that JAX misnames them: until 0.10 it calls each field of a named tuple by the
 * first (jaxlib's pytree registry, `flatten_one_level_with_keys`). So it is where a miss names one field twice, or says that an array was
 * something else in an earlier call, of which types are told and no other structure.
 */
export function withFields(drafts: readonly ToldDraft[]): readonly ToldDraft[] {
  const functions = new Map<string, Fields>()
  for (const {made} of drafts) if (made.miss !== null) look(fieldsOf(functions, made.miss), made.miss)
  if ([...functions.values()].every(({misnamed}) => misnamed.size === 0)) return drafts
  return drafts.map((draft) => {
    const {made} = draft
    if (made.miss === null) return draft
    const {misnamed} = fieldsOf(functions, made.miss)
    return misnamed.size === 0 ? draft : {...draft, made: {...made, miss: unnamed(made.miss, misnamed)}}
  })
}

/** What the misses of one function tell of fields so far. */
interface Fields {
  /** What stands below an argument and is an array, as types name it. */
  readonly arrays: Set<string>
  /** The places at which a tree differed. */
  readonly places: Set<string>
  /** The places of what holds the fields that are misnamed. */
  readonly misnamed: Set<string>
}

function fieldsOf(functions: Map<string, Fields>, {name, file, line}: MissRecord): Fields {
  const definition = [name, file, line].join('\u0000')
  const known = functions.get(definition)
  if (known !== undefined) return known
  const fresh = {arrays: new Set<string>(), places: new Set<string>(), misnamed: new Set<string>()}
  functions.set(definition, fresh)
  return fresh
}

function look({arrays, places, misnamed}: Fields, {keys, trees, types}: MissRecord): void {
  const met = new Set<string>()
  for (const one of keys.length > 1 ? trees : (keys[0]?.trees ?? [])) {
    const holder = holderOf(one.at)
    if (holder !== null && (met.has(one.at) || (!places.has(one.at) && wasArray(one, arrays))))
      misnamed.add(holder)
    met.add(one.at)
  }
  for (const at of met) places.add(at)
  for (const {name} of types) arrays.add(below(name))
}

const wasArray = ({at, before}: TreeDifference, arrays: ReadonlySet<string>): boolean =>
  before !== null && before.component === 'tree' && before.type !== 'leaf' && arrays.has(below(at))

const below = (at: string): string => place(at).rest.join('\u0000')

/** The place of what holds the last thing on a path as a field; null where that is no field. */
function holderOf(at: string): string | null {
  const [last = '['] = segments(at).slice(-1)
  return last.startsWith('[') ? null : at.slice(0, -last.length - 1)
}

const unnamed = (miss: MissRecord, misnamed: ReadonlySet<string>): MissRecord => ({
  ...miss,
  trees: miss.trees.map((one) => ({...one, at: placeOf(one.at, misnamed)})),
  keys: miss.keys.map((key) => ({
    ...key,
    trees: key.trees.map((one) => ({...one, at: placeOf(one.at, misnamed)})),
  })),
  blamed: {...miss.blamed, places: miss.blamed.places.map((one) => blamedIn(one, misnamed))},
})

/** A place, with its fields that are misnamed without a name. */
function placeOf(at: string, misnamed: ReadonlySet<string>): string {
  const path = segments(at)
  return path
    .map((segment, i) =>
      segment.startsWith('[') ? segment : `.${misnamed.has(textOf(path.slice(0, i))) ? someField : segment}`,
    )
    .join('')
}

const textOf = (path: readonly string[]): string =>
  path.map((segment) => (segment.startsWith('[') ? segment : `.${segment}`)).join('')

function blamedIn(one: Blamed, misnamed: ReadonlySet<string>): Blamed {
  const at = placeOf(one.at, misnamed)
  return at === one.at ? one : {...one, at, path: [...one.path.slice(0, 1), ...segments(at).slice(2)]}
}

/**
 * The calls of a function without what their misses tell of fields that have no name: two of them may be two fields, so that they are
 * compared with nothing.
 */
export function ofNamedFields(calls: readonly RecordedCall[]): readonly RecordedCall[] {
  if (!calls.some(({draft: {miss}}) => miss?.keys.some(isOfSomeField))) return calls
  return calls.map((call) => {
    const {miss} = call.draft
    if (miss === null) return call
    const named = {...miss, ...namedAlone(miss), keys: miss.keys.map(namedAlone)}
    return {...call, draft: {...call.draft, miss: named}}
  })
}

const isOfSomeField = ({trees}: ToldKey): boolean => trees.some(({at}) => at.includes(someField))

/** What a miss tells of one key, without fields that have no name: the trees of the two are then not compared. */
function namedAlone(key: ToldKey): ToldKey {
  const {severity, types, context, compared, trees} = key
  return isOfSomeField(key)
    ? {
        severity,
        types,
        context,
        trees: trees.filter(({at}) => !at.includes(someField)),
        compared: {...compared, trees: false},
      }
    : {severity, types, context, trees, compared}
}
