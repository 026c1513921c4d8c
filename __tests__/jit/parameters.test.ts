import {runInThisContext} from 'node:vm'

import {jnp, Session} from '../../lib/index.ts'

/** A function as its source says it, without what a compiler makes of it. */
function written(source: string): object {
  const made: unknown = runInThisContext(`(${source})`)
  if (typeof made !== 'function') throw new TypeError(`${source} is no function`)
  return made
}

const parameters = (source: string): readonly string[] =>
  new Session()
    .jaxJit(written(source))
    .wrapper.signature.params.map(({name, optional}) => (optional === true ? `${name}?` : name))

test.each<[source: string, names: readonly string[]]>([
  ["function f(x, sep=', ', n=1) {}", ['x', 'sep?', 'n?']],
  ["function f(x, a=')', y=2) {}", ['x', 'a?', 'y?']],
  ['function f(x, a="(", y=2) {}', ['x', 'a?', 'y?']],
  ["function f(x, a='\\'),', y) {}", ['x', 'a?', 'y']],
  ['function f(x /* a, b */, y) {}', ['x', 'y']],
  ['function f(x, // the first, (and best\n y) {}', ['x', 'y']],
  ['function /* g(a, b) */ f(x) {}', ['x']],
  ['function f(x, text=`a, ${[1, `)`].join(", ")} )`, y=1) {}', ['x', 'text?', 'y?']],
  ['function f(x, text=`${{a: 1}.a}`, y) {}', ['x', 'text?', 'y']],
  ['function f(x, re=/[,)/]\\/"/u, y=1) {}', ['x', 're?', 'y?']],
  ['function f(x, half=x / 2, y=x / (1, 2)) {}', ['x', 'half?', 'y?']],
  ["function f(x, y='/', z='/') {}", ['x', 'y?', 'z?']],
  ['function f(x, y=() => { return /[)]/ }, z) {}', ['x', 'y?', 'z']],
  ['function f({a = 1, b}, y) {}', ['args[0]', 'y']],
  ['function f({a} = {}, [b, c] = [1, 2]) {}', ['args[0]?', 'args[1]?']],
  ['function f(x, y = (a, b) => a, z,) {}', ['x', 'y?', 'z']],
  ['function f(x, ...rest) {}', ['x']],
  ['function f() {}', []],
  ['function* f(x, y) {}', ['x', 'y']],
  ['async function f(x) {}', ['x']],
  ['x => g(x, 1)', ['x']],
  ['async x => x', ['x']],
  ['async /* (a, b) */ x => x', ['x']],
  ['async (x, y = 1) => x', ['x', 'y?']],
  ['($x, _y, größe) => $x', ['$x', '_y', 'größe']],
  ['() => (1, 2)', []],
  ['({f(x, y) {}}).f', ['x', 'y']],
  ['({"a (b, c"(x, y) {}})["a (b, c"]', ['x', 'y']],
  ['({["f(a, b".slice(0, 1)](x) {}}).f', ['x']],
  ['({async f(x, y = ")") {}}).f', ['x', 'y?']],
  ['({*f(x, y) {}}).f', ['x', 'y']],
  ['Object.getOwnPropertyDescriptor({get v() { return 1 }}, "v").get', []],
])('%s has the parameters %j', (source, names) => {
  expect(parameters(source)).toEqual(names)
})

test('a call of a function with a comment or a text among its parameters is a call', () => {
  const session = new Session()
  const f = session.jaxJit(written('(x /* a, b */, y = ",)", z) => [x, z]'))
  const g = session.jaxJit(written('({f(x, y = ")") { return x }}).f'), {static_argnames: 'y'})
  f(jnp.ones([2]), jnp.ones([2]), jnp.ones([2]))
  g(jnp.ones([2]), 'a')
  g(jnp.ones([2]), 'b')
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace', 'retrace'])
})

test('a bound function, whose source nobody can read, takes any arguments', () => {
  const session = new Session()
  const bound = ((a: unknown, b: unknown) => [a, b]).bind(null, 1)
  session.jaxJit(bound)(jnp.ones([2]))
  expect(session.trace.at(0).outcome).toBe('retrace')
})
