import {FrozenDict} from '../python/index.ts'
import type {Metadata} from './variable.ts'

const dicts = new WeakMap<Metadata, FrozenDict>()
const metadata = new WeakMap<FrozenDict, Metadata>()

function pair(held: Metadata, dict: FrozenDict): void {
  dicts.set(held, dict)
  metadata.set(dict, held)
}

/** Metadata as a description holds it: one dict as long as it is one object, and it is another once it is changed. */
export function metadataDict(held: Metadata): FrozenDict {
  const known = dicts.get(held)
  if (known !== undefined) return known
  const dict = new FrozenDict(held)
  pair(held, dict)
  return dict
}

/** The metadata that a description holds: that of which it was made, or an object of the same entries. */
export function metadataOf(dict: FrozenDict): Metadata {
  const known = metadata.get(dict)
  if (known !== undefined) return known
  const held = Object.freeze(Object.fromEntries(dict.items))
  pair(held, dict)
  return held
}
