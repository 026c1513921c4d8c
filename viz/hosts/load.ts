import type {Trace} from '../../lib/index.ts'

/** Makes a trace of the text of a file, and throws with a sentence where it cannot. */
export type Open = (text: string, name: string) => Trace

/** The trace that an element names: at the address in `src`, or in a child script. Null where it names none. */
export async function load(element: Element, open: Open, signal: AbortSignal): Promise<Trace | null> {
  const src = element.getAttribute('src')
  if (src !== null) {
    const answer = await fetch(new URL(src, element.ownerDocument.baseURI), {signal})
    if (!answer.ok) throw new Error(`jit-lens: ${src} answered ${answer.status}; give the address of a JAX log or of a jitlens trace.`)
    return open(await answer.text(), src)
  }
  const child = element.querySelector('script')
  return child === null ? null : open(child.textContent, element.getAttribute('heading') ?? 'page')
}
