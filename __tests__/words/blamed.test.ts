import {blamed} from '../../lib/words/index.ts'

test("blamed(reason) is a line near to JAX's words: the first place, and how many more", () => {
  const place = {at: 'x', now: 'f32[16]', before: 'f32[8]'}
  expect(blamed({kind: 'types', places: [place]})).toBe(
    'different input types: x, now f32[16] and before f32[8]',
  )
  expect(blamed({kind: 'types', places: [place, place], more: 3})).toMatch(/ \(and 4 more\)$/)
  expect(blamed({kind: 'tree', places: [{at: '[0][1]', now: 'leaf', before: null}]})).toBe(
    'different input pytree: at input path [0][1], now leaf',
  )
  expect(blamed({kind: 'tree', places: [{at: '[0]', now: 'a graphdef', before: 'a graphdef'}]})).toBe(
    'different input pytree: at input path [0], a graphdef whose metadata does not match',
  )
  expect(blamed({kind: 'function', redefined: true, places: []})).toBe(
    'never seen function, but seen another function defined on the same line',
  )
  expect(blamed({kind: 'unread', places: [], said: 'a new reason'})).toBe('a new reason')
})
