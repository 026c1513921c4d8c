import {type Drawing, markup} from '../../viz/index.ts'

/** A drawing, and all that it holds. */
export function* every(drawing: Drawing): Generator<Drawing> {
  yield drawing
  for (const child of drawing.children) if (typeof child !== 'string') yield* every(child)
}

/** What a drawing says, without what shows on hover. */
export const textOf = (drawing: Drawing): string =>
  drawing.children
    .map((child) => (typeof child === 'string' ? child : child.name === 'title' ? '' : textOf(child)))
    .join('')

/** The texts of a drawing, each without what shows on hover. */
export const textsOf = (drawing: Drawing): string[] =>
  [...every(drawing)].filter(({name}) => name === 'text').map(textOf)

/** All words of a drawing as a file holds them, those that show on hover too. */
export const read = (drawing: Drawing): string => markup(drawing).replace(/<[^>]*>/g, '')
