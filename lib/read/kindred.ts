import type {ToldDraft} from './recorded.ts'
import {growing} from './growth.ts'
import {ownerOf, type WhoseNames} from './whose.ts'

/** Which other calls a call is compared with whose function no explanation tells of. */
export interface Kindred {
  /** Calls of one group are of one function: its name, or types that show it. Null where it is not known which function it is. */
  readonly group: string | null
  /** How many calls of equal types came before, where these are so many that each is of a function made anew; else null. */
  readonly nth: number | null
}

/** Calls of one process whose functions have one name. */
interface Namesakes {
  readonly name: string
  readonly isLoop: boolean
  /** The calls by their types. */
  readonly byTypes: Map<string, ToldDraft[]>
}

/** Calls of equal types are of functions made anew from so many on: an argument that JAX does not print seldom has as many values. */
const often = 3

/** What JAX calls functions of jax.pmap, lambdas and callable objects. */
const nameless: ReadonlySet<string> = new Set([
  '_fun',
  '<lambda>',
  '<unnamed function>',
  '<unnamed wrapped function>',
])

/** The calls that compiled and of whose function no explanation tells: loops outside jit, and functions that JAX explains nothing of. */
export function kindred(told: readonly ToldDraft[], names: WhoseNames): Map<ToldDraft, Kindred> {
  const found = new Map<string, Namesakes>()
  for (const one of told) {
    const {name, process, runs} = one.made
    const owner = ownerOf(one.made, names)
    const isLoop = owner === 'control flow'
    if (owner !== 'unexplained' && (!isLoop || runs.length > 0)) continue
    const lane = `${process}\u0000${name}`
    const namesakes = found.get(lane) ?? {name, isLoop, byTypes: new Map<string, ToldDraft[]>()}
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

function apart({name, isLoop, byTypes}: Namesakes): [ToldDraft, Kindred][] {
  const isNamed = !isLoop && !nameless.has(name)
  const patterns = growing(byTypes.keys())
  const isOften = isNamed && [...byTypes].some(([types, {length}]) => types !== '' && length >= often)
  return [...byTypes].flatMap(([types, calls]) => {
    const isAnew = types !== '' && calls.length >= often && (isNamed || isLoop)
    const alike = isAnew && isLoop ? types : (patterns.get(types) ?? null)
    return calls.map((one, at): [ToldDraft, Kindred] => [
      one,
      {group: isNamed ? name : alike, nth: isAnew ? at : isOften ? 0 : null},
    ])
  })
}
