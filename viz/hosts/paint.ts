import type {Paint} from '../../lib/index.ts'
import type {Io} from './io.ts'

/** The colours of the pictures, as terminals know them: vermilion, orange, blue, magenta. */
const codes: Readonly<Record<Parameters<Paint>[1], string>> = {
  avoidable: '31',
  reducible: '33',
  necessary: '34',
  unknown: '37',
  'wrong hit': '35',
  error: '1',
  strong: '1',
  faint: '2',
}

/** Colours where the terminal shows them. */
export const paint =
  ({colour}: Pick<Io, 'colour'>): Paint =>
  (text, what) =>
    colour ? `\u001b[${codes[what]}m${text}\u001b[0m` : text
