import {decode, explain, Trace} from '../../lib/index.ts'
import {lens} from './lens.ts'
import {isTrace} from './opening.ts'
import {second, type Second} from './second.ts'

/** What a page with the script tag has as `jitlens`. */
interface Library extends Pick<Second, 'add'> {
  readonly decode: typeof decode
  readonly explain: typeof explain
  readonly Trace: typeof Trace
  /** Registers `<jit-lens>` under another name. */
  readonly defineElement: (name?: string, registry?: CustomElementRegistry) => void
}

/**
 * Starts the script tag: registers `<jit-lens>`, which has the reader of logs and the pictures below the causes fetched when it
 * needs them; together they would weigh as much as all else.
 *
 * @param own the script tag
 * @param first what the code of the second script builds on
 * @param build what both are made of
 */
export function start(own: HTMLScriptElement | null, first: object, build: string): Library {
  const {add, more} = second(own, first, build)
  const host = lens(
    async (text, name) =>
      isTrace(text) ? decode(text.split('\n'), name) : (await more()).toTrace(text, name),
    async () => (await more()).further,
  )
  const defineElement = (name = 'jit-lens', registry: CustomElementRegistry = customElements): void => {
    if (registry.get(name) === undefined) registry.define(name, host)
  }
  defineElement()
  return {add, decode, defineElement, explain, Trace}
}
