import {printedPlaces} from '../../lib/read/printed.ts'
import {tupleOf} from '../../lib/read/subtree.ts'

const printed = printedPlaces(
  ['[0][0]', "[1]['model']"].map((at) => ({at, now: tupleOf(2), before: tupleOf(3), keys: []})),
)

test.each([
  '[0][0]',
  '[0][0][1]',
  "[0][0]['w']",
  '[0][0]._graphdef',
  '[0][0]._graphdef[0].value',
  "[1]['model'].kernel",
  "[1]['model'].layers[0]",
])("a message that prints [0][0] and [1]['model'] does not say that both calls hold the same at %s", (at) => {
  expect(printed.isEqualAt(at)).toBe(false)
})

test.each(['[0][1]', '[0][1]._graphdef', "[1]['models']", "[1]['x'].kernel"])(
  "a message that prints [0][0] and [1]['model'] says that both calls hold the same at %s",
  (at) => {
    expect(printed.isEqualAt(at)).toBe(true)
  },
)
