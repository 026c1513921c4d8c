import type {Gloss} from '../../lib/index.ts'
import {type Drawing, html} from '../frame/index.ts'

/** A word or a value that somebody may not know, with what it means; as it is where it needs no gloss. */
export const term = <Shown extends Drawing | string>(known: Gloss | null, shown: Shown): Drawing | Shown =>
  known === null
    ? shown
    : html('span', {class: 'term', 'data-word': known.word, 'data-means': known.means}, shown)

/** Makes the first use of each word a button, which says what it means: a reader who points with a finger sees no title. */
export function firstUses(drawings: readonly Drawing[]): Drawing[] {
  const seen = new Set<string>()
  const visit = (drawing: Drawing): Drawing => {
    const {attributes, children} = drawing
    const word = attributes.get('data-word')
    const below = (): Drawing['children'] =>
      children.map((child) => (typeof child === 'string' ? child : visit(child)))
    if (word === undefined || seen.has(word)) return {...drawing, children: below()}
    seen.add(word)
    const means = attributes.get('data-means') ?? ''
    const pressed = new Map([...attributes, ['type', 'button'], ['title', means]] as const)
    return {...drawing, name: 'button', attributes: pressed, children: below()}
  }
  return drawings.map(visit)
}

/** Where the meaning of a word is shown: over all else, until the reader goes on. */
export const glossBox = (): Drawing => html('div', {class: 'gloss', popover: 'auto', role: 'status'})
