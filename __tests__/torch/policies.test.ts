import {readFileSync} from 'node:fs'
import {asTorch, play} from '../../lib/play/index.ts'
import {jsonList, jsonObject, loadScenarios} from '../../lib/scenario/index.ts'

const scenario = (steps: readonly object[]) => {
  const [found] = loadScenarios(JSON.stringify({id: 'one', steps}))
  if (found === undefined) throw new Error('no scenario')
  return found
}

const model = {Sequential: {layers: [{Linear: {in: 4, out: 4}}, {Dropout: {rate: 0.5}}]}}
const call = {do: 'call', fn: 'step', args: [{ref: 'm'}, {jnp: {shape: [3, 4]}}]}
const start = [
  {do: 'def', name: 'f', body: 'forward'},
  {do: 'jit', name: 'step', fun: 'f'},
  {do: 'let', name: 'm', to: model},
  call,
]
const words = (steps: readonly object[], policy: string): unknown[] =>
  play(asTorch(scenario([...start, ...steps]), policy)).played.map(({got}) => got['outcome'])

test('asTorch(scenario) plays flax layers as those of torch: eval() compiles, another model of the same layers does not', () => {
  const steps = [{do: 'method', on: 'm', name: 'eval'}, call, {do: 'let', name: 'm', to: model}, call]
  expect(words(steps, 'torch.compile')).toEqual(['compile', 'recompile', 'hit'])
  expect(words(steps, 'torch.compile<2.5')).toEqual(['compile', 'recompile', 'compile'])
})

test('asTorch(scenario) writes a kernel as a weight, and a rate as p', () => {
  const steps = [{do: 'write', at: 'm.0.kernel'}, call, {do: 'set', at: 'm.1.rate', to: {float: 0.25}}, call]
  expect(words(steps, 'torch.compile')).toEqual(['compile', 'hit', 'recompile'])
})

test('asTorch(scenario) lets a body that does nothing use its model: a guard is on what is read', () => {
  const steps = [
    {do: 'def', name: 'f', body: 'noop'},
    {do: 'jit', name: 'step', fun: 'f'},
    {do: 'let', name: 'm', to: model},
    {do: 'call', fn: 'step', args: [{ref: 'm'}]},
    {do: 'method', on: 'm', name: 'eval'},
    {do: 'call', fn: 'step', args: [{ref: 'm'}]},
  ]
  const outcomes = (policy: string) =>
    play(asTorch(scenario(steps), policy)).played.map(({got}) => got['outcome'])
  expect(outcomes('torch.compile')).toEqual(['compile', 'hit'])
  expect(outcomes('torch.compile<2.5')).toEqual(['compile', 'recompile'])
  expect(play(asTorch(scenario(steps), 'torch.compile')).trace.header.notes).toEqual([
    expect.stringContaining('played as one that calls its model'),
  ])
  expect(play(asTorch(scenario(start), 'torch.compile')).trace.header.notes).toBeUndefined()
})

test('asTorch(scenario) sums what dicts hold, whose order is guarded where they are walked', () => {
  const [a, b] = ['a', 'b'].map((name) => [name, {jnp: {shape: [3]}}])
  const steps = [
    {do: 'def', name: 'f', body: 'sum'},
    {do: 'jit', name: 'step', fun: 'f'},
    {do: 'call', fn: 'step', args: [{dict: [b, a]}]},
    {do: 'call', fn: 'step', args: [{dict: [a, b]}]},
    {do: 'call', fn: 'step', args: [{dict: [a, b]}]},
  ]
  const got = play(asTorch(scenario(steps), 'torch.compile')).played
  expect(got.map((one) => one.got['outcome'])).toEqual(['compile', 'recompile', 'hit'])
})

test('a counter on a model compiles in every call, as a body that counts it reads it', () => {
  const {steps} = jsonObject(JSON.parse(readFileSync('examples/scenarios/counter_static.json', 'utf8')))
  const played = (policy: string) => play(asTorch(scenario(jsonList(steps).map(jsonObject)), policy)).played
  expect(played('torch.compile').map(({got}) => got['outcome'])).toEqual([
    'compile',
    ...Array<string>(3).fill('recompile'),
  ])
})

test('asTorch(scenario) says what torch has nothing for', () => {
  expect(() => asTorch(scenario([...start, {do: 'pop', at: 'm', type: 'Param'}]), 'torch.compile')).toThrow(
    'one, steps[4]: "pop" has no counterpart in torch',
  )
  expect(() => asTorch(scenario([{do: 'let', name: 'k', to: {key: 0}}]), 'torch.compile')).toThrow(
    '"key" is of flax, JAX or NumPy, and has no counterpart in torch',
  )
})
