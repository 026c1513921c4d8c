import expressions from '../golden/expressions.json' with {type: 'json'}
import {Program} from '../../lib/script/index.ts'

/** What a text prints here, line by line, and what it raised. */
function printedBy(text: string): readonly string[] {
  const lines: string[] = []
  const {error} = new Program({print: (line) => lines.push(...line.split('\n'))}).run(text)
  return error === null ? lines : [...lines, `${error.type}: ${error.message}`]
}

test.each(expressions.map(({text, printed}) => [text.trim(), printed] as const))(
  'run(%j) prints what CPython prints',
  (text, printed) => {
    expect(printedBy(text)).toEqual(printed)
  },
)
