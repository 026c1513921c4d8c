import {assert, array, integer, property} from 'fast-check'
import {Interner} from '../../lib/key/index.ts'

const tuple = array(integer({min: -2, max: 2}), {maxLength: 4})

test('of() gives two tuples one id if and only if they are equal', () => {
  assert(
    property(array(tuple, {maxLength: 400}), (tuples) => {
      const interner = new Interner()
      const ids = new Map<string, number>()
      for (const numbers of tuples) {
        const id = interner.of(numbers)
        const text = numbers.join()
        expect(id).toBe(ids.get(text) ?? ids.size)
        ids.set(text, id)
      }
      expect(interner.size).toBe(ids.size)
    }),
  )
})

test('of() keeps its ids while its table grows past 100,000 tuples', () => {
  const interner = new Interner()
  const all = Array.from({length: 100_000}, (_, i) => [i, -i, i * 7919])
  const first = all.map((numbers) => interner.of(numbers))
  expect(all.map((numbers) => interner.of(Int32Array.from(numbers)))).toEqual(first)
  expect(first).toEqual(all.map((_, i) => i))
})
