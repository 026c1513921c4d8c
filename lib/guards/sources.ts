import type {Path} from '../log/index.ts'
import {bracketItems, skipString, unquote} from '../python/index.ts'

/** A place that a guard reads, and what of a tensor there. */
export interface Sourced {
  readonly path: Path
  /** `size` or `stride`, with its dimension; `code` of a function. */
  readonly what?: string
  readonly index?: number
}

/** A source as it is read, step by step. */
interface Chain {
  readonly path: string[]
  what?: string
  index?: number
  /** What is subscripted next is no container of the program: the names of a frame, a map that a module keeps its parts in, a `__dict__`. */
  isMap: boolean
}

const letter = /[A-Za-z_]/
const name = /[A-Za-z_]\w*/y
const digits = /^\d+$/
/** The key at a place of a dict, where that is an object. */
const keyPlace = /^list\((?:dict\.keys\(.*\)|.*\.keys\(\))\)\[(\d+)\]$/
const quoted = /^['"]/
const parts: ReadonlySet<string> = new Set(['_modules', '_parameters', '_buffers', '__dict__'])
/** Names of an expression that are no places. */
const words: ReadonlySet<string> = new Set([
  'not',
  'and',
  'or',
  'is',
  'in',
  'if',
  'else',
  'True',
  'False',
  'None',
  'nan',
  'inf',
  'float',
  'int',
  'torch',
  'utils_device',
])

/**
 * The places that an expression of torch's guards reads, in their order, as a user writes them.
 *
 * @example
 * sourcesOf("m._modules['drop'].p == 0.1") // [{path: ['m', 'drop', 'p']}]
 * sourcesOf('y.size()[0] == x.size()[0]') // [{path: ['y'], what: 'size', index: 0}, {path: ['x'], what: 'size', index: 0}]
 */
export function sourcesOf(text: string): Sourced[] {
  const found: Sourced[] = []
  for (let at = 0; at < text.length;) {
    const code = text[at] ?? ''
    if (quoted.test(code)) at = skipString(text, at)
    else if (letter.test(code)) {
      const [one, end] = sourceAt(text, at)
      if (one !== null) found.push(one)
      at = end
    } else at = numberEnd(text, at)
  }
  return found
}

const number = /\d[\w.]*/y

/** The end of a number, whose letters are no name; the next letter where none begins. */
function numberEnd(text: string, at: number): number {
  number.lastIndex = at
  return number.test(text) ? number.lastIndex : at + 1
}

/** A function's code, by which torch knows it: a user writes the function itself. */
const code = '__code__'

/** The one place that a text names and nothing else; null for any other text. */
export function sourceOf(text: string): Sourced | null {
  if (!letter.test(text[0] ?? '')) return null
  const [one, end] = sourceAt(text, 0)
  return end === text.length ? one : null
}

/** The place that is named from a position on, null for a word or a function, and where that ends. */
function sourceAt(text: string, from: number): [Sourced | null, number] {
  const first = nameAt(text, from)
  let at = from + first.length
  const isPlace = !words.has(first)
  const chain: Chain = {path: [first], isMap: first === 'L' || first === 'G'}
  if (text[at] === '(') return [null, at + 1]
  for (let end = stepEnd(text, at, chain); end > at; end = stepEnd(text, at, chain)) at = end
  if (!isPlace) return [null, at]
  const isCode = chain.path.length > 1 && chain.path.at(-1) === code
  const {path, what = isCode ? 'code' : undefined, index} = chain
  return [
    {
      path: rooted(isCode ? path.slice(0, -1) : path),
      ...(what !== undefined && {what}),
      ...(index !== undefined && {index}),
    },
    at,
  ]
}

/** Takes the next step of a chain; where it ends, or its begin where there is none. */
function stepEnd(text: string, at: number, chain: Chain): number {
  if (text[at] === '.') {
    const attribute = nameAt(text, at + 1)
    if (attribute === '') return at
    const end = at + 1 + attribute.length
    if (text.startsWith('()', end)) {
      if (attribute === 'size' || attribute === 'stride') chain.what = attribute
      return end + 2
    }
    chain.isMap = parts.has(attribute)
    if (!chain.isMap) chain.path.push(attribute)
    return end
  }
  if (text[at] !== '[') return at
  const {items, next, closed} = bracketItems(text, at)
  const [item] = items
  if (!closed || items.length !== 1 || item === undefined) return at
  subscript(chain, item)
  return next
}

function subscript(chain: Chain, item: string): void {
  const {path, isMap, what} = chain
  if (what !== undefined && digits.test(item)) chain.index ??= Number(item)
  else path.push(isMap ? unquote(item) : `[${item.replace(keyPlace, 'key $1')}]`)
  chain.isMap = false
}

/** A path from the names of the frame: `L` holds these, `G` the globals. */
function rooted([first = '', ...rest]: readonly string[]): Path {
  if (rest.length > 0 && first === 'L') return rest
  return [rest.length > 0 && first === 'G' ? 'globals' : first, ...rest]
}

function nameAt(text: string, at: number): string {
  name.lastIndex = at
  return name.exec(text)?.[0] ?? ''
}
