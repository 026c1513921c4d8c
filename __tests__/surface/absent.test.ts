import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {jax, jnp, lax, nnx, optax} from '../../lib/index.ts'

const root = join(__dirname, '../..')

const read = (namespace: object, name: string) => (): unknown => Reflect.get(namespace, name)
const called = (namespace: object, name: string) => (): unknown => {
  const found: unknown = Reflect.get(namespace, name)
  return typeof found === 'function' ? Reflect.apply(found, undefined, []) : found
}
const made = (namespace: object, name: string) => (): unknown => {
  const found: unknown = Reflect.get(namespace, name)
  return typeof found === 'function' ? Reflect.construct(found, []) : found
}

test('docs/coverage.md and the names that throw are those that `npm run coverage` writes', () => {
  execFileSync(process.execPath, [join(root, 'scripts/coverage.mjs'), '--check'], {stdio: 'pipe'})
})

test('a name that a namespace does not have throws a sentence', () => {
  expect(read(jnp, 'foo')).toThrow('jnp.foo is not in this version of jitlens: docs/coverage.md lists')
  expect(read(optax, 'lbfgs')).toThrow('optax.lbfgs is not in this version of jitlens')
  expect(read(lax, 'psum')).toThrow('lax.psum is not in this version of jitlens')
  expect(read(jax.random, 'wald')).toThrow('jax.random.wald is not in this version of jitlens')
  expect(read(jnp.ones([2]), 'argpartition')).toThrow('Array.argpartition is not in this version of jitlens')
})

test('a name that is misspelt, or spelt as in Python, is told the right one', () => {
  expect(read(jnp, 'zeross')).toThrow('did you mean jnp.zeros?')
  expect(read(jnp, 'expand_dims')).toThrow('it is jnp.expandDims')
})

test('what flax and JAX have and nnx and jax do not throws when it is called or made', () => {
  expect(called(nnx, 'withPartitioning')).toThrow('nnx.withPartitioning is not in this version of jitlens')
  expect(called(jax, 'pmap')).toThrow('jax.pmap is not in this version of jitlens')
  expect(made(nnx, 'StateSharding')).toThrow('nnx.StateSharding is not in this version of jitlens')
})

test('what consoles, promises and test runners ask of a namespace is answered', async () => {
  for (const name of ['then', 'toJSON', '$$typeof', '__esModule'])
    expect(Reflect.get(jnp, name) === undefined).toBe(true)
  expect('foo' in jnp).toBe(false)
  expect(await Promise.resolve(optax)).toBe(optax)
  expect(Object.keys(jnp)).toContain('sum')
  expect(jnp.sum.name).toBe('sum')
})
