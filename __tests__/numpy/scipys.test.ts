import {jax, jnp} from '../../lib/index.ts'
import {near} from './near.ts'
import golden from './scipys.json' with {type: 'json'}
import {run} from './spelt.ts'

/** What stands in a namespace under a path of names. */
const member = (from: unknown, path: readonly string[]): unknown =>
  path.reduce(
    (at: unknown, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : null),
    from,
  )

for (const {module, fn, args, result} of golden)
  test(`jax.scipy.${module}.${fn}(${JSON.stringify(args).slice(1, -1)}) gives what JAX gives`, () => {
    const given = args.map((arg) => (Array.isArray(arg) ? jnp.array(arg) : arg))
    near(run(member(jax.scipy, [...module.split('.'), fn]), given), result)
  })

test('jax.ops.segmentMax(x, ids, {num_segments: 3}) gives −∞ for a segment without rows, and leaves out rows of none', () => {
  const x = jnp.array([
    [1.5, 2],
    [3, 0.5],
    [9, 9],
  ])
  expect(jax.ops.segmentMax(x, jnp.array([1, 1, 7]), {num_segments: 3}).tolist()).toEqual([
    [-Infinity, -Infinity],
    [3, 2],
    [-Infinity, -Infinity],
  ])
})

test('jax.ops.segmentSum(x, ids, {num_segments}) adds up integers of eight bits as such', () => {
  const sum = jax.ops.segmentSum(jnp.array([1, 2, 4], 'int8'), jnp.array([0, 1, 0]), {num_segments: 2})
  expect([sum.dtype.name, sum.tolist()]).toEqual(['int8', [5, 2]])
})
