import {type Component, components, type Key, show} from '../log/index.ts'
import type {Gap} from '../words/index.ts'

/** What may hide a cause of a trace, the likeliest first; placement and options only make it compile. */
const suspects: readonly Component[] = [
  'graphdef',
  'static',
  'context',
  'tree',
  'aval',
  'function',
  'placement',
  'options',
]

/** What is not said to be equal: JAX traces without regard to it. */
const silent: readonly Component[] = ['function', 'placement', 'options']

const ofLeaves: readonly Component[] = ['aval', 'placement']

/** Whether two keys tell their leaves by numbers, and as many leaves, so that each can be compared; null where they have names. */
function numberedLeaves({facts}: Key, {facts: others}: Key): 'alike' | 'apart' | null {
  const [mine, theirs] = [facts, others].map((all) =>
    all.flatMap(({component, path, unplaced}) => (component === 'aval' && unplaced ? [show(path)] : [])),
  )
  if (mine?.length === 0 && theirs?.length === 0) return null
  return mine?.join() === theirs?.join() ? 'alike' : 'apart'
}

/** What logs exclude where they hide the cause, of keys that read alike; null where they tell all of both. */
export function gapBetween(now: Key, before: Key, like: number): Gap | null {
  const gaps = new Set([...now.unknown, ...before.unknown].map(({component}) => component))
  const leaves = numberedLeaves(now, before)
  for (const component of ofLeaves)
    if (leaves === 'alike') gaps.delete(component)
    else if (leaves === 'apart') gaps.add(component)
  if (gaps.size === 0) return null
  const told = new Set(now.facts.map(({component}) => component))
  return {
    why: 'a gap',
    equal: components.filter((one) => told.has(one) && !gaps.has(one) && !silent.includes(one)),
    hidden: suspects.filter((one) => gaps.has(one)),
    like,
  }
}
