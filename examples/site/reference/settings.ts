import {type Drawing, html} from '../../../viz/index.ts'
import {known} from './caches.ts'
import {grid, row, yes} from './grid.ts'

/** The settings of the newest release that are in a key: to change one compiles anew, to change it back does not. */
export function settings(): Drawing[] {
  const [newest] = known
  if (newest === undefined) return []
  const {layers, settings: all} = newest.rules
  const asked = layers.filter(({name}) => Object.values(all).some(({keys}) => keys.includes(name)))
  const inKeys = Object.entries(all).filter(([, {keys}]) => keys.length > 0)
  const free = Object.keys(all).filter((name) => all[name]?.keys.length === 0)
  return [
    html('h2', {}, 'Settings in the key'),
    html(
      'p',
      {},
      `${inKeys.length} settings and contexts of jax ${newest.jax} are in a key: a call under another value compiles anew, and back under the old one it finds its program again. Others change no key: `,
      ...free.flatMap((name, at) => [at === 0 ? '' : ', ', html('code', {}, name)]),
      '.',
    ),
    html(
      'details',
      {},
      html('summary', {}, 'All settings'),
      grid(
        'Settings in the key',
        ['setting', 'starts as', ...asked.map(({name}) => name)],
        inKeys.map(([name, {keys, start}]) =>
          row(html('code', {}, name), [
            html('code', {}, python(start)),
            ...asked.map((layer) => (keys.includes(layer.name) ? yes() : '')),
          ]),
        ),
      ),
    ),
  ]
}

/** A value as Python writes it. */
function python(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
