import {type Further, timeline} from '../charts/index.ts'
import {type Chart, html, node} from '../frame/index.ts'

/** Further pictures: at hand, or what fetches them when the first of them is wanted. */
export type Pictures = Further | (() => Promise<Further>)

/** Every picture of a player by its name; null where there is none of that name, or it is not here yet. */
export const chartOf = (pictures: Pictures, name: string): Chart | null =>
  new Map<string, Chart>([
    ['timeline', timeline],
    ...(typeof pictures === 'function' ? [] : Object.entries(pictures.charts)),
  ]).get(name) ?? null

/** The same at hand, fetched where it is not. */
export const furtherOf = (pictures: Pictures): Promise<Further> =>
  typeof pictures === 'function' ? pictures() : Promise.resolve(pictures)

/** Has pictures fetched that are not here yet, and hands them on; what keeps them away is said in a place of theirs. */
export function fetchFor(place: Element, pictures: Pictures, take: (further: Further) => void): void {
  if (typeof pictures !== 'function') return
  pictures().then(take, (error: unknown) => {
    const line = html(
      'p',
      {class: 'quiet', role: 'status'},
      error instanceof Error ? error.message : String(error),
    )
    place.replaceChildren(node(place.ownerDocument, line))
  })
}
