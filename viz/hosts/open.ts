import {decode, read, type Trace} from '../../lib/index.ts'
import {kindOf} from './opening.ts'

/**
 * A trace from text: JSON lines that begin with jitlens's header, or the log of a JAX program.
 *
 * @throws {SyntaxError} for a header of another version.
 */
export const toTrace = (text: string, name: string): Trace =>
  kindOf(text) === 'trace' ? decode(text.split('\n'), name) : read(text, {name})
