import {type Drawing, html} from '../../../viz/index.ts'

export {cellFrame} from './frame.ts'

/** A program in JavaScript and what comes of it. */
export const cell = (): Drawing =>
  html(
    'details',
    {class: 'cell'},
    html('summary', {}, 'In JavaScript'),
    html(
      'p',
      {},
      'The same library without Python. The program runs in a sandbox that reaches nothing but itself, for five seconds at most.',
    ),
    html('label', {class: 'away', for: 'javascript'}, 'The program, in JavaScript'),
    html('textarea', {id: 'javascript', rows: 9, spellcheck: 'false'}),
    html('button', {type: 'button', 'data-run': ''}, 'Run'),
    html('pre', {class: 'told', tabindex: 0, role: 'status'}),
    html('div', {class: 'picture'}),
  )
