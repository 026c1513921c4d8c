import {expect, test} from '@jest/globals'
import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const compile = (name: string, types: string): string[] => [
  `Compiling jit(${name}) with global shapes and types (${types},). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 0.75 sec`,
]
const told = (name: string, ...types: string[]) => {
  const trace = read(types.flatMap((one) => compile(name, one)).join('\n'))
  const {misses, eager, account} = explain(trace)
  return {
    misses: misses.map(({verdict, owner}) => `${String(owner)} ${verdict}`),
    summed: eager.compiles,
    account: account.rows,
  }
}
const vectors = (...sizes: number[]): string[] => sizes.map((size) => `ShapedArray(float32[${size}])`)

test('read(log) tells the compiles of an operation whose array grows, all but the first reducible', () => {
  expect(told('concatenate', ...vectors(7, 8, 9, 10), 'ShapedArray(int32[7,7])')).toEqual({
    misses: ['eager necessary', 'eager reducible', 'eager reducible', 'eager reducible'],
    summed: 1,
    account: [{owner: 'eager', function: 'concatenate', compiles: 5, seconds: 5, avoidable: 3}],
  })
})

test('read(log) sums an operation that compiles for the widths of some layers, for few sizes, or for the same types again', () => {
  expect(told('add', ...vectors(64, 128, 192, 256)).misses).toEqual([])
  expect(told('add', ...vectors(7, 8, 9)).misses).toEqual([])
  expect(told('iota', ...vectors(7, 7, 7, 7, 7, 7, 7))).toMatchObject({misses: [], summed: 7})
  const layers = [8, 16, 24, 32, 40, 48].map((width) => `ShapedArray(float32[${width},${width + 8}])`)
  expect(told('dot_general', ...layers).misses).toEqual([])
})

test('read(log) tells an operation that compiles for data of many lengths', () => {
  expect(told('sort', ...vectors(17, 90, 3, 41, 66, 5)).misses).toHaveLength(6)
})

test('read(log) keeps the growing arrays of two processes apart', () => {
  const lines = vectors(7, 8, 9, 10).flatMap((types, at) =>
    compile('concatenate', types).map((text) => `[${at % 2}]: ${text}`),
  )
  expect(explain(read(lines.join('\n'))).misses).toEqual([])
})

test('explain(log) of an array that grows past the size of another axis compares each compile with the one before it', () => {
  const types = [2, 4, 6, 8].map((rows) => `ShapedArray(float32[${rows},4]), ShapedArray(float32[2,4])`)
  const {misses} = explain(read(types.flatMap((one) => compile('concatenate', one)).join('\n')))
  expect(misses.map(({call, causes: [cause]}) => [call, cause?.now, cause?.before])).toEqual([
    [1, undefined, undefined],
    [2, 'f32[4,4]', 'f32[2,4]'],
    [3, 'f32[6,4]', 'f32[4,4]'],
    [4, 'f32[8,4]', 'f32[6,4]'],
  ])
})
