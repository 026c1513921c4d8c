import {type Paragraph, title} from './page.ts'
import {phrases} from './phrase.ts'

/** So many causes a line tells; more are counted. */
const shown = 2

/**
 * A miss in a line.
 *
 * @example
 * glance(miss)
 * // '▲ step, call 2 (/home/me/app/train.py:7): traced again, …: model.drop.rate is 0.2, before 0.1'
 */
export function glance(miss: Paragraph): string {
  const {taxonomy, excluded, causes} = miss
  const isFirst = taxonomy === 'compulsory'
  const more = causes.length > shown ? `; and ${causes.length - shown} more` : ''
  const why = isFirst || causes.length === 0 ? excluded : `${phrases(causes.slice(0, shown))}${more}`
  return `${title(miss, isFirst)}${why === null ? '' : `: ${why}`}`
}
