import {decode, type Trace} from '../../lib/index.ts'
import {lens} from './lens.ts'

export {decode, explain, Trace} from '../../lib/index.ts'

/** Registers a `<jit-lens>` that opens traces alone: the reader of logs would weigh more than all the pictures. */
export function defineElement(name = 'jit-lens', registry: CustomElementRegistry = customElements): void {
  if (registry.get(name) === undefined) registry.define(name, lens(open))
}

function open(text: string, name: string): Trace {
  if (!text.trimStart().startsWith('{'))
    throw new SyntaxError(
      `${name}: this is no jitlens trace. The script tag opens traces alone; for a log, import defineElement from jitlens/element, or save the trace in the log's report.`,
    )
  return decode(text.split('\n'), name)
}
