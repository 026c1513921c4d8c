import {slots} from '../../lib/read/slots.ts'

test('slots(1000) keeps 100 places and says that it left one out', () => {
  const places = slots<number>(1000)
  for (let i = 0; i < 100; i++) places.tell(`[${i}]`, 0, i)
  expect(places.isFull).toBe(false)
  places.tell('[100]', 0, 100)
  expect(places.isFull).toBe(true)
  expect([places.get('[99]', 0), places.get('[100]', 0)]).toEqual([99, undefined])
})
