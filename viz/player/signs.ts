import {gloss, say} from '../../lib/index.ts'
import {term} from './gloss.ts'
import {type Drawing, html, mark} from '../frame/index.ts'

const part = (word: string, ...sign: readonly Drawing[]): Drawing =>
  html('span', {class: 'part'}, mark('svg', {class: 'swatch', viewBox: '0 0 16 10'}, ...sign), word)

const square = (fill: 'static' | 'data'): Drawing => mark('rect', {x: 0, y: 0, width: 10, height: 10, fill})

/** What the colours of names mean, and the small keys beside the causes. */
export const signs = (): Drawing =>
  html(
    'p',
    {class: 'aside signs'},
    html('span', {class: 'key'}, term(gloss('key'), say('small keys')), ' '),
    part(say('sign data'), square('data')),
    part(say('sign static'), square('static')),
    html(
      'span',
      {class: 'key'},
      part(
        say('sign small misfit'),
        mark('rect', {x: 0, y: 0, width: 10, height: 4, fill: 'data'}),
        mark('rect', {x: 0, y: 5.5, width: 10, height: 4.5, fill: 'avoidable'}),
        mark('line', {x1: 0, x2: 10, y1: 4.75, y2: 4.75, stroke: 'ink', 'stroke-width': 1.5}),
      ),
    ),
  )
