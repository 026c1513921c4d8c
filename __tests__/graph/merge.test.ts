import {ArrayImpl, dtypeOf, shaped} from '../../lib/array/index.ts'
import {clone, edit, graphdef, List, merge, Module, Param, split, update} from '../../lib/graph/index.ts'

const zeros = (...shape: number[]) => new ArrayImpl(shaped(shape, dtypeOf('float32')))

class Layer extends Module {
  readonly w: Param<ArrayImpl>
  rate: number
  constructor(n: number) {
    super()
    this.w = new Param(zeros(n, n))
    this.rate = 0.1
  }
}

class Net extends Module {
  readonly layers: List<Layer>
  head: Layer | null = null
  constructor() {
    super()
    this.layers = new List([new Layer(2), new Layer(3)])
  }
}

test('split(model) names nodes, attributes and leaves in flax order', () => {
  const [def, state] = split(new Layer(4))
  expect(def.nodes.map((node) => [node.kind, node.index])).toEqual([
    ['NodeDef', 0],
    ['NodeDef', null],
    ['VariableDef', 1],
  ])
  expect(def.attributes.map(([key]) => key)).toEqual(['_pytree__nodes', '_pytree__state', 'rate', 'w'])
  expect(state.w.value.shape).toEqual([4, 4])
})

test('merge(split(model)) has an equal graphdef and its methods', () => {
  const net = new Net()
  const [def, state] = split(net)
  const back = merge(def, state)
  expect(back).toBeInstanceOf(Net)
  expect(graphdef(back).equals(def)).toBe(true)
  expect(back instanceof Net && back.layers[1]?.w === net.layers[1]?.w).toBe(true)
})

test('an edited state goes back into the live model', () => {
  const layer = new Layer(2)
  const [, state] = split(layer)
  const next = edit(state, (draft) => {
    draft.w.value = zeros(3, 3)
  })
  expect(next).not.toBe(state)
  expect(state.w.value.shape).toEqual([2, 2])
  update(layer, next)
  expect(layer.w.shape).toEqual([3, 3])
})

test('clone(model) copies Variables and keeps sharing', () => {
  const net = new Net()
  net.head = null
  const copy = clone(net)
  expect(copy.layers[0]?.w).not.toBe(net.layers[0]?.w)
  expect(graphdef(copy).equals(graphdef(net))).toBe(true)
})
