import {type Drawing, html, hues, mark, type Role, thumbnail} from '../../../viz/index.ts'
import type {Call, ProgramRun} from '../run.ts'
import {saidOf} from '../said.ts'
import type {Sort, Specimen} from './specimen.ts'
import {addressOf, threads} from './threads.ts'

/** The word and the colour of each sort. */
export const sorts: Readonly<Record<Sort, {readonly word: string; readonly fill: Role}>> = {
  ...hues,
  reused: {word: 'nothing compiles again', fill: 'hit'},
  refused: {word: 'refused', fill: 'error'},
}

const [step, side] = [16, 12]

/** The calls of a run side by side: a square that compiled, in the colour of its verdict; a ring that ran what was there; a cross that was refused. */
function strip({calls}: ProgramRun): Drawing {
  const width = calls.length * step
  const words = calls.map(({compiled, error}) => (error !== null ? 'refused' : compiled ? 'compiled' : 'ran'))
  return mark(
    'svg',
    {
      class: 'strip',
      width,
      height: step,
      viewBox: `0 0 ${width} ${step}`,
      role: 'img',
      'aria-label': words.join(', '),
    },
    ...calls.map((call, at) => glyph(call, at * step + 2)),
  )
}

function glyph({compiled, error, verdict}: Call, x: number): Drawing {
  const [y, end] = [2, side - 2]
  if (error !== null)
    return mark('path', {
      d: `M${x + 2} ${y + 2}l${end - 2} ${end - 2}m0 ${2 - end}l${2 - end} ${end - 2}`,
      stroke: 'error',
      'stroke-width': 2,
      fill: 'none',
    })
  if (!compiled && verdict !== 'wrong hit')
    return mark('circle', {
      cx: x + side / 2,
      cy: y + side / 2,
      r: 3.5,
      fill: 'none',
      stroke: 'hit',
      'stroke-width': 1.5,
    })
  return mark('rect', {x, y, width: side, height: side, rx: 2, fill: sorts[verdict ?? 'necessary'].fill})
}

/** A word with its colour beside it. */
export const sortOf = (sort: Sort): Drawing =>
  html(
    'span',
    {class: 'sort'},
    mark(
      'svg',
      {width: 10, height: 10, viewBox: '0 0 10 10', 'aria-hidden': 'true'},
      mark('rect', {width: 10, height: 10, rx: 2, fill: sorts[sort].fill}),
    ),
    sorts[sort].word,
  )

/** The releases of JAX that did what is shown, the oldest and the newest, and those that did not or could not run it. */
export function badge({alike, release, unlike}: Specimen): Drawing {
  const same = [release, ...alike].sort((one, other) => one.localeCompare(other, 'en', {numeric: true}))
  const on = same.length === 1 ? release : `${same[0] ?? ''} – ${same.at(-1) ?? ''}`
  const not = unlike.length === 0 ? '' : `, not so on ${unlike.join(', ')}`
  return html('span', {class: 'badge'}, `recorded on JAX ${on}${not}`)
}

/** The thread in which people met it. */
export function threadOf(id: string): Drawing | null {
  const thread = threads[id]
  return thread === undefined
    ? null
    : html('a', {class: 'thread', href: addressOf(thread)}, thread.slice(thread.indexOf('/') + 1))
}

/** A scenario in the grid: what it is called, its calls, the key of the one that tells most, and why. */
export const card = (specimen: Specimen): Drawing => {
  const {call, causes, id, outcomes, release, run, sort, title} = specimen
  return html(
    'article',
    {
      class: 'card',
      id,
      'data-sort': sort,
      'data-outcome': outcomes.join(' '),
      'data-cause': causes.join(' '),
      'data-release': release,
      'data-at': run.calls.indexOf(call),
    },
    html('h3', {}, html('a', {href: `#${id}`}, title)),
    html(
      'div',
      {class: 'pictures'},
      strip(run),
      thumbnail(run.trace, run.explanation, call.position, {width: 120}),
    ),
    saidOf(run, call),
    html('p', {class: 'meta'}, sortOf(sort), badge(specimen), threadOf(id)),
  )
}
