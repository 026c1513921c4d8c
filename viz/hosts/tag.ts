import {decode, explain, Trace} from '../../lib/index.ts'
import {beside, type Beside} from './beside.ts'
import {lens} from './lens.ts'
import {called} from './load.ts'

/** What a page with the script tag has as `jitlens`. */
interface Library extends Pick<Beside, 'add'> {
  readonly decode: typeof decode
  readonly explain: typeof explain
  readonly Trace: typeof Trace
  /** Registers `<jit-lens>` under another name. */
  readonly defineElement: (name?: string, registry?: CustomElementRegistry) => void
}

/**
 * Starts the script tag: registers `<jit-lens>`, which has the reader of logs, the pictures below the causes and the simulator fetched
 * when it needs them; together they would weigh twice as much as all else.
 *
 * @param own the script tag
 * @param first what the code of the other scripts builds on
 * @param build what all are made of
 */
export function start(own: HTMLScriptElement | null, first: object, build: string): Library {
  const {add, fetch} = beside(own, first, build)
  const host = lens(
    async (text, name, kind) => {
      if (kind === 'trace') return {runs: [called(decode(text.split('\n'), name))]}
      if (kind === 'log') return {runs: [called((await fetch('more')).toTrace(text, name))]}
      return (await fetch('play')).simulated(text, name, kind)
    },
    async () => (await fetch('more')).further,
  )
  const defineElement = (name = 'jit-lens', registry: CustomElementRegistry = customElements): void => {
    if (registry.get(name) === undefined) registry.define(name, host)
  }
  defineElement()
  return {add, decode, defineElement, explain, Trace}
}
