import {decode, reader, type Reader, type Trace} from '../../lib/index.ts'
import {isBegun, lines} from './input.ts'
import {kindOf} from './opening.ts'
import {encodingOf, isGzip} from './unpack.ts'
import {Wrong} from './wrong.ts'

/** A log or a trace that grows. */
export interface Growing {
  push(chunk: Uint8Array): void
  /** Nothing came for a moment: what is begun is taken to be whole. */
  settle(): void
  /** What it comes to so far. */
  soFar(): Trace
  /** What it came to. */
  end(): Trace
}

/** A grown text whose kind is known by its first line. */
type Kept = Pick<Reader, 'settle' | 'soFar' | 'end'> & {push(text: string): void}

/**
 * A log or a trace, of which the bytes come as they are written, in UTF-8 or UTF-16.
 *
 * @throws {Wrong} when a chunk shows that it is neither.
 */
export function growing(name: string): Growing {
  let decoder: TextDecoder | null = null
  let begun = ''
  let kept: Kept | null = null
  const known = (): Kept => (kept ??= keep(begun, name))
  return {
    push(chunk) {
      decoder ??= decoderOf(chunk, name)
      const text = decoder.decode(chunk, {stream: true})
      if (kept !== null) kept.push(text)
      else if (isBegun((begun += text))) known()
    },
    settle: () => kept?.settle(),
    soFar: () => kept?.soFar() ?? reader({name}).end(),
    end: () => known().end(),
  }
}

function decoderOf(first: Uint8Array, name: string): TextDecoder {
  if (isGzip(first))
    throw new Wrong(`watch: ${name}: this file is packed by gzip and does not grow; see jitlens explain`)
  return new TextDecoder(encodingOf(first))
}

function keep(start: string, name: string): Kept {
  const kind = kindOf(start)
  if (kind === 'scenario')
    throw new Wrong(`watch: ${name}: this file is a scenario and does not grow; see jitlens simulate`)
  const made = kind === 'log' ? reader({name}) : trace(name)
  made.push(start)
  return made
}

/** A trace that a recorder writes, of which the last line may not be whole. */
function trace(name: string): Kept {
  let text = ''
  const read = (whole: string): Trace => decode(lines(whole), name)
  return {
    push: (more) => void (text += more),
    settle: () => undefined,
    soFar: () => read(text.slice(0, text.lastIndexOf('\n') + 1)),
    end: () => read(text),
  }
}
