import type {Paint} from '../../lib/index.ts'
import type {Io} from './io.ts'

/** The colours of the pictures, as terminals know them: vermilion, orange, blue. */
const codes: Readonly<Record<Parameters<Paint>[1], string>> = {
  hit: '2',
  dispatch: '34',
  rebind: '34',
  relower: '33',
  recompile: '33',
  rewrap: '33',
  retrace: '31',
  error: '1',
  strong: '1',
  faint: '2',
}

/** Colours where the terminal shows them. */
export const paint =
  ({colour}: Pick<Io, 'colour'>): Paint =>
  (text, what) =>
    colour ? `\u001b[${codes[what]}m${text}\u001b[0m` : text
