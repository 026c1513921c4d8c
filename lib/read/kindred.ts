import type {ToldDraft} from './recorded.ts'
import {growing} from './growth.ts'
import {axisOf} from './shorttype.ts'
import {ownerOf, type WhoseNames} from './whose.ts'

/** Which other calls a call is compared with whose function no explanation tells of. */
export interface Kindred {
  /** Calls of one group are of one function: its name, or types that show it. Null where it is not known which function it is. */
  readonly group: string | null
  /** How many calls of equal types came before, where these are so many that each is of a function made anew; else null. */
  readonly nth: number | null
  /** Of jax.pmap, the name of the axis that it maps over, empty where the log does not tell one; null for any other. */
  readonly axis: string | null
}

/** Calls of one process whose functions have one name. */
interface Namesakes {
  readonly name: string
  readonly isNamed: boolean
  /** JAX explains functions, and none of this name. */
  readonly isUnexplained: boolean
  /** The calls by their types. */
  readonly byTypes: Map<string, ToldDraft[]>
}

/**
 * Calls of equal types are of functions made anew from so many on: an argument that JAX does not print seldom has as many values. Loops of
 * equal types may be several, or differ in their length.
 */
const often = 3

/** What JAX calls any function of jax.pmap: `call_wrapped` in 0.8 and 0.9, `_fun` since (jax `pmap.py`). A program may have a `_fun` too. */
const ofPmap: ReadonlySet<string> = new Set(['_fun', 'call_wrapped'])
/** What it calls the axis of one that was given none. */
const unnamedAxis = '_internal_pmap_axis_name'

/** What JAX calls functions of jax.pmap, lambdas and callable objects. */
const nameless: ReadonlySet<string> = new Set([
  ...ofPmap,
  '<lambda>',
  '<unnamed function>',
  '<unnamed wrapped function>',
])

/** The calls that compiled and of whose function no explanation tells: loops outside jit, functions that JAX explains nothing of, and those of a name that says nothing. */
export function kindred(told: readonly ToldDraft[], names: WhoseNames): Map<ToldDraft, Kindred> {
  const found = new Map<string, Namesakes>()
  for (const one of told) {
    const {name, process, runs, miss} = one.made
    const owner = ownerOf(one.made, names)
    const isLoop = owner === 'control flow'
    const isUnexplained = owner === 'unexplained'
    const isNamed = !isLoop && !nameless.has(name)
    const isUntold = !isNamed && !names.own.has(name) && miss === null
    if (!isUnexplained && (isLoop ? runs.length > 0 : !isUntold)) continue
    const lane = `${process}\u0000${name}`
    const namesakes = found.get(lane) ?? {
      name,
      isNamed,
      isUnexplained,
      byTypes: new Map<string, ToldDraft[]>(),
    }
    found.set(lane, namesakes)
    const same = namesakes.byTypes.get(typesOf(one)) ?? []
    namesakes.byTypes.set(typesOf(one), same)
    same.push(one)
  }
  return new Map([...found.values()].flatMap(apart))
}

/** The types and the places of all arguments; nothing where the log does not print them. */
const typesOf = ({leaves}: ToldDraft): string =>
  (leaves ?? []).map(({type, sharding}) => `${type} ${sharding}`).join('\n')

function apart({name, isNamed, isUnexplained, byTypes}: Namesakes): [ToldDraft, Kindred][] {
  const patterns = growing(byTypes.keys())
  const isOften = isNamed && [...byTypes].some(([types, {length}]) => types !== '' && length >= often)
  return [...byTypes].flatMap(([types, calls]) => {
    const isAnew = types !== '' && calls.length >= often && isNamed
    return calls.map((one, at): [ToldDraft, Kindred] => [
      one,
      {
        group: isNamed ? name : (patterns.get(types) ?? null),
        nth: isAnew ? at : isOften ? 0 : null,
        axis: ofPmap.has(name) ? axisOfPmap(one, isUnexplained) : null,
      },
    ])
  })
}

/** The axis of a function that is surely of jax.pmap: one on a mesh that JAX explains nothing of, or whose axis was given no name. */
function axisOfPmap({made: {name}, leaves}: ToldDraft, isUnexplained: boolean): string | null {
  const axis = axisOf(leaves?.[0]?.sharding ?? '')
  if (name !== '_fun' || axis === unnamedAxis) return ''
  return isUnexplained && axis !== '' ? axis : null
}
