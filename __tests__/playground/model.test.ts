import fc from 'fast-check'
import {Session} from '../../lib/index.ts'
import {withLine} from '../../examples/playground/edits.ts'
import {changesOf, given, type Part} from '../../examples/playground/model.ts'
import {examples} from '../../examples/playground/programs.ts'
import {Trial} from '../../examples/playground/trial.ts'

const {release} = new Session()
const net = `import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.layers = nnx.List([nnx.Linear(4, 4, rngs=rngs) for _ in range(2)])
        self.drop = nnx.Dropout(0.5, rngs=rngs)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.drop(x)

@nnx.jit
def predict(model, x):
    return model(x)

model = Net(nnx.Rngs(0))
predict(model, jnp.ones((2, 4)))
`

/** The parts of the only model of a program. */
const partsIn = (trial: Trial): readonly Part[] => [...trial.parts().values()][0] ?? []

/** A program that has run, and its part at a path. */
function opened(path: string): {readonly trial: Trial; readonly part: Part; readonly latest: () => string} {
  const trial = new Trial(release)
  trial.run(net)
  const part = partsIn(trial).find((one) => one.path === path)
  if (part === undefined) throw new Error(`the model has no ${path}`)
  return {trial, part, latest: () => net}
}

/** What the call after a line did: its outcome, and the paths that changed. */
function after(trial: Trial, line: string): string {
  const {latest} = trial.run(net)
  const {error, run} = trial.run(withLine(latest, line))
  const position = run.calls.at(-1)?.position ?? -1
  const miss = run.explanation.misses.find(({index}) => index === position)
  return [
    error?.message ?? run.trace.at(position).outcome,
    ...(miss?.causes ?? []).map(({path}) => path),
  ].join(' ')
}

test('a model is told part by part: modules, settings, weights, without its random numbers', () => {
  const {trial} = opened('model')
  const parts = partsIn(trial)
  expect(parts.slice(0, 3).map(({is, kind, path}) => [kind, path, is])).toEqual([
    ['module', 'model', 'Net'],
    ['module', 'model.drop', 'Dropout'],
    ['setting', 'model.drop.broadcast_dims', '()'],
  ])
  expect(parts.find(({path}) => path === 'model.layers[1].kernel')).toEqual({
    ...{path: 'model.layers[1].kernel', kind: 'weights', is: 'float32[4,4]'},
  })
  expect(parts.filter(({path}) => /rngs/.test(path))).toEqual([])
})

test.each([
  ['model.layers[1].kernel', 'Other numbers', 'hit'],
  ['model.layers[1].kernel', 'As bfloat16', 'retrace model.layers.1.kernel'],
  ['model.layers', 'One more', 'retrace model.layers.2'],
  ['model.layers', 'One less', 'retrace model.layers.1'],
])('of the part %s the change "%s" adds a line after which the call is a %s', (path, label, does) => {
  const {part, trial} = opened(path)
  const change = changesOf(part).find((one) => one.label === label)
  expect(after(trial, change?.line ?? '')).toBe(does)
})

test('a setting is given another value, and the call says which', () => {
  const {part, trial} = opened('model.drop.rate')
  expect(part.is).toBe('0.5')
  expect(after(trial, given(part, '0.25'))).toBe('retrace model.drop.rate')
})

test('a hundred changes of parts in any order never throw, and leave a model that is told', () => {
  const programs = [net, ...examples.map(({text}) => text).filter((text) => text.includes('nnx'))]
  fc.assert(
    fc.property(
      fc.constantFrom(...programs),
      fc.array(fc.nat(), {minLength: 4, maxLength: 4}),
      (text, picks) => {
        const trial = new Trial(release)
        let {latest} = trial.run(text)
        for (const pick of picks) {
          const lines = partsIn(trial).flatMap((part) => changesOf(part).map(({line}) => line))
          const line = lines[pick % lines.length]
          if (line !== undefined) ({latest} = trial.run(withLine(latest, line)))
        }
        expect(partsIn(trial).length).toBeGreaterThan(0)
      },
    ),
    {numRuns: 12},
  )
})
