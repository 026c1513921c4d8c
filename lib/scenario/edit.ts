import {isJson, textOr} from './jsonvalue.ts'
import {type Step} from './scenario.ts'

/** A step as a line of Python, for the log: what was done to models and settings before a call. Null for a call or a look. */
export function editOf(step: Step): string | null {
  const at = textOr(step['at'], '')
  switch (step.do) {
    case 'set':
      return `${at} = ${text(step['to'])}`
    case 'let':
      return `${String(step['name'])} = ${text(step['to'])}`
    case 'delete':
      return `del ${at}`
    case 'append':
      return `${String(step['to'])}.append(${text(step['item'])})`
    case 'write':
      return `${at}[...] = new values`
    case 'replace':
      return `${at}.set_value(${text({jnp: step['to']})})`
    case 'metadata':
      return `${at}.set_metadata(${keywords(step['to'])})`
    case 'method':
      return `${String(step['on'])}.${String(step['name'])}()`
    case 'mutate':
      return mutation(at, step)
    case 'update':
      return `nnx.update(${String(step['target'])}, …)`
    case 'pop':
      return `nnx.pop(${at}, nnx.${String(step['type'])})`
    case 'config':
      return `jax.config.update('${String(step['name'])}', ${JSON.stringify(step['to'])})`
    case 'clear_caches':
      return 'jax.clear_caches()'
    case 'forget_class':
      return `class ${String(step['name'])}: the class statement runs again`
    default:
      return null
  }
}

const keywords = (given: unknown): string =>
  Object.entries(isJson(given) ? given : {})
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(', ')

const mutation = (at: string, step: Step): string =>
  'item' in step
    ? `${at}.append(${text(step['item'])})`
    : `${at}.${String(step['field'])} = ${text(step['to'])}`

/** An expression as a short piece of Python. */
function text(expression: unknown): string {
  if (!isJson(expression)) return '…'
  const [entry] = Object.entries(expression)
  if (entry === undefined) return '…'
  const [kind, value] = entry
  switch (kind) {
    case 'ref':
    case 'int':
      return String(value)
    case 'float':
      return Number.isInteger(value) ? `${String(value)}.0` : String(value)
    case 'bool':
      return value === true ? 'True' : 'False'
    case 'none':
      return 'None'
    case 'str':
      return JSON.stringify(value)
    case 'fn':
      return String(value)
    case 'lambda':
      return 'lambda x: x'
    case 'module':
      return `${isJson(value) ? String(value['class']) : 'Module'}(…)`
    default:
      return `${kind}(…)`
  }
}
