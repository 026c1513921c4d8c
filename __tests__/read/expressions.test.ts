import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {alphabet, stepsOf} from './steps.ts'

const literal = /const (\w+)(?:: [^=\n]+)? =\s+\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)$/gm

const rooms = ['lib/python', 'lib/read', 'lib/release', 'viz/hosts']

const expressions: [string, RegExp][] = rooms.flatMap((room) =>
  readdirSync(room, {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(room, file), 'utf8').matchAll(literal)].map(
        ([, name, source, flags]): [string, RegExp] => [
          `${join(room, file)} ${name ?? ''}`,
          new RegExp(source ?? '', flags),
        ],
      ),
    ),
)

/** What an expression may begin with before what is repeated: nothing, a letter, two. */
function* texts(expression: RegExp, times: number): Generator<string> {
  const letters = alphabet(expression)
  const pieces = [...letters, ...letters.flatMap((a) => letters.filter((b) => b !== a).map((b) => a + b))]
  for (const before of ['', ...letters.slice(0, 12)])
    for (const piece of letters.length > 9 ? letters : pieces) {
      yield before + piece.repeat(times)
      yield `${before}${piece.repeat(times)}\u0000`
    }
}

const worst = (expression: RegExp, times: number): {steps: number; text: string} => {
  let found = {steps: 0, text: ''}
  for (const text of texts(expression, times)) {
    const steps = stepsOf(expression, text)
    if (steps > found.steps) found = {steps, text}
  }
  return found
}

describe('an expression takes steps in proportion to the text', () => {
  test('a quadratic one is found', () => {
    expect(worst(/_+$/, 40).steps).toBeGreaterThan(3 * worst(/_+$/, 20).steps)
    expect(worst(/(?:a|a)*b/, 12).steps).toBeGreaterThan(100 * worst(/(?:a|a)*b/, 4).steps)
  })

  test.each(expressions)('%s', (_, expression) => {
    const [short, long] = [worst(expression, 8), worst(expression, 32)]
    expect([
      long.steps <= 5 * short.steps + 200,
      long.steps > 5 * short.steps + 200 ? long.text : '',
    ]).toEqual([true, ''])
  })
})
