import {explain, type Miss} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const missesOf = (...lines: readonly string[]): readonly Miss[] => explain(read(lines.join('\n'))).misses

const head = 'TRACING CACHE MISS at /home/me/app/train.py:9:1 (<module>):'
const first = [head, '  never seen function:', '    step id=139 defined at /home/me/app/train.py:3']
const again = (...lines: readonly string[]): string[] => [
  head,
  '  for step defined at /home/me/app/train.py:3',
  '  all previously seen cache keys differ. For the closest previous key:',
  ...lines.map((line) => `  ${line}`),
]
const compiled = (...types: readonly string[]): string[] => [
  `Compiling jit(step) with global shapes and types (${types.map((type) => `ShapedArray(${type}),`).join(' ')}). Argument mapping: (${types.map(() => 'UnspecifiedValue,').join(' ')}).`,
  'Finished jaxpr to MLIR module conversion jit(step) in 0.002 sec',
  'Finished XLA compilation of jit(step) in 0.003 sec',
]
const call = (said: readonly string[], ...types: readonly string[]): string[] => [
  ...said,
  'Finished tracing step for jit in 0.001 sec',
  ...compiled(...types),
]

test('explain(log) of an object that prints alike leaves open whether it holds the same: a repr shows no closure', () => {
  const node = (address: string): string =>
    `<class 'app.State'> with pytree metadata (<function make.<locals>.apply at 0x${address}>,)`
  const [, miss] = missesOf(
    ...first,
    ...again(
      'different input pytree:',
      `* at input path [0][0], now ${node('7f01')} and before ${node('7f00')}, so the pytree node metadata does not match`,
    ),
  )
  expect([miss?.taxonomy, miss?.verdict]).toEqual(['identity', 'unknown'])
  expect(miss?.sentence).toContain('made anew or of contents that its text does not show')
})

test('explain(log) of another function of one definition does not say that it was the same one, jitted anew', () => {
  const [, miss] = missesOf(
    ...first,
    head,
    '  never seen function:',
    '    step id=140 defined at /home/me/app/train.py:3',
    '  but seen another function defined on the same line; maybe the function is',
    '  being re-defined repeatedly, preventing caching?',
  )
  expect(miss?.sentence).toBe(
    'step was traced again: step is another function object of that definition: a closure or lambda made anew, or another on its line.',
  )
})

test('explain(log) of a cache in a NamedTuple that grows by one in each call says that it grows', () => {
  const steps = [2, 3, 4].flatMap((size) =>
    call(
      again('different input types:', `* at kv.k, now f32[${size},8] and before f32[${size - 1},8]`),
      'float32[4]',
      `float32[${size},8]`,
    ),
  )
  const miss = missesOf(...call(first, 'float32[4]', 'float32[1,8]'), ...steps).at(-1)
  expect([miss?.verdict, miss?.findings[0]?.what]).toEqual(['reducible', 'grows'])
})

test('explain(log) of a compile for other types without a trace, in a log that tells traces, names no type: a batch may have made it', () => {
  const misses = missesOf(...call([], 'float32[3]'), ...compiled('float32[2,3]'))
  expect(misses.map(({causes}) => causes)).toEqual([[], []])
  expect(misses[1]?.excluded).toContain('a gradient or a batch')
})

test('read(log) in pieces of supervisord, which end inside of lines, takes no head of a piece for a part of a name or a value', () => {
  const text = call(first, 'float32[4]').join('\n')
  for (let at = 1; at < text.length; at += 7) {
    const head = "2026-05-01 12:00:01,123 DEBG 'train' stderr output:"
    const trace = read([head, text.slice(0, at), head, text.slice(at)].join('\n'))
    const said = JSON.stringify([
      trace.functions,
      [...trace].map(({key}) => (key < 0 ? null : trace.key(key))),
    ])
    expect(said).not.toMatch(/DEBG|2026|stderr/)
  }
})
