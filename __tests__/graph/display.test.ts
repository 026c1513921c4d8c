import '../../lib/value/index.ts'
import {jnp, nnx, repr} from '../../lib/index.ts'

class Net extends nnx.Module {
  declare hidden: nnx.Linear
  declare tied: nnx.Linear
  declare layers: nnx.List
  declare name: string

  constructor(name = 'net') {
    super()
    this.hidden = new nnx.Linear({in_features: 2, out_features: 1, rngs: new nnx.Rngs(0)})
    this.hidden.kernel.value = jnp.array([[0.5], [1.5]])
    this.tied = this.hidden
    this.layers = new nnx.List([new nnx.Param(jnp.ones([2]), {tag: 'mine'})])
    this.name = name
  }
}

const notebook = Symbol.for('Jupyter.display')

/** What a cell of a notebook is given. */
function bundle(value: object): Readonly<Record<string, string>> {
  const show: unknown = Reflect.get(value, notebook)
  if (typeof show !== 'function') throw new TypeError('nothing is shown of it')
  const shown: unknown = Reflect.apply(show, value, [])
  return Object.fromEntries(Object.entries(shown ?? {}).map(([type, text]) => [type, String(text)]))
}

const html = (...values: readonly unknown[]): string => nnx.display(...values).toHTML()

test('nnx.display(model) is what flax prints, as text', () => {
  const [model, array] = [new Net(), jnp.ones([2])]
  expect(nnx.display(model, array).toString()).toBe(`${repr(model)}\nArray([1., 1.], dtype=float32)`)
})

test('a cell that ends with a model, a state, a Variable or a display has a tree, and text for those who show none', () => {
  const model = new Net()
  for (const value of [model, nnx.state(model), model.hidden.kernel]) {
    const shown = bundle(value)
    expect(shown['text/plain']).toBe(repr(value))
    expect(shown['text/html']).toContain('<b>Param</b>')
    expect(bundle(nnx.display(value))).toEqual(shown)
  }
})

test('the tree tells each Variable by class, type and amount, with its numbers and metadata below', () => {
  expect(html(new Net())).toContain(
    '<details class="data"><summary><span class="name">kernel</span> <b>Param</b> <small>float32[2, 1] · 2 (8 B)</small></summary><pre>Array([[0.5],\n       [1.5]], dtype=float32)</pre></details>',
  )
  expect(html(new Net())).toContain(
    '<div class="static"><span class="name">tag</span> <code>&#39;mine&#39;</code></div>',
  )
})

test('the tree tells what is static apart from data, and a part that was met by its place', () => {
  expect(html(new Net())).toContain(
    '<div class="static"><span class="name">in_features</span> <code>2</code></div>',
  )
  expect(html(new Net())).toContain(
    '<div class="both"><span class="name">tied</span> <b>Linear</b> <small>the same as hidden</small></div>',
  )
})

test('text of a program is text in the tree', () => {
  const name = `</code><script>alert("1")</script>&'`
  const text = html(new Net(name), {[name]: jnp.ones([1])})
  expect(text).not.toMatch(/<script|<\/code><script/)
  expect(text.split('&lt;script&gt;alert(&quot;1&quot;)').length).toBe(3)
})
