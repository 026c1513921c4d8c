import {NamedSharding} from '../array/index.ts'
import {container, type Structure, structureOf} from '../graph/index.ts'
import {repr} from '../python/index.ts'
import type {Effect} from './body.ts'
import {type CallArgument, leavesGiven} from './prepare.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** Where the options of a wrapper ask each leaf to lie; null for a leaf that is free. */
export interface Asked {
  readonly inputs: readonly (string | null)[]
  readonly outputs: readonly (string | null)[]
}

/** The device that `device` or `backend` asks for; null where neither does. */
export const deviceAsked = ({options: {device, backend}}: Wrapper): string | null =>
  device ?? (typeof backend === 'string' ? `${backend}:0` : null)

/** What lowering sees of the options of a wrapper; source: jax `pjit.py`, `_trace_for_jit`. */
export function askedOf(wrapper: Wrapper, dynamic: readonly CallArgument[], {result}: Effect): Asked {
  const {in_shardings, out_shardings} = wrapper.options
  const hasDevice = deviceAsked(wrapper) !== null
  return {
    inputs: ofInputs(wrapper, dynamic, hasDevice ? oneDevice : in_shardings),
    outputs: spread(hasDevice ? oneDevice : out_shardings, result),
  }
}

function ofInputs(wrapper: Wrapper, dynamic: readonly CallArgument[], asked: unknown): Asked['inputs'] {
  // Without parts it is the same of every leaf.
  if (asked === undefined || asked === null || typeof asked === 'string')
    return leavesGiven(wrapper, dynamic).map(() => textOf(asked))
  const references = newReferences(wrapper)
  const inputs = dynamic.map(({value}) => structureOf(value, [], references))
  return inputs.flatMap((one, i) => spread(Array.isArray(asked) ? asked[i] : asked, one))
}

const oneDevice = 'a single device'

/** A tree prefix of shardings, leaf by leaf. */
function spread(asked: unknown, over: Structure): readonly (string | null)[] {
  if (over.kind === 'constant') return []
  if (over.kind === 'leaf') return [textOf(asked)]
  const parts = asked === null || over.kind === 'node' ? null : container(asked)
  const children = over.kind === 'node' ? over.values : over.children
  return children.flatMap((child, i) => spread(parts === null ? asked : parts.children[i], child))
}

const textOf = (asked: unknown): string | null =>
  asked === null || asked === undefined
    ? null
    : asked instanceof NamedSharding
      ? `${asked.devices} ${asked.equivalent}`
      : repr(asked)
