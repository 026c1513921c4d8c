import {type Call, remarkOf} from '../../site/index.ts'
import {type Drawing, html} from '../../../viz/index.ts'

/** What became of several calls, one after another. */
export const chipsOf = (calls: readonly Call[]): Drawing =>
  html(
    'p',
    {class: 'became'},
    ...calls.map((call) => {
      const {kind, text} = remarkOf(call)
      return html('span', {class: `remark ${kind}`}, text)
    }),
  )
