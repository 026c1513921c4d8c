import type {Named, Trace} from '../../lib/index.ts'
import {nameOf} from '../charts/index.ts'

/** Makes a trace of the text of a file, and throws with a sentence where it cannot. */
export type Open = (text: string, name: string) => Trace

/** The same, at once or when what it takes has come. */
export type Opening = (text: string, name: string) => Trace | Promise<Trace>

/** A trace under the name that it is given, else under its own. */
export const called = (trace: Trace, name?: string | null): Named => ({
  name: name ?? nameOf(trace) ?? 'run',
  trace,
})

/** The traces that an element names: one at the address in `src`, or one in each child script. None where it names none. */
export async function load(element: Element, open: Opening, signal: AbortSignal): Promise<readonly Named[]> {
  const src = element.getAttribute('src')
  if (src !== null) {
    const answer = await fetch(new URL(src, element.ownerDocument.baseURI), {signal})
    if (!answer.ok)
      throw new Error(
        `jit-lens: ${src} answered ${answer.status}; give the address of a JAX log or of a jitlens trace.`,
      )
    return [called(await open(await answer.text(), src))]
  }
  return Promise.all(
    [...element.querySelectorAll('script')].map(async (child) => {
      const name = child.getAttribute('data-name')
      return called(await open(child.textContent, name ?? element.getAttribute('heading') ?? 'page'), name)
    }),
  )
}
