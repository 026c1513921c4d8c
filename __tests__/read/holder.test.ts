import fc from 'fast-check'
import {holder} from '../../lib/read/holder.ts'

const line = 'Linear(features=4, kernel_init=<function zeros at 0x7f0012ab>), '
const long = line.repeat(40)

describe('hold(text)()', () => {
  test('is the text, however like or unlike those before it is', () => {
    const hold = holder()
    const held: [string, () => string][] = []
    const text = fc.tuple(
      fc.nat({max: long.length - 1}),
      fc.stringMatching(/^[0-9a-zé🦋]{0,6}$/u),
      fc.boolean(),
    )
    fc.assert(
      fc.property(text, ([at, other, isShort]) => {
        const given = isShort ? other : long.slice(0, at) + other + long.slice(at + other.length)
        held.push([given, hold(given)])
        for (const [one, back] of held) expect(back()).toBe(one)
      }),
      {numRuns: 60},
    )
  })

  test.each([
    ['one letter at the begin', (text: string) => `M${text.slice(1)}`],
    ['one letter at the end', (text: string) => `${text.slice(0, -1)}.`],
    ['every letter', (text: string) => text.toUpperCase()],
    ['its last four bytes', (text: string) => `${text.slice(0, -4)}abcd`],
  ])('is the text where it differs from the one before in %s', (_, change) => {
    const hold = holder()
    const [first, second] = [hold(long), hold(change(long))]
    expect([first(), second()]).toEqual([long, change(long)])
  })
})
