import {decode, read, type Trace} from '../../lib/index.ts'

/** The trace that an element names: at the address in `src`, or in a child script. Null where it names none. */
export async function load(element: Element, signal: AbortSignal): Promise<Trace | null> {
  const src = element.getAttribute('src')
  if (src !== null) {
    const answer = await fetch(new URL(src, element.ownerDocument.baseURI), {signal})
    if (!answer.ok) throw new Error(`jit-lens: ${src} answered ${answer.status}; give the address of a JAX log or of a jitlens trace.`)
    return toTrace(await answer.text(), src)
  }
  const child = element.querySelector('script')
  return child === null ? null : toTrace(child.textContent, element.getAttribute('heading') ?? 'page')
}

/**
 * A trace from text: JSON lines that begin with jitlens's header, or the log of a JAX program.
 *
 * @throws {SyntaxError} for a header of another version.
 */
export function toTrace(text: string, name: string): Trace {
  const lines = text.split(/\r?\n/)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  return /^\s*\{.*"format"/.test(first.slice(0, 400)) ? decode(lines, name) : read(lines, name)
}
