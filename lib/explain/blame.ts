import type {Component} from '../log/index.ts'
import type {Cause} from './explanation.ts'

/** What JAX's own sentence points at. */
export interface Blame {
  readonly components: readonly Component[]
  /** Names of arguments, as JAX writes them; empty where it names none. */
  readonly names: readonly string[]
}

/** Reads which parts of a key JAX's sentence names; null where it names none. */
export function blame(text: string): Blame | null {
  if (/never seen function/i.test(text)) return {components: ['function'], names: []}
  if (/tracing context/i.test(text)) return {components: ['context'], names: []}
  if (/debug info/i.test(text)) return {components: ['function'], names: []}
  if (/input types|type signature/i.test(text)) return {components: ['aval'], names: [...text.matchAll(/(?:^|\*) *at ([^,\n]+), (?:now|seen)/gm)].map(([, name = '']) => name.trim())}
  if (/pytree|input path/i.test(text)) {
    const components: Component[] = []
    if (/_graphdef|GraphDef|NodeDef/.test(text)) components.push('graphdef')
    if (/Static\(val=/.test(text)) components.push('static')
    if (components.length === 0) components.push('tree', 'graphdef')
    return {components, names: []}
  }
  return null
}

/** Whether JAX's sentence names another part of the key than the causes do. */
export function isMisled(text: string, causes: readonly Cause[]): boolean {
  const said = blame(text)
  if (said === null) return false
  const named = causes.filter(({component}) => said.components.includes(component))
  if (named.length === 0) return true
  if (said.names.length === 0) return false
  return !said.names.some((name) => named.some(({segments}) => name === segments[0] || name.startsWith(`${segments[0] ?? ''}.`) || name.startsWith(`${segments[0] ?? ''}[`)))
}
