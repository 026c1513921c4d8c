import {decode, read, type Trace} from '../../lib/index.ts'

/**
 * A trace from text: JSON lines that begin with jitlens's header, or the log of a JAX program.
 *
 * @throws {SyntaxError} for a header of another version.
 */
export const toTrace = (text: string, name: string): Trace =>
  isTrace(text) ? decode(text.split('\n'), name) : read(text, {name})

function isTrace(text: string): boolean {
  const start = text.trimStart().slice(0, 400)
  return start.startsWith('{') && start.includes('"format"')
}
