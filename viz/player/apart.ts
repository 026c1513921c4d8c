import {counted, duration, say, some} from '../../lib/index.ts'
import {outsideName, type Outside} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import {hues} from '../theme.ts'
import {lengths} from './lengths.ts'
import {prose} from './prose.ts'

/** So many names are told. */
const named = 5

/**
 * What compiled outside of all calls, as the last of the causes, so that these come to all seconds of the run.
 *
 * @param worst seconds of the dearest cause
 */
export const apart = (outside: Outside, worst: number): Drawing =>
  html(
    'ul',
    {class: 'causes'},
    html(
      'li',
      {class: 'cause'},
      html('div', {class: 'if'}),
      html('div', {class: 'key'}),
      html(
        'div',
        {class: 'what'},
        html(
          'p',
          {class: 'says'},
          html('span', {class: 'verdict necessary'}, hues.necessary.word),
          ' ',
          prose(say('outside named', {what: outsideName(outside), names: namesOf(outside)}), []),
        ),
        outside.compiles > 0 && html('p', {class: 'fix'}, prose(say('outside advice'), [])),
      ),
      html(
        'div',
        {class: 'cost'},
        html('strong', {}, duration(outside.seconds)),
        outside.compiles > 0 && ` ${counted(outside.compiles, 'compile')}`,
        lengths([{kind: 'necessary', seconds: outside.seconds}], worst),
      ),
    ),
  )

const namesOf = ({pieces}: Outside): string =>
  some(
    pieces.map(({name}) => `\`${name}\``),
    named,
  )
