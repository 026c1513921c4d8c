import {entriesOf, FrozenDict, isDict, OrderedDict} from './dict.ts'
import {classPath, isClass, namesOf, qualname, typePath} from './name.ts'
import {floatRepr, isInt} from './number.ts'
import {reprOf} from './protocol.ts'
import {PythonSet} from './pythonset.ts'
import {NamedTuple, Tuple} from './tuple.ts'

/**
 * Python's `repr(x)`, without memory addresses.
 *
 * @example
 * repr([1, float(1), 'it', null]) // "[1, 1.0, 'it', None]"
 */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
      return isInt(value) ? String(value) : floatRepr(value)
    case 'bigint':
      return String(value)
    case 'string':
      return quote(value)
    case 'function':
      return callableRepr(value)
    case 'object':
      return objectRepr(value)
    case 'symbol':
      return String(value)
    default:
      return 'undefined'
  }
}

const callableRepr = (value: object): string =>
  reprOf(value) ??
  namesOf(value).repr ??
  (isClass(value) ? `<class '${classPath(value)}'>` : `<function ${qualname(value)}>`)

function objectRepr(value: object): string {
  const own = reprOf(value) ?? namesOf(value).repr
  if (own !== undefined) return own
  if (value instanceof NamedTuple)
    return `${qualname(value.constructor)}(${value.fields.map((field, i) => `${field}=${repr(value[i])}`).join(', ')})`
  if (value instanceof Tuple)
    return value.length === 1 ? `(${repr(value[0])},)` : `(${value.map(repr).join(', ')})`
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  if (value instanceof Set)
    return value.size === 0
      ? 'set()'
      : `{${[...(value instanceof PythonSet ? value : new PythonSet(value))].map(repr).join(', ')}}`
  if (value instanceof FrozenDict)
    return value.items.size === 0
      ? 'FrozenDict({})'
      : `FrozenDict({\n${[...value.items].map(([key, item]) => `    ${repr(key)}: ${repr(item)},\n`).join('')}})`
  if (value instanceof OrderedDict)
    return value.size === 0
      ? 'OrderedDict()'
      : `OrderedDict([${[...value].map(([key, item]) => `(${repr(key)}, ${repr(item)})`).join(', ')}])`
  if (isDict(value))
    return `{${entriesOf(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(', ')}}`
  return `<${typePath(value)} object>`
}

const escapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
])

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = mark
  for (const char of text) {
    const code = char.charCodeAt(0)
    if (char === mark) out += `\\${char}`
    else if (escapes.has(char) || (code >= 32 && code !== 127)) out += escapes.get(char) ?? char
    else out += `\\x${code.toString(16).padStart(2, '0')}`
  }
  return out + mark
}
