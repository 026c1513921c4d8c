import '../../lib/value/index.ts'
import fc from 'fast-check'
import {nnx} from '../../lib/index.ts'
import {Session} from '../../lib/jit/index.ts'
import {jnp} from '../../lib/numpy/index.ts'

/** A model of two layers, a jitted function of it, and its result in each of six calls, a flag toggled between them. */
function results(step: (model: nnx.List<nnx.Linear>) => unknown, edit = true): unknown[] {
  const session = new Session()
  const rngs = new nnx.Rngs(0)
  const model = new nnx.List([new nnx.Linear(2, 2, {rngs}), new nnx.Linear(2, 2, {rngs})])
  const jitted = session.nnxJit(step)
  return Array.from({length: 6}, (_, i) => {
    if (edit && model[0] !== undefined) model[0].use_bias = i % 2 === 0
    if (model[1]?.bias != null) model[1].bias.value = jnp.full([2], i)
    return jitted(model)
  })
}

const numbers = (arrays: readonly unknown[]): unknown[] => arrays.map((array) => jnp.asarray(array).tolist())

test('a hit whose result reads none of its arguments has its numbers, whatever was edited', () => {
  expect(numbers(results((_model) => jnp.add(jnp.arange(2), 1)))).toEqual(Array(6).fill([1, 2]))
  expect(numbers(results((_model) => 7, false))).toEqual(Array(6).fill(7))
  const unread = (model: nnx.List<nnx.Linear>) => (jnp.add(model[1]?.bias?.value ?? 0, 1), jnp.ones([2]))
  expect(numbers(results(unread, false))).toEqual(Array(6).fill([1, 1]))
})

test('a hit whose result reads one of many arguments has that one as it was in the call', () => {
  const plusOne = (model: nnx.List<nnx.Linear>) => jnp.add(model[1]?.bias?.value ?? 0, 1)
  const expected = [0, 1, 2, 3, 4, 5].map((i) => [i + 1, i + 1])
  expect(numbers(results(plusOne))).toEqual(expected)
  expect(numbers(results(plusOne, false))).toEqual(expected)
})

test('a hit that gives an argument back beside a result has both', () => {
  const both = (model: nnx.List<nnx.Linear>) => jnp.stack([model[1]?.bias?.value ?? 0, jnp.zeros([2])])
  expect(numbers(results(both)).at(-1)).toEqual([
    [5, 5],
    [0, 0],
  ])
})

test('a jitted function gives what it gives without jit, whatever weights, inputs, flags and sharing changed before', () => {
  const step = fc.record({
    edit: fc.constantFrom('weights', 'flag', 'share', 'none'),
    layer: fc.nat({max: 2}),
    number: fc.integer({min: -3, max: 3}),
    input: fc.nat({max: 1}),
  })
  let hits = 0
  fc.assert(
    fc.property(fc.array(step, {minLength: 4, maxLength: 24}), (steps) => {
      const session = new Session()
      const rngs = new nnx.Rngs(0)
      const layers = Array.from({length: 3}, () => new nnx.Linear(2, 2, {rngs}))
      const model = new nnx.List(layers)
      const inputs = [jnp.ones([1, 2]), jnp.array([[2, -1]])]
      const body = (given: typeof model, x: ReturnType<typeof jnp.ones>) => {
        let sum = x
        for (const layer of given) sum = layer.call(sum)
        return sum
      }
      const jitted = session.nnxJit(body)
      for (const {edit, layer, number, input} of steps) {
        const edited = model[layer]
        const x = inputs[input]
        if (edited === undefined || x === undefined) continue
        if (edit === 'weights') edited.kernel.value = jnp.full([2, 2], number / 4)
        if (edit === 'flag') Reflect.set(edited, 'tag', String(number))
        if (edit === 'share') edited.kernel = layers[0]?.kernel ?? edited.kernel
        const [found, expected] = [jitted(model, x), body(model, x)]
        expect(numbers([found])).toEqual(numbers([expected]))
      }
      for (let i = 0; i < session.trace.length; i++) if (session.trace.outcome(i) === 'hit') hits++
    }),
    {numRuns: 60},
  )
  expect(hits).toBeGreaterThan(100)
})
