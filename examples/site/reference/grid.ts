import {type Child, type Drawing, html} from '../../../viz/index.ts'

/** A table of a page: on a narrow screen it moves inside its frame. */
export const grid = (caption: string, head: readonly string[], rows: readonly Drawing[]): Drawing =>
  html(
    'div',
    {class: 'grid', role: 'region', 'aria-label': caption, tabindex: 0},
    html(
      'table',
      {},
      html('caption', {class: 'away'}, caption),
      html('thead', {}, html('tr', {}, ...head.map((name) => html('th', {scope: 'col'}, name)))),
      html('tbody', {}, ...rows),
    ),
  )

/** A row whose first cell names it. */
export const row = (name: Child, cells: readonly Child[]): Drawing =>
  html('tr', {}, html('th', {scope: 'row'}, name), ...cells.map((cell) => html('td', {}, cell)))

/** A sign in a table that says yes; an empty cell says no. */
export const yes = (): Drawing => html('span', {class: 'yes', role: 'img', 'aria-label': 'yes'}, '●')
