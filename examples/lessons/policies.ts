import {loadScenarios, policies, type Policy, runScenario} from '../../lib/index.ts'

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
const call = {do: 'call', fn: 'step', args: [{ref: 'm'}]}

/** What is done to a model, each followed by a call. */
export const edits: readonly (readonly [edit: string, step: object])[] = [
  ['new weight values', {do: 'write', at: 'm.l1.kernel', fill: 2}],
  ['m.eval()', {do: 'method', on: 'm', name: 'eval'}],
  ['m.train()', {do: 'method', on: 'm', name: 'train'}],
  ['tied weights', {do: 'set', at: 'm.l2.kernel', to: {ref: 'm.l1.kernel'}}],
  ['the model built anew', {do: 'let', name: 'm', to: model(1)}],
]

const scenario = JSON.stringify({
  id: 'policies',
  steps: [
    {do: 'def', name: 'f', body: 'noop'},
    {do: 'jit', name: 'step', fun: 'f'},
    {do: 'let', name: 'm', to: model(0)},
    call,
    ...edits.flatMap(([, step]) => [step, call]),
  ],
})

/**
 * The same calls under six ways of keying a cache: who compiles when? nnx.jit, `graph_updates=False` and a static graphdef
 * see structure, sharing and static values; jax.jit on the module and tree mode see no sharing (tree mode refuses it); a key
 * of identity sees a new object only, and no edit at all: its stale hits are the wrong kind of fast.
 *
 * @returns a row for each policy: what the first call and the call after each edit did.
 * @example
 * compareKeys().find(({policy}) => policy === 'identity').outcomes // ['retrace', 'hit', 'hit', 'hit', 'hit', 'retrace']
 */
export function compareKeys(): readonly {readonly policy: Policy; readonly outcomes: readonly string[]}[] {
  return policies.map((policy) => {
    const [ran] = loadScenarios(scenario).map((one) => runScenario(one, {policy}))
    return {policy, outcomes: ran === undefined ? [] : [...ran.trace].map(({outcome}) => outcome)}
  })
}
