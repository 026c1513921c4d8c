import {fuller} from './alike.ts'
import {type Partition, partition} from './partition.ts'
import type {RecordedCall} from './recorded.ts'
import {type Slots, slots} from './slots.ts'
import type {Subtree} from './subtree.ts'

/** What the messages of a log tell, in all, of the keys of the calls of one function object. */
export interface Inference {
  readonly calls: readonly RecordedCall[]
  /** What stands at each of JAX's input paths. */
  readonly trees: Slots<Subtree>
  readonly context: Slots<string>
  /** Types by the leaf's name, whether or not they are weak, and on whatever mesh. */
  readonly types: Slots<string>
  /** The meshes that they are on, `({})` for none: an explanation prints them only where the two sides differ in that. */
  readonly meshes: Slots<string>
  /** Whether they are weak: an explanation says so only where the two sides differ in it. */
  readonly weak: Slots<boolean>
  /** Calls whose trees have the same leaves, though their metadata may differ. */
  readonly structures: Partition
  /** Calls whose trees are the same at every place that no message names. */
  readonly unnamed: Partition
  /** The earlier calls of the keys that JAX compared a call with, each where there is just one that fits. */
  readonly compared: Map<number, (number | null)[]>
  /** Likewise, one of several that fit, where all of them hold the same at each place of the tree that JAX prints. */
  readonly alike: Map<number, (number | null)[]>
}

/** Nothing told yet. */
export const inference = (calls: readonly RecordedCall[]): Inference => ({
  calls,
  trees: slots(calls.length, fuller),
  context: slots(calls.length),
  types: slots(calls.length),
  meshes: slots(calls.length),
  weak: slots(calls.length),
  structures: partition(),
  unnamed: partition(),
  compared: new Map(),
  alike: new Map(),
})

/** The containers that a call is known to hold, as text; equal for calls of which the same is told. */
export const containersOf = ({trees}: Inference, c: number): string =>
  JSON.stringify(
    [...trees.names()].map((at) => {
      const one = trees.get(at, c)
      if (one === undefined) return trees.classOf(at, c)
      return one.component === 'tree' ? [one.words, one.swapped] : (one.leaves?.length ?? '')
    }),
  )
