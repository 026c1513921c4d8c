import {Dynamo, torch} from '../../lib/torch/index.ts'
import {lessons} from '../../examples/course/lessons/index.ts'

const {nn} = torch

/** Which calls of a dropout compile, each in a mode and with so many rows. */
function compiled(calls: readonly (readonly [boolean, number])[]): boolean[] {
  const drop = new nn.Dropout(0.5)
  const step = new Dynamo().compile(drop)
  return calls.map(([training, rows]) => {
    drop.train(training)
    step(torch.full([rows, 4], 1))
    return step.last()?.outcome !== 'hit'
  })
}

const modes = [true, false]
const counted = lessons
  .filter(({id}) => id === 'modes')
  .flatMap(({steps}) => steps.flatMap((step) => ('torch' in step ? [step.torch] : [])))

// Torch 2.15 compiles [1, 1, 0, 0, …] for ten switches, and [1, 1, 1, 1, 0, 0] for the batches.
test('torch.compile does with the modes of a dropout what the lesson says of it', () => {
  const switched = compiled(Array.from({length: 10}, (_, at) => [at % 2 === 0, 8]))
  expect(switched.map(Number)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(counted[0]).toMatch(/^Two programs as well/)
  const sized = compiled([8, 3, 5].flatMap((rows) => modes.map((mode) => [mode, rows] as const)))
  expect(sized.map(Number)).toEqual([1, 1, 1, 1, 0, 0])
  expect(counted[1]).toMatch(/^Four programs as well.* a third batch compiles nothing/)
})
