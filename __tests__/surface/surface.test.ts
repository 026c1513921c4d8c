import {unnamed} from './surface.ts'

test('each type in a public declaration can be imported, and none is of d3 or immer', () => {
  expect(unnamed()).toEqual([])
})
