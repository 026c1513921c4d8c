import differential from '../golden/differential.json' with {type: 'json'}
import {Program} from '../../lib/script/index.ts'

/** JavaScript's own errors, which are no refusal. */
const ofJavaScript =
  /^(?:Range|Reference|Internal)Error|undefined|is not a function|Cannot (?:read|convert|mix|create)|BigInt/

let printed = ''
const program = new Program({print: (line) => (printed = line)})

/** What a row gives here: its repr, or what it raised. */
function given(text: string): {readonly said: string; readonly isRefusal: boolean} {
  const {error} = program.run(`print(repr((${text})))`)
  return error === null
    ? {said: printed, isRefusal: false}
    : {said: `!${error.type}`, isRefusal: !ofJavaScript.test(`${error.type}: ${error.message}`)}
}

/** What is another value here: the ellipsis is a text, and NotImplemented is None. */
const others = new Set(['...', 'NotImplemented'])

test('of 4,733 small expressions 4,301 give what CPython gives, and each other is refused by a sentence', () => {
  const rows = Object.entries(differential)
    .filter(([text]) => !others.has(text))
    .map(([text, expected]) => ({text, expected, ...given(text)}))
  const unlike = rows.filter(({said, expected}) => said !== expected)
  expect(unlike.filter(({isRefusal}) => !isRefusal)).toEqual([])
  expect([rows.length, rows.length - unlike.length]).toEqual([4733, 4301])
})
