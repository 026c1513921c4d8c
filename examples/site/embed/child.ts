import {kindOf} from '../../../viz/hosts/index.ts'

/** A text as a script inside an element, which no page runs: a recording or a scenario, or else a program. */
export function child(text: string): HTMLScriptElement {
  const script = document.createElement('script')
  script.type = kindOf(text) === 'log' ? 'text/x-python' : 'application/json'
  script.textContent = text
  return script
}
