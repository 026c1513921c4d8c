import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {jax, jnp, lax, nnx, optax, protocol, Session} from '../../lib/index.ts'
import {jax as openedJax, nnx as openedNnx} from '../../lib/jitlens.ts'

const root = join(__dirname, '../..')

const read = (namespace: object, name: string) => (): unknown => Reflect.get(namespace, name)
const called = (namespace: object, name: string) => (): unknown => {
  const found: unknown = Reflect.get(namespace, name)
  return typeof found === 'function' ? Reflect.apply(found, undefined, []) : found
}
/** What stands under a name, to be asked for more. */
const part = (namespace: object, name: string): object => {
  const found: unknown = Reflect.get(namespace, name)
  return typeof found === 'function' ? found : {}
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

test('of nnx and jax too, as the package gives them', () => {
  expect(read(openedNnx, 'Lineer')).toThrow('did you mean nnx.Linear?')
  expect(made(openedNnx, 'Lineer')).toThrow('nnx.Lineer is not in this version of jitlens')
  expect(read(openedJax, 'jitt')).toThrow('did you mean jax.jit?')
  expect(openedNnx.Linear).toBe(nnx.Linear)
  expect({...openedJax}).toEqual({...jax})
})

test('what flax and JAX have and nnx and jax do not throws when it is called or made', () => {
  expect(called(nnx, 'withPartitioning')).toThrow('nnx.withPartitioning is not in this version of jitlens')
  expect(called(jax, 'pmap')).toThrow('jax.pmap is not in this version of jitlens')
  expect(made(nnx, 'StateSharding')).toThrow('nnx.StateSharding is not in this version of jitlens')
  expect(called(nnx, 'view_info')).toThrow('nnx.view_info is not in this version of jitlens')
})

test('a module of JAX that is not here throws when something of it is called', () => {
  expect(called(part(jax, 'debug'), 'print')).toThrow('jax.debug.print is not in this version of jitlens')
})

test('a name of older releases is told the one of today', () => {
  expect(called(jax, 'tree_map')).toThrow('under that name: it is jax.tree.map')
  expect(called(part(jax, 'tree_util'), 'tree_map')).toThrow('it is jax.tree')
})

describe('an attribute that is not there', () => {
  const model = new nnx.Linear(2, 3, {rngs: new nnx.Rngs(0)})
  const [graphdef, state] = nnx.split(model)

  test.each<[string, object, string, string]>([
    ['a model', model, 'kernl', "'Linear' object has no attribute 'kernl': did you mean kernel?"],
    ['a model', model, 'set_attributes', 'did you mean setAttributes?'],
    ['a state', state, 'kernl', "'State' object has no attribute 'kernl': did you mean kernel?"],
    ['a state', state, 'flat_state', 'it is nnx.toFlatState(state) here'],
    [
      'a graphdef',
      graphdef,
      'atributes',
      "'GraphDef' object has no attribute 'atributes': did you mean attributes?",
    ],
    ['a model', model, 'colour', "has no attribute 'colour': 'colour' in x asks whether there is one"],
    ['a model', model, '__call__', 'did you mean call?'],
    ['a state', state, 'colour', "'State' object has no attribute 'colour'"],
    ['a jitted function', new Session().nnxJit(() => 1), 'clear_cache', 'it is clear() here'],
    ['a jitted function', new Session().nnxJit(() => 1), 'colour', "has no attribute 'colour'"],
    [
      'an array',
      jnp.ones([2]),
      'matmul',
      'Array.matmul is no method of arrays, it is the function jnp.matmul',
    ],
    ['an array', jnp.ones([2]), 'map', 'Array.map is a method of JavaScript'],
    ['an array', jnp.ones([2]), '-1', 'x[-1] is jnp.getitem(x, -1)'],
    ['x.at', jnp.ones([2]).at, '0', 'x.at[0] is x.at(0) here'],
    ['x.at', jnp.ones([2]).at, 'set', 'x.at.set is x.at(i).set(…) here'],
    ['a session', new Session(), 'explain', 'it is explain(session.trace) here'],
    ['a session', new Session(), 'nnxjit', 'did you mean nnxJit?'],
    ['a Variable', model.kernel, 'get_value', 'Variable.get_value is getValue here'],
    ['an array', jnp.ones([2]), 'to_device', 'Array.to_device is not in this version of jitlens'],
  ])('%s throws a sentence', (_, object, name, sentence) => {
    expect(read(object, name)).toThrow(sentence)
  })

  test('is not there for those who ask whether it is, and for consoles and promises', async () => {
    expect('kernl' in model).toBe(false)
    expect('filter' in state).toBe(false)
    expect(Reflect.get(state, 'toJSON')).toBeUndefined()
    expect(await Promise.resolve(model)).toBe(model)
    expect(JSON.stringify(state)).toContain('kernel')
  })

  test('of a class that says what it gives is what it says', () => {
    class Open extends nnx.Module {
      [protocol.getattr](name: string): string {
        return `no ${name}`
      }
    }
    expect(Reflect.get(new Open(), 'colour')).toBe('no colour')
  })
})

test('rngs.noise is the default stream where there is no noise, as in flax', () => {
  const [a, b] = [new nnx.Rngs(0), new nnx.Rngs(0)]
  expect(Reflect.get(a, 'noise')).toBe(Reflect.get(a, 'default'))
  expect(read(new nnx.Rngs({params: 0}), 'noise')).toThrow("No RngStream named 'noise' found in Rngs.")
  expect(b.stream('noise').call().shape).toEqual([])
})

test('the numbers of jnp are NumPy’s, and newaxis makes an axis', () => {
  expect([jnp.pi, jnp.e, jnp.euler_gamma]).toEqual([Math.PI, Math.E, 0.5772156649015329])
  expect(jnp.full([1], jnp.inf).tolist()).toEqual([Infinity])
  expect(jnp.add(jnp.ones([1]), jnp.nan).tolist()).toEqual([NaN])
  expect(jnp.getitem(jnp.ones([2]), jnp.newaxis).shape).toEqual([1, 2])
  expect(jax.numpy.pi).toBe(Math.PI)
})

test('what consoles, promises and test runners ask of a namespace is answered', async () => {
  for (const name of ['then', 'toJSON', '$$typeof', '__esModule'])
    expect(Reflect.get(jnp, name) === undefined).toBe(true)
  expect('foo' in jnp).toBe(false)
  expect(await Promise.resolve(optax)).toBe(optax)
  expect(Object.keys(jnp)).toContain('sum')
  expect(jnp.sum.name).toBe('sum')
})
