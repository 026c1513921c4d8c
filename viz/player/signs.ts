import {gloss, say} from '../../lib/index.ts'
import {term} from './gloss.ts'
import {type Drawing, html, mark} from '../frame/index.ts'

/** A sign of 16 by 10 px, and what it means. */
export const part = (sign: readonly Drawing[], ...words: readonly (Drawing | string)[]): Drawing =>
  html('span', {class: 'part'}, mark('svg', {class: 'swatch', viewBox: '0 0 16 10'}, ...sign), ...words)

const square = (fill: 'static' | 'data'): Drawing => mark('rect', {x: 0, y: 0, width: 10, height: 10, fill})

/** What the colours of names mean, and the small keys beside the causes, of which some may not fit. */
export const signs = (hasMisfits: boolean): Drawing =>
  html(
    'p',
    {class: 'aside signs'},
    html('span', {class: 'key'}, term(gloss('key'), say('small keys')), ' '),
    part([square('data')], say('sign data')),
    part([square('static')], say('sign static')),
    hasMisfits &&
      html(
        'span',
        {class: 'key'},
        part(
          [
            mark('rect', {x: 0, y: 0, width: 10, height: 4, fill: 'data'}),
            mark('rect', {x: 0, y: 5.5, width: 10, height: 4.5, fill: 'avoidable'}),
            mark('line', {x1: 0, x2: 10, y1: 4.75, y2: 4.75, stroke: 'ink', 'stroke-width': 1.5}),
          ],
          say('sign small misfit'),
        ),
      ),
  )
