import {explain} from '../../lib/index.ts'
import {type Line, traced} from './traced.ts'

/** Attributes of as many layers, of this name and these values. */
const rates = (values: readonly string[], name = 'rate'): Line[] =>
  values.map((value, i) => ['graphdef', 'attribute', `model.layers.${i}.${name}`, value])
const leaves = (types: readonly string[], root = 'x'): Line[] =>
  types.map((type, i) => ['aval', 'leaf', `${root}.${i}`, type])
/** What two layers of a list hold, one of them in a layer of its own. */
const atDepths = (dtype: string): Line[] =>
  ['0.bias', '0.kernel', '1.norm.bias', '1.norm.scale'].map((path, i) => [
    'aval',
    'leaf',
    `model.layers.${path}`,
    `${dtype}[${i}]`,
  ])

/** What the second of two calls is told to differ in: path, now, before and how often. */
function told(before: readonly Line[], now: readonly Line[]): readonly unknown[] {
  const [, miss] = explain(traced([{facts: before}, {facts: now}])).misses
  return (miss?.causes ?? []).map(({path, now, before, count = 1}) => [path, now, before, count])
}

test.each<[string, readonly Line[], readonly Line[], readonly unknown[]]>([
  [
    'four attributes of one name that change alike: into one',
    rates(['0.1', '0.1', '0.1', '0.1']),
    rates(['0.2', '0.2', '0.2', '0.2']),
    [['model.layers.*.rate', '0.2', '0.1', 4]],
  ],
  [
    'three: each by itself',
    rates(['0.1', '0.1', '0.1']),
    rates(['0.2', '0.2', '0.2']),
    [0, 1, 2].map((i) => [`model.layers.${i}.rate`, '0.2', '0.1', 1]),
  ],
  [
    'four of one name that change to different values: each by itself',
    rates(['0.1', '0.1', '0.1', '0.1']),
    rates(['0.2', '0.3', '0.4', '0.5']),
    [0, 1, 2, 3].map((i) => [`model.layers.${i}.rate`, `0.${i + 2}`, '0.1', 1]),
  ],
  [
    'four of one name that were different before: each by itself',
    rates(['0.1', '0.2', '0.3', '0.4']),
    rates(['0.5', '0.5', '0.5', '0.5']),
    [0, 1, 2, 3].map((i) => [`model.layers.${i}.rate`, '0.5', `0.${i + 1}`, 1]),
  ],
  [
    'four of two names: each by itself',
    [...rates(['1', '1']), ...rates(['1', '1'], 'axis')],
    [...rates(['2', '2']), ...rates(['2', '2'], 'axis')],
    ['rate', 'axis'].flatMap((name) => [0, 1].map((i) => [`model.layers.${i}.${name}`, '2', '1', 1])),
  ],
  [
    'four arrays of another first axis: into one, though their other axes differ',
    leaves(['f32[8]', 'f32[8,2]', 'f32[8,3]', 'i32[8,4]']),
    leaves(['f32[5]', 'f32[5,2]', 'f32[5,3]', 'i32[5,4]']),
    [['x.*', 'size 5 of axis 0 as in f32[5,2]', 'size 8 as in f32[8,2]', 4]],
  ],
  [
    'four arrays of which the axes that changed differ: each by itself',
    leaves(['f32[8,1]', 'f32[8,1]', 'f32[8,1]', 'f32[8,1]']),
    leaves(['f32[5,1]', 'f32[8,2]', 'f32[6,1]', 'f32[8,3]']),
    [
      ['x.0', 'f32[5,1]', 'f32[8,1]', 1],
      ['x.1', 'f32[8,2]', 'f32[8,1]', 1],
      ['x.2', 'f32[6,1]', 'f32[8,1]', 1],
      ['x.3', 'f32[8,3]', 'f32[8,1]', 1],
    ],
  ],
  [
    'arrays at several depths of a list: into one, of what its items hold',
    atDepths('f32'),
    atDepths('bf16'),
    [['model.layers.*', 'bf16', 'f32', 4]],
  ],
  [
    'arrays of two arguments: one each',
    [
      ...leaves(['f32[1]', 'f32[2]', 'f32[3]', 'f32[4]']),
      ...leaves(['f32[1]', 'f32[2]', 'f32[3]', 'f32[4]'], 'y'),
    ],
    [
      ...leaves(['bf16[1]', 'bf16[2]', 'bf16[3]', 'bf16[4]']),
      ...leaves(['bf16[1]', 'bf16[2]', 'bf16[3]', 'bf16[4]'], 'y'),
    ],
    [
      ['x.*', 'bf16', 'f32', 4],
      ['y.*', 'bf16', 'f32', 4],
    ],
  ],
])('explain(trace) folds %s', (_what, before, now, causes) => {
  expect(told(before, now)).toEqual(causes)
})
