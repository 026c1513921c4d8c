import {counted, figure} from './count.ts'
import {list, nameList} from './wordlist.ts'

/** What fills a hole: a value's text, a number, names (told as code), or nothing. */
export type Filling = string | number | readonly string[] | null

/** The name of a hole without the noun that it counts. */
export type Name<Hole extends string> = Hole extends `${infer Bare}:${string}` ? Bare : Hole

/** The names of the holes of a template: `'path' | 'multiple'` of `'Pad {path} to {multiple}.'`. */
export type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Name<Hole> | Holes<Rest>
  : never

/** The values that a template needs, by the names of its holes. */
export type Fillings<Text extends string> =
  Holes<Text> extends never ? readonly [] : readonly [Readonly<Record<Holes<Text>, Filling>>]

/** `{path}`, or `{misses:miss|misses}` for a number with its noun. */
const hole = /\{(\w+)(?::([\w ]+)(?:\|([\w ]+))?)?\}/g

/**
 * A template with its holes filled: `{path}` with a text, `{calls:call}` and `{misses:miss|misses}` with a number and its noun.
 *
 * @throws {RangeError} where a hole has no filling
 * @example
 * fill('Pad `{path}` to a multiple of {multiple}.', {path: 'x', multiple: 8}) // 'Pad `x` to a multiple of 8.'
 * fill('{misses:miss|misses} in {calls:call}', {misses: 2, calls: 1}) // '2 misses in 1 call'
 */
export const fill = (template: string, fillings: Readonly<Record<string, Filling>>): string =>
  template.replace(hole, (_, name: string, noun?: string, plural?: string) => {
    const filling = fillings[name]
    if (filling === undefined) throw new RangeError(`the template "${template}" has no value for ${name}`)
    return typeof filling === 'number' && noun !== undefined
      ? counted(filling, noun, plural)
      : textOf(filling)
  })

function textOf(filling: Filling): string {
  if (filling === null) return 'nothing'
  if (typeof filling === 'number') return figure(filling)
  if (typeof filling === 'string') return filling
  return several(filling.map((name) => `\`${name}\``))
}

/** Names in a row; of many the first few. */
export const several = (names: readonly string[]): string =>
  names.length > 4 ? nameList(names) : list(names, 'and')
