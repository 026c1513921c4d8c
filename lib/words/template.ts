import {list} from './list.ts'

/** What fills a hole: a value's text, a number, names (told as code), or nothing. */
export type Filling = string | number | readonly string[] | null

/** The names of the holes of a template: `'path' | 'multiple'` of `'Pad {path} to {multiple}.'`. */
export type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never

const hole = /\{(\w+)\}/g

/**
 * A template with its holes filled.
 *
 * @throws {RangeError} where a hole has no filling
 * @example
 * fill('Pad `{path}` to a multiple of {multiple}.', {path: 'x', multiple: 8}) // 'Pad `x` to a multiple of 8.'
 */
export function fill(template: string, fillings: Readonly<Record<string, Filling>>): string {
  return template.replace(hole, (_, name: string) => {
    const filling = fillings[name]
    if (filling === undefined) throw new RangeError(`the template "${template}" has no value for ${name}`)
    return textOf(filling)
  })
}

function textOf(filling: Filling): string {
  if (filling === null) return 'nothing'
  if (typeof filling === 'string' || typeof filling === 'number') return String(filling)
  return list(
    filling.map((name) => `\`${name}\``),
    'and',
  )
}
