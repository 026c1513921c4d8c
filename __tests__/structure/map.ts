/**
 * Who may import whom, from the ground up. A room is a folder of lib or viz, or a single file there.
 * Nothing that is not written here is allowed.
 */
export const map: Readonly<Record<string, readonly string[]>> = {
  'lib/words': [],
  'lib/release': ['lib/words'],
  'lib/python': [],
  'lib/log': ['lib/words'],
  'lib/array': ['lib/python'],
  'lib/value': ['lib/array'],
  'lib/lax': ['lib/array', 'lib/python'],
  'lib/numpy': ['lib/value', 'lib/lax', 'lib/array', 'lib/python'],
  'lib/graph': ['lib/array', 'lib/lax', 'lib/numpy', 'lib/python'],
  'lib/transform': ['lib/graph', 'lib/numpy', 'lib/lax', 'lib/array', 'lib/python'],
  'lib/optax': ['lib/transform', 'lib/graph', 'lib/numpy', 'lib/lax', 'lib/array', 'lib/python'],
  'lib/nn': ['lib/optax', 'lib/transform', 'lib/graph', 'lib/numpy', 'lib/lax', 'lib/array', 'lib/python'],
  'lib/key': ['lib/graph', 'lib/array', 'lib/python'],
  'lib/jit': [
    'lib/graph',
    'lib/key',
    'lib/lax',
    'lib/array',
    'lib/log',
    'lib/python',
    'lib/release',
    'lib/words',
  ],
  'lib/explain': ['lib/log', 'lib/python', 'lib/words'],
  'lib/read': ['lib/log', 'lib/python', 'lib/release', 'lib/words'],
  'lib/scenario': [
    'lib/words',
    'lib/release',
    'lib/python',
    'lib/log',
    'lib/array',
    'lib/lax',
    'lib/numpy',
    'lib/graph',
    'lib/optax',
    'lib/nn',
    'lib/key',
    'lib/jit',
    'lib/explain',
    'lib/read',
  ],
  'lib/absentnnx': ['lib/python'],
  'lib/absentjax': ['lib/python'],
  'lib/nnx': ['lib/absentnnx', 'lib/numpy', 'lib/graph', 'lib/nn', 'lib/key', 'lib/jit'],
  'lib/jax': ['lib/absentjax', 'lib/array', 'lib/lax', 'lib/numpy', 'lib/graph', 'lib/transform', 'lib/jit'],
  'lib/index': [
    'lib/absentnnx',
    'lib/absentjax',
    'lib/words',
    'lib/release',
    'lib/nnx',
    'lib/jax',
    'lib/transform',
    'lib/optax',
    'lib/python',
    'lib/log',
    'lib/array',
    'lib/value',
    'lib/lax',
    'lib/numpy',
    'lib/graph',
    'lib/nn',
    'lib/key',
    'lib/jit',
    'lib/explain',
    'lib/read',
    'lib/scenario',
  ],
  'viz/theme': ['lib/index'],
  'viz/frame': ['lib/index', 'viz/theme'],
  'viz/charts': ['lib/index', 'viz/theme', 'viz/frame'],
  'viz/view': ['lib/index', 'viz/theme', 'viz/frame', 'viz/charts'],
  'viz/player': ['lib/index', 'viz/theme', 'viz/frame', 'viz/charts', 'viz/view'],
  'viz/hosts': ['lib/index', 'viz/theme', 'viz/frame', 'viz/charts', 'viz/view', 'viz/player'],
  'viz/index': ['lib/index', 'viz/theme', 'viz/frame', 'viz/charts', 'viz/view', 'viz/player', 'viz/hosts'],
  examples: ['lib/index', 'viz/index'],
}

/** Packages, and the only rooms that may use them. `node:` stands for every module of Node. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  immer: ['lib/graph'],
  'object-hash': ['lib/key'],
  d3: ['viz/frame', 'viz/charts', 'viz/view', 'viz/player', 'viz/hosts'],
  'node:': ['viz/hosts', 'examples'],
}

/** `lib/graph/split.ts` stands in the room `lib/graph`, `viz/theme.ts` is one itself, all of examples is one. */
export function room(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'lib' || top === 'viz' ? `${top}/${second.replace(/\.ts$/, '')}` : top
}
