import {PythonError, Tuple} from '../python/index.ts'
import {count, type Methods, text} from './arguments.ts'
import {converted, formatted} from './format.ts'
import {listOf} from './iterate.ts'

const word = /\p{L}+/gu
const digits = /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u
/** The methods of a text. */
export const texts: Methods<string> = {
  format: (self, args, byName) => formattedText(self, args, byName),
  join: (self, [items]) => listOf(items).map(text).join(self),
  split: (self, [mark, most]) => partsOf(self, mark, most),
  rsplit: (self, [mark, most]) =>
    partsOf(backward(self), typeof mark === 'string' ? backward(mark) : mark, most)
      .map(backward)
      .reverse(),
  strip: (self, [marks]) => stripped(self, marks, 'both'),
  lstrip: (self, [marks]) => stripped(self, marks, 'start'),
  rstrip: (self, [marks]) => stripped(self, marks, 'end'),
  removeprefix: (self, [part]) => (self.startsWith(text(part)) ? self.slice(text(part).length) : self),
  removesuffix: (self, [part]) =>
    self.endsWith(text(part)) ? self.slice(0, self.length - text(part).length) : self,
  capitalize: (self) => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase(),
  lower: (self) => self.toLowerCase(),
  upper: (self) => self.toUpperCase(),
  title: (self) => self.replace(word, (one) => one.charAt(0).toUpperCase() + one.slice(1).toLowerCase()),
  startswith: (self, [start]) => oneOrMore(start).some((one) => self.startsWith(one)),
  endswith: (self, [end]) => oneOrMore(end).some((one) => self.endsWith(one)),
  replace(self, [from, to, most = -1]) {
    const put = text(to)
    let left = count(most)
    return self.replaceAll(text(from), (whole) => (left-- === 0 ? (left++, whole) : put))
  },
  find: (self, [part]) => placeOf(self, text(part)),
  index(self, [part]) {
    const at = placeOf(self, text(part))
    if (at < 0) throw new PythonError('ValueError', 'substring not found')
    return at
  },
  count: (self, [part]) => (text(part) === '' ? [...self].length + 1 : self.split(text(part)).length - 1),
  isdigit: (self) => digits.test(self),
  ljust: (self, [width, fill]) => self + room(self, width, fill),
  rjust: (self, [width, fill]) => room(self, width, fill) + self,
  zfill(self, [width]) {
    const sign = self.startsWith('-') || self.startsWith('+') ? self.charAt(0) : ''
    return sign + room(self, width, '0') + self.slice(sign.length)
  },
}

/** Where a part of a text begins, counted in characters as Python counts them; -1 where it is none. */
const placeOf = (self: string, part: string): number => {
  const at = self.indexOf(part)
  return at < 0 ? at : [...self.slice(0, at)].length
}

const backward = (self: string): string => [...self].reverse().join('')

function separator(mark: unknown): string {
  if (text(mark) === '') throw new PythonError('ValueError', 'empty separator')
  return text(mark)
}

/** `self.split(mark, most)`. */
function partsOf(self: string, mark: unknown = null, most: unknown = -1): string[] {
  const limit = count(most)
  if (mark === null) return wordsOf(self, limit)
  const parts = self.split(separator(mark))
  return limit < 0 || parts.length <= limit + 1
    ? parts
    : [...parts.slice(0, limit), parts.slice(limit).join(text(mark))]
}

const start = /^\S+/

function wordsOf(self: string, limit: number): string[] {
  const words: string[] = []
  for (let rest = self.trimStart(); rest !== ''; rest = rest.trimStart()) {
    if (words.length === limit) return [...words, rest]
    const [one = ''] = start.exec(rest) ?? []
    words.push(one)
    rest = rest.slice(one.length)
  }
  return words
}

const oneOrMore = (value: unknown): readonly string[] =>
  value instanceof Tuple ? value.map(text) : [text(value)]

const longest = 1000

/** What fills a text up to a width. */
function room(self: string, width: unknown, fill: unknown = ' '): string {
  if ([...text(fill)].length !== 1)
    throw new PythonError('TypeError', 'The fill character must be exactly one character long')
  if (count(width) > longest)
    throw new PythonError('MemoryError', `a text of the width ${count(width)} is not made here`)
  return text(fill).repeat(Math.max(0, count(width) - [...self].length))
}

/** A text without those marks, or white space, at its ends. */
function stripped(self: string, marks: unknown = null, side: 'start' | 'end' | 'both'): string {
  const given = marks === null ? null : new Set(text(marks))
  const isMark = (one = ''): boolean => (given === null ? one.trim() === '' : given.has(one))
  const all = [...self]
  let [from, to] = [0, all.length]
  if (side !== 'end') while (from < to && isMark(all[from])) from++
  if (side !== 'start') while (to > from && isMark(all[to - 1])) to--
  return all.slice(from, to).join('')
}

const field = /\{\{|\}\}|\{([^{}!:]*)(?:!(\w))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g
const place = /^\d+$/
const name = /^\w*$/

/** `self.format(*args, **byName)`. */
function formattedText(self: string, args: readonly unknown[], byName: ReadonlyMap<string, unknown>): string {
  const used = {next: 0, byPlace: false}
  const valueOf = (key: string): unknown => {
    if (!name.test(key))
      throw new PythonError('NotImplementedError', `a field \`{${key}}\` is not in the Python that runs here`)
    if (key !== '' && !place.test(key)) {
      if (!byName.has(key)) throw new PythonError('KeyError', `'${key}'`)
      return byName.get(key)
    }
    if (key !== '') used.byPlace = true
    const at = key === '' ? used.next++ : Number(key)
    if (used.byPlace && used.next > 0)
      throw new PythonError('ValueError', 'cannot switch between automatic field numbering and manual')
    if (at >= args.length)
      throw new PythonError('IndexError', 'Replacement index out of range for positional args tuple')
    return args[at]
  }
  const filled = (text: string): string =>
    text.replace(field, (whole: string, key: string | undefined, letter?: string, spec?: string) => {
      if (whole === '{' || whole === '}')
        throw new PythonError('ValueError', `Single '${whole}' encountered in format string`)
      return key === undefined
        ? whole.charAt(0)
        : formatted(converted(valueOf(key), letter ?? ''), filled(spec ?? ''))
    })
  return filled(self)
}
