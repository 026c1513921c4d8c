import {type Drawing, html} from '../../../viz/index.ts'
import {marked} from '../names/prose.ts'
import {grid, row} from './grid.ts'

const section = /^## /m
const line = /^\| `([^`]+)` *\| `([^`]+)` *\| (.*?) *\|$/gm
const absent = /^Not here: (.+)\.$/m
const home = /, in `([^`]+)`/

/**
 * Which names of flax, JAX and optax are here, a namespace each.
 *
 * @param coverage the page of coverage, as Markdown
 * @param places where names are explained
 */
export function names(coverage: string, places: ReadonlyMap<string, string>): Drawing[] {
  const [, ...sections] = coverage.split(section)
  return [
    html('h2', {}, 'Names of flax, JAX and optax'),
    html(
      'p',
      {},
      'Functions are spelt in camelCase in TypeScript and as they are in Python; a name that is not here ends in a sentence that says so.',
    ),
    ...sections.map((section) => namespace(section, places)),
  ]
}

function namespace(text: string, places: ReadonlyMap<string, string>): Drawing {
  const [title = '', , counted = ''] = text.split('\n')
  const rows = [...text.matchAll(line)]
  const differing = rows.filter(([, , , differs]) => differs !== '')
  const [, path = ''] = home.exec(counted) ?? []
  const missing = absent.exec(text)?.[1] ?? ''
  return html(
    'details',
    {class: 'names'},
    html('summary', {}, html('code', {}, title), ` ${firstSentence(counted)}`),
    ...wayTo(pageOf(path, rows, places)),
    ...(differing.length > 0
      ? [
          grid(
            `What is different in ${title}`,
            ['Python', 'here', 'what is different'],
            differing.map(([, name = '', here = '', differs = '']) =>
              row(html('code', {}, name), [
                linked(here, places.get(`${path}.${here}`)),
                html('span', {}, ...marked(differs)),
              ]),
            ),
          ),
        ]
      : []),
    ...(missing === '' ? [] : [html('p', {class: 'missing'}, 'Not here: ', ...marked(missing))]),
  )
}

const firstSentence = (text: string): string => text.split(', in ')[0]?.replaceAll('`', '') ?? ''

/** The page that explains the names of a namespace. */
const pageOf = (
  path: string,
  rows: readonly RegExpExecArray[],
  places: ReadonlyMap<string, string>,
): string | undefined =>
  rows
    .map(([, , here = '']) => places.get(`${path}.${here}`)?.split('#')[0])
    .find((page) => page !== undefined)

const wayTo = (page: string | undefined): Drawing[] =>
  page === undefined
    ? []
    : [html('p', {}, html('a', {href: page}, 'All that are here, with their documentation'))]

/** A name as a link to where it is explained. */
const linked = (name: string, place: string | undefined): Drawing =>
  place === undefined ? html('code', {}, name) : html('a', {href: place}, html('code', {}, name))
