import type {Named, Trace} from '../../lib/index.ts'
import {nameOf} from '../charts/index.ts'
import {isProgram, type Kind, kindOf} from './opening.ts'

/** Makes a trace of the text of a file, and throws with a sentence where it cannot. */
export type Open = (text: string, name: string) => Trace

/** What came of a text. */
export interface Opened {
  readonly runs: readonly Named[]
  /** What is to be said beside them: where a program stopped. */
  readonly remark?: string
}

/** Makes runs of a text, at once or when what it takes has come. */
export type Opening = (text: string, name: string, kind: Kind) => Opened | Promise<Opened>

/** A trace under the name that it is given, else under its own. */
export const called = (trace: Trace, name?: string | null): Named => ({
  name: name ?? nameOf(trace) ?? 'run',
  trace,
})

/** The runs that an element names: at the address in `src`, or in each child script. None where it names none. */
export async function load(element: Element, open: Opening, signal: AbortSignal): Promise<Opened> {
  const src = element.getAttribute('src')
  if (src !== null) {
    const address = new URL(src, element.ownerDocument.baseURI)
    const text = await textAt(src, address, signal)
    return open(text, src, isProgram(address.pathname) ? 'program' : kindOf(text))
  }
  const all = await Promise.all(
    [...element.querySelectorAll('script')].map((child) =>
      held(child, open, element.getAttribute('heading')),
    ),
  )
  const remark = all.flatMap(({remark: said}) => said ?? []).join('\n')
  return {runs: all.flatMap(({runs}) => runs), remark}
}

/**
 * The text at an address.
 *
 * @throws {Error} in a sentence where a page may not ask for it, nothing answers, or nothing is there.
 */
async function textAt(src: string, address: URL, signal: AbortSignal): Promise<string> {
  if (address.protocol === 'file:')
    throw new Error(
      `jit-lens: a page may not read ${src} from a disk; put its text into the page, as a script inside <jit-lens>, or serve the folder over HTTP (python -m http.server).`,
    )
  const answer = await fetch(address, {signal}).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new Error(
      `jit-lens: nothing came from ${src}; expected the address of a log, a trace, a scenario or a program in Python, which this page may ask for (the host's CORS, and connect-src of the page's content security policy).`,
      {cause: error},
    )
  })
  if (answer.ok) return answer.text()
  throw new Error(
    `jit-lens: ${src} answered ${answer.status}; give the address of a log, a trace, a scenario or a program in Python.`,
  )
}

/** The runs of a child script, the only one under its `data-name`. */
async function held(child: HTMLScriptElement, open: Opening, heading: string | null): Promise<Opened> {
  const name = child.getAttribute('data-name')
  const text = child.textContent
  const kind = child.type === 'text/x-python' ? 'program' : kindOf(text)
  const {runs, ...said} = await open(text, name ?? heading ?? 'page', kind)
  const [only] = runs
  return {
    ...said,
    runs: only !== undefined && runs.length === 1 && name !== null ? [called(only.trace, name)] : runs,
  }
}
