import {gloss, glossOfCode} from '../../lib/words/index.ts'

test('gloss(word) explains words of a page, and says nothing of others', () => {
  expect(gloss('reducible')?.means).toMatch(/^Reducible: /)
  expect(gloss('toString')).toBeNull()
})

test('glossOfCode(text) explains types and names that the log does not tell, and no name of a program', () => {
  expect(glossOfCode('f32[8,5]')).toEqual({word: 'type', means: 'f32[8,5]: 32-bit floats, 8 by 5'})
  expect(glossOfCode('i32[]{weak_type=True}')?.word).toBe('weak type')
  expect([glossOfCode('leaf 2 of 3'), glossOfCode('leaf 9 of 12')]).toEqual([gloss('leaf'), gloss('leaf')])
  expect(glossOfCode('leaves')).toEqual(gloss('leaves'))
  expect(['key', 'leaf', 'leafy', 'x', 'compiling'].map(glossOfCode)).toEqual([null, null, null, null, null])
})
