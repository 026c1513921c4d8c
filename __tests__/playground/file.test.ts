import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {fileOf, sharedInFile} from '../../examples/playground/file.ts'
import {Trial} from '../../examples/playground/trial.ts'
import {encode, locks, newest, releaseOf} from '../../lib/index.ts'
import {jitlens} from '../cli/io.ts'

test('fileOf(state) and sharedInFile(text) are inverse to each other', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          text: fc.string({unit: 'grapheme', maxLength: 200}),
          at: fc.nat(1000),
          jax: fc.constantFrom('0.7.2', newest.jax),
          locked: fc.subarray([...locks], {minLength: 1}),
        },
        {requiredKeys: ['text', 'at']},
      ),
      (shared) => {
        expect(sharedInFile(fileOf(shared), 'a.json')).toEqual(shared)
      },
    ),
  )
})

const text = `import jax
import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.out = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x):
        return self.out(x)

model = Net(nnx.Rngs(0))
predict = nnx.jit(lambda model, x: model(x))
predict(model, jnp.ones((8, 4)))
predict(model, jnp.ones((8, 4)))
predict(model, jnp.ones((3, 4)))
`

/** A line of a trace without what it is called, which is the file's name. */
const told = (line: string): string => line.replace(/"title":"[^"]*",?/, '')

test.each(['0.10.2', newest.jax])(
  'a file of the playground gives jitlens trace the calls, keys and lines of the playground, on JAX %s',
  async (jax) => {
    const files = {'a.json': fileOf({text, at: 1, jax})}
    const {code, saved} = await jitlens(['trace', 'a.json', '-o', 'run.jsonl'], files)
    const {trace} = new Trial(releaseOf(jax)).run(text).run
    expect(code).toBe(0)
    expect(saved.get('run.jsonl')?.split('\n').map(told)).toEqual(
      `${[...encode(trace)].join('\n')}\n`.split('\n').map(told),
    )
    expect([...trace].map(({site}) => site)).toEqual(['program.py:14', undefined, 'program.py:16'])
  },
)

test('sharedInFile() of a program in Python holds its text', () => {
  expect(sharedInFile('x = 1\n', 'a.py')).toEqual({text: 'x = 1\n', at: 0})
})

test('sharedInFile() of a scenario of steps holds the program that does the same', () => {
  const steps = readFileSync(join(__dirname, '../../examples/scenarios/eval_toggle.json'), 'utf8')
  const {run, error} = new Trial(newest).run(sharedInFile(steps, 'a.json').text)
  expect(error).toBeNull()
  expect(run.calls.map(({compiled}) => compiled)).toContain(true)
})

test.each([
  [
    '{"progrm": ["x"]}',
    'a.json: expected a program in Python (.py) or a scenario; a log or a recording is read by the page Your log',
  ],
  ['{"program": ["x"],\n"cal": 1}', 'a.json, line 2, cal: unknown key "cal"; did you mean "call"?'],
  [
    '{"program": ["x"], "versions": {"jax": "0.1"}}',
    'a.json, versions.jax: the caches of release "0.1" are not known; known are 0.7.2, ',
  ],
  [
    '{"id": "t", "steps": [{"do": "def", "name": "g", "body": "forward"}, {"do": "jit", "name": "f", "fun": "g", "with": "torch.compile"}]}',
    'a.json: this scenario cannot be written in Python: t: a scenario of torch.compile has no program of JAX',
  ],
])('sharedInFile(%j) ends in one sentence', (file, sentence) => {
  expect(() => sharedInFile(file, 'a.json')).toThrow(sentence)
})

test('sharedInFile() of a program longer than a link holds says so', () => {
  expect(() => sharedInFile('x'.repeat(100_001), 'a.py')).toThrow(
    'a.py: a program of 100001 characters; the playground takes 100000 at most',
  )
})
