import {weakly} from './weakly.ts'

/** What the elements of an array are, by the letters of their type in JAX's spelling. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['i', 'integer'],
  ['u', 'unsigned integer'],
  ['f', 'float'],
  ['bf', 'brain float'],
  ['c', 'complex number'],
])

const typed = /^([a-z]+)(\d*)(\w*)(?:<\w+>)?\[([^\]]*)\](.*)$/
const axis = /^(\d+|[a-z]\w*)/

/**
 * The type of an array in everyday words, for who does not read JAX's spelling; null where it is none.
 *
 * @example
 * spelled('i32[8,5]') // '32-bit integers, 8 by 5'
 * spelled('f32[] weak') // 'one 32-bit float, of weak type: a plain number of Python'
 */
export function spelled(type: string): string | null {
  const [, letters = '', bits = '', , axes = '', rest = ''] = typed.exec(type) ?? []
  const noun = letters === 'key' ? 'random key' : letters === 'bool' ? 'boolean' : kinds.get(letters)
  if (noun === undefined || (kinds.has(letters) && bits === '')) return null
  const one = bits === '' ? noun : `${bits}-bit ${noun}`
  const sizes = axes.split(',').map((size) => axis.exec(size)?.[0] ?? size)
  const weak = weakly(rest).endsWith(' weak') ? ', of weak type: a plain number of Python' : ''
  if (axes === '') return `one ${one}${weak}`
  return `${one}s, ${sizes.length === 1 ? `${sizes.join('')} of them` : sizes.join(' by ')}${weak}`
}
