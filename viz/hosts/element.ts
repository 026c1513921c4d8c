import {further} from '../charts/index.ts'
import {lens} from './lens.ts'
import {called, type Opening} from './load.ts'
import {toTrace} from './open.ts'

export type {JitLensElement, Position} from './lens.ts'

const open: Opening = async (text, name, kind) => {
  if (kind === 'trace' || kind === 'log') return {runs: [called(toTrace(text, name))]}
  const {simulated} = await import('./simulated.ts')
  return simulated(text, name, kind)
}

/**
 * Makes `<jit-lens>` known to the page. Importing this module alone does nothing but define names; doing it twice is no error.
 *
 * @example
 * defineElement()
 * document.body.innerHTML = '<jit-lens src="train.log"></jit-lens>'
 */
export function defineElement(name = 'jit-lens', registry: CustomElementRegistry = customElements): void {
  if (registry.get(name) === undefined) registry.define(name, lens(open, further))
}
