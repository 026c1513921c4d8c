import {loadScenarios, policies, runScenario} from '../../lib/index.ts'
import {asTorch, play} from '../../lib/play/index.ts'
import {torchPolicies} from '../../lib/torch/index.ts'

const model = (seed: number) => ({
  module: {
    class: 'Model',
    attrs: [
      ['l1', {Linear: {in: 4, out: 4, seed}}],
      ['drop', {Dropout: {rate: 0.5, seed}}],
      ['l2', {Linear: {in: 4, out: 4, seed}}],
    ],
  },
})
const call = {do: 'call', fn: 'step', args: [{ref: 'm'}, {jnp: {shape: [3, 4]}}]}

/** What is done to a model, each followed by a call. */
export const edits: readonly (readonly [edit: string, step: object])[] = [
  ['new weight values', {do: 'write', at: 'm.l1.kernel', fill: 2}],
  ['m.eval()', {do: 'method', on: 'm', name: 'eval'}],
  ['m.train()', {do: 'method', on: 'm', name: 'train'}],
  ['tied weights', {do: 'set', at: 'm.l2.kernel', to: {ref: 'm.l1.kernel'}}],
  ['the model built anew', {do: 'let', name: 'm', to: model(1)}],
]

const scenarios = loadScenarios(
  JSON.stringify({
    id: 'policies',
    steps: [
      {do: 'def', name: 'f', body: 'noop'},
      {do: 'jit', name: 'step', fun: 'f'},
      {do: 'let', name: 'm', to: model(0)},
      call,
      ...edits.flatMap(([, step]) => [step, call]),
    ],
  }),
)

/** What a policy made of the calls. */
export interface Compared {
  readonly policy: string
  /** The outcome of the first call and of the call after each edit. */
  readonly outcomes: readonly string[]
}

/**
 * The same calls under seven ways of keying a cache: who compiles when? nnx.jit, `graph_updates=False` and a static graphdef
 * see structure, sharing and static values; jax.jit on the module and tree mode see no sharing (tree mode refuses it).
 * torch.compile guards what the forward pass reads: another mode compiles, another model of the same structure does not, and
 * tying weights is not seen. Torch before 2.5 guarded a module by its identity, so that a model built anew compiled. What they run is
 * the same program with torch's layers.
 *
 * @returns a row for each policy: what the first call and the call after each edit did.
 * @example
 * compareKeys().find(({policy}) => policy === 'torch.compile').outcomes // ['compile', 'hit', 'recompile', 'hit', 'hit', 'hit']
 */
export function compareKeys(): readonly Compared[] {
  const ours = policies.map((policy) => ({
    policy,
    outcomes: scenarios.flatMap((one) => [...runScenario(one, {policy}).trace].map(({outcome}) => outcome)),
  }))
  const torch = Object.keys(torchPolicies).map((policy) => ({
    policy,
    outcomes: scenarios.flatMap((one) =>
      play(asTorch(one, policy)).played.map(({got}) => String(got['outcome'])),
    ),
  }))
  return [...ours, ...torch]
}
