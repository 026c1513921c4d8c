import fc from 'fast-check'
import {graphReader} from '../../lib/read/graphreader.ts'
import {printedGraph} from '../../lib/read/printedgraph.ts'

const address = fc.constantFrom('0x7f01', '0x7f02', '0xffffffffffffffff', '0x0', '0x1')
const name = fc.constantFrom("'act'", "'init'", "'<object at 0x7f03>'")
const value = fc.oneof(
  fc.tuple(address, address).map(([one, two]) => `partial(<function f at ${one}>, <function g at ${two}>)`),
  address.map((one) => `<function f at\n${one}>`),
  fc.constantFrom('0.5', "'relu'", '0xffffffffffffffff1', ' at 0xffffffffffffffff0'),
)
const graphdef = fc
  .tuple(fc.array(fc.tuple(name, value), {maxLength: 4}), address)
  .map(
    ([attributes, type]) =>
      `GraphDef(nodes=[NodeDef(type='M at ${type}', index=0, outer_index=None, num_attributes=${attributes.length}, metadata=M)], ` +
      `attributes=[${attributes.map(([key, one]) => `(${key}, Static(value=${one}))`).join(', ')}], num_leaves=0)`,
  )

test('graphReader(text)() is the graphdef of the text, whatever addresses those had that were read before', () => {
  fc.assert(
    fc.property(fc.array(graphdef, {minLength: 2, maxLength: 8}), (texts) => {
      const read = graphReader()
      for (const text of texts) expect(read(text)()).toMatchObject(graphOf(text))
    }),
  )
})

test('two graphdefs that differ in addresses alone share the facts that tell none', () => {
  const read = graphReader()
  const [one, two] = ['0x7f01', '0x7f02'].map((place) =>
    read(
      `GraphDef(nodes=[NodeDef(type='M', index=0, outer_index=None, num_attributes=2, metadata=M)], attributes=[` +
        `('act', Static(value=<function relu at ${place}>)), ('rate', Static(value=0.5))], num_leaves=0)`,
    )(),
  )
  expect(one?.facts.map(({identity}) => identity)).toEqual([undefined, '0x7f01', undefined])
  expect(two?.facts.map(({identity}) => identity)).toEqual([undefined, '0x7f02', undefined])
  expect(one?.facts[2]).toBe(two?.facts[2])
})

test('a node whose texts hold the opening of another kind of node is what it begins as', () => {
  const kinds = (type: string) =>
    printedGraph(
      `GraphDef(nodes=[NodeDef(type='${type}', index=0, outer_index=None, num_attributes=0, metadata=M)], attributes=[], num_leaves=0)`,
    ).facts.map(({kind}) => kind)
  for (const other of ['VariableDef(', 'TreeNodeDef(', 'NodeRef('])
    expect(kinds(`M of ${other}index=1)`)).toEqual(['node'])
})

test('what an nnx.List keeps past its length is no item of it', () => {
  const item = (at: number): string => `(${at}, NodeAttr())`
  const node = "NodeDef(type='Linear', index=1, outer_index=None, num_attributes=0, metadata=Linear)"
  const kindsOf = (length: number) =>
    printedGraph(
      `GraphDef(nodes=[NodeDef(type='List', index=0, outer_index=None, num_attributes=3, metadata=List), ${node}, NodeRef(index=1)], ` +
        `attributes=[${item(0)}, ${item(1)}, ('_length', Static(value=${length}))], num_leaves=0)`,
    ).facts.map(({kind, path}) => [kind, path.join('.')])
  const kept = [
    ['node', ''],
    ['node', '0'],
  ]
  expect(kindsOf(2)).toEqual([...kept, ['reference', '1']])
  expect(kindsOf(1)).toEqual([...kept, ['leftover', '1']])
})

/** What is read of a text, without what only its reading needed. */
function graphOf(text: string): object {
  const {facts, leaves, cut} = printedGraph(text)
  return {facts, leaves, cut}
}
