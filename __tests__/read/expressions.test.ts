import ts from 'typescript'
import {below, parse, sources} from '../structure/project.ts'
import {alphabet, stepsOf} from './steps.ts'

const rooms = ['lib/python', 'lib/read', 'lib/release', 'viz/hosts']

/** The expressions that stand in a file, in lists and in calls too. */
function written(path: string): [string, RegExp][] {
  return [...below(parse(path))].filter(ts.isRegularExpressionLiteral).map(({text}) => {
    const end = text.lastIndexOf('/')
    return [`${path} ${text}`, new RegExp(text.slice(1, end), text.slice(end + 1))]
  })
}

/** The expressions that are put together of texts when the reader is loaded. */
function made(): [string, RegExp][] {
  const found: [string, RegExp][] = []
  const {RegExp: own} = globalThis
  jest.isolateModules(() => {
    globalThis.RegExp = new Proxy(own, {
      construct(of, [source, flags]: [string, string | undefined]) {
        const one = new of(source, flags)
        found.push([`made of texts: ${one.source.slice(0, 60)}`, one])
        return one
      },
    })
    try {
      jest.requireActual('../../lib/read/index.ts')
    } finally {
      globalThis.RegExp = own
    }
  })
  return found
}

const expressions = [...sources(...rooms).flatMap(written), ...made()]

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
