import '../../lib/value/index.ts'
import golden from '../golden/partials.json' with {type: 'json'}
import {type JaxArray, jnp, nnx, repr, Session} from '../../lib/index.ts'
import {printed} from '../printed.ts'

class Net extends nnx.Module {
  declare w: nnx.Param
  declare count: nnx.Variable<JaxArray>
  declare open: boolean

  constructor() {
    super()
    this.w = new nnx.Param(jnp.array([1, 2], 'float32'))
    this.count = new nnx.Variable(jnp.array(0))
    this.open = true
  }
}

function step(net: Net, scale: JaxArray, x: JaxArray): JaxArray {
  net.count.value = jnp.add(net.count, 1)
  return jnp.add(jnp.multiply(jnp.multiply(net.w, x), net.open ? 1 : 0), scale)
}

/** The steps of the recording: each by its name, how often it traced, what it gave, and the count after it. */
function run(graph: boolean): unknown {
  const [session, net, rows] = [new Session(), new Net(), [] as unknown[]]
  const partial = () => session.jitPartial(step, net, jnp.array(0.5), {graph, graph_updates: false})
  const call = (what: string, fn: (x: unknown) => unknown, x: unknown): void => {
    const before = session.trace.length
    const got = printed(() => fn(x))
    const traced = session.trace.length > before ? session.last.traced : 0
    rows.push([what, traced, got, repr(net.count.value)])
  }
  const [one, x] = [partial(), jnp.ones([2])]
  call('first', one, x)
  call('again', one, x)
  net.w.value = jnp.array([3, 4], 'float32')
  call('new values', one, x)
  net.open = false
  call('static changed', one, x)
  net.w = new nnx.Param(jnp.array([9, 9], 'float32'))
  call('Variable replaced', one, x)
  call('other shape', one, jnp.ones([1]))
  const other = partial()
  call('another partial', other, x)
  net.count.value = jnp.asarray(7)
  call('count set', other, x)
  net.w.setMetadata({tag: 'a'})
  call('metadata set', other, x)
  call('Variable at run time', other, new nnx.Param(x))
  return rows
}

test.each([
  ['tree', false],
  ['graph', true],
] as const)('nnx.jitPartial traces, computes and refuses what flax does: %s', (name, graph) => {
  expect(run(graph)).toEqual(golden[name])
})

test('nnx.jitPartial refuses graph updates, and a Variable in two places of a tree, as flax does', () => {
  const [net, layer] = [new Net(), new Net()]
  layer.w = net.w
  expect(printed(() => nnx.jitPartial(step, net))).toBe(golden.errors['graph updates'])
  expect(printed(() => nnx.jitPartial((_a: Net, _b: Net) => null, net, layer, {graph: false}))).toBe(
    golden.errors.shared,
  )
})

test('nnx.jitPartial counts the bound arguments as one where it is told positions', () => {
  const session = new Session()
  const powered = session.jitPartial(
    (net: Net, _scale: JaxArray, n: number) => jnp.power(net.w, n),
    new Net(),
    jnp.ones([]),
    {
      graph: false,
      static_argnums: 1,
    },
  )
  powered(2)
  powered(3)
  powered(3)
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace', 'hit'])
})

test('session.verify tells the static attribute that a partial does not see', () => {
  const session = new Session({verify: true})
  const net = new Net()
  const one = session.jitPartial(step, net, jnp.array(0.5), {graph: false})
  one(jnp.ones([2]))
  net.open = false
  one(jnp.ones([2]))
  expect([...session.trace].at(-1)?.stale).toMatchObject({
    how: 'cached',
    places: [{path: ['net', 'open'], now: 'False', before: 'True'}],
  })
})
