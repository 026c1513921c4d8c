import {html} from '../../../viz/index.ts'
import {placesOf} from '../names/index.ts'
import type {Materials, Page} from '../page.ts'
import {caches} from './caches.ts'
import {names} from './names.ts'
import {settings} from './settings.ts'
import {style} from './style.ts'

/** The page of facts: what each cache compares, which settings are in its key, and which names are here. */
export const referencePage = ({text, modules}: Materials): Page => ({
  path: 'reference.html',
  nav: 'Reference',
  title: 'What is in the key',
  description:
    'What each cache of JAX compares, in which release, which settings enter its key, and which names of flax, JAX and optax can be used here.',
  style,
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'What is in the key'),
      html(
        'p',
        {class: 'lead'},
        'What the simulator knows of JAX, printed from its own tables: they are checked call by call against recordings of each release. ',
        html('a', {href: 'reference/index.html'}, 'Every name of the library'),
        ' stands on pages of its own, to be looked for by name.',
      ),
    ),
    ...caches(text('lib/release/member.ts')),
    ...settings(),
    ...names(text('docs/coverage.md'), placesOf(modules)),
  ],
})
