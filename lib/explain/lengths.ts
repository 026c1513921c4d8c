import type {Key, Path} from '../log/index.ts'
import type {Delta, Finding} from '../words/index.ts'
import {withoutMeshes} from './avaltext.ts'
import {sizeOf} from './containertext.ts'
import type {Cause} from './explanation.ts'
import {grouped} from './grouped.ts'

/** A container, or the numbered keys of one, and how much of it there is now and was before, as an axis is told. */
export interface Lengthened {
  readonly place: Path
  readonly delta: Extract<Delta, {kind: 'axis'}>
}

/** What a miss amounts to where something has one more in each call. */
const growths: ReadonlySet<Finding['what']> = new Set(['gets longer', 'more arguments'] as const)

/** Whether something has one more in each call. */
export const isLonger = ({what}: Finding): boolean => growths.has(what)

const lengthened = (place: Path, now: number, before: number): Lengthened => ({
  place,
  delta: {kind: 'axis', axis: 0, now: String(now), before: String(before), like: null},
})

/** The last number of a name in brackets: of `['k12']`, `args[3]`. */
const number = /(?<!\d)\d+(?=[^\d\]]*\]$)/

/**
 * What a cause says of how much a container holds: that a list, a tuple or a dict is of another size, or that a key was added which is
 * one of many with numbers. Null for any other cause.
 */
export function lengthenedBy({component, segments, delta}: Cause): Lengthened | null {
  if (component !== 'tree') return null
  if (delta.kind === 'value') {
    const [now, before] = [sizeOf(delta.now), sizeOf(delta.before)]
    return now === null || before === null ? null : lengthened(segments, now, before)
  }
  const name = delta.kind === 'added' ? (segments.at(-1) ?? '') : ''
  const [digits] = number.exec(name) ?? []
  return digits === undefined
    ? null
    : lengthened([...segments.slice(0, -1), name.replace(number, '*')], Number(digits) + 1, Number(digits))
}

/** A cause that tells of a longer container with what its items are. */
export function withItems(one: Cause, now: Key, before: Key): Cause {
  const longer = lengthenedBy(one)
  return longer === null ? one : {...one, items: itemsOf(longer, typesOf(now), typesOf(before))}
}

const typesOf = ({facts}: Key): string[] =>
  facts.flatMap(({component, value}) => (component === 'aval' ? [withoutMeshes(value)] : []))

/** Types without as many others that are equal. */
function without(types: readonly string[], others: readonly string[]): string[] {
  const open = grouped(others, (type) => type)
  return types.filter((type) => open.get(type)?.pop() === undefined)
}

const floatArray = /^(?:bf|f|c)\d+\[\d/

/** Whether a type may be that of a parameter: items of several such arrays may be layers, and a longer list another model. */
const isOfLayer = (type: string): boolean => floatArray.test(type)

/**
 * What the longer of two calls has beside the shorter: of types that the shorter has as well, but for as many as there took another's
 * place. Of a container that was empty each type comes as often as there are items.
 */
function itemsOf({delta}: Lengthened, mine: readonly string[], theirs: readonly string[]): Cause['items'] {
  const isLonger = Number(delta.now) > Number(delta.before)
  const [more, less] = isLonger ? [mine, theirs] : [theirs, mine]
  const [length, least] = isLonger ? [delta.now, delta.before] : [delta.before, delta.now]
  const [added, lost] = [without(more, less), without(less, more)]
  if (added.length === 0) return 'untold'
  const met = new Set(less)
  const others = added.filter((type) => !met.has(type))
  const isEven = [...grouped(others, (type) => type).values()].every(
    (all) => all.length % Number(length) === 0,
  )
  const isAlike = (least === '0' && isEven) || others.length <= lost.length
  const isSeveral = added.length - lost.length > Number(length) - Number(least)
  return !isAlike ? 'other' : isSeveral && added.every(isOfLayer) ? 'untold' : 'alike'
}
