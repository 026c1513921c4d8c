import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {grid, row} from './grid.ts'

const section = /^## /m
const line = /^\| `([^`]+)` *\| `([^`]+)` *\| (.*?) *\|$/gm
const absent = /^Not here: (.+)\.$/m
const code = /`([^`]+)`/g

/**
 * Which names of flax, JAX and optax are here, a namespace each.
 *
 * @param coverage the page of coverage, as Markdown
 */
export function names(coverage: string): Drawing[] {
  const [, ...sections] = coverage.split(section)
  return [
    html('h2', {}, 'Names of flax, JAX and optax'),
    html(
      'p',
      {},
      'Functions are spelt in camelCase in TypeScript and as they are in Python; a name that is not here ends in a sentence that says so.',
    ),
    ...sections.map(namespace),
  ]
}

function namespace(text: string): Drawing {
  const [title = '', , counted = ''] = text.split('\n')
  const rows = [...text.matchAll(line)]
  const differing = rows.filter(([, , , differs]) => differs !== '')
  const missing = absent.exec(text)?.[1] ?? ''
  return html(
    'details',
    {class: 'names'},
    html('summary', {}, html('code', {}, title), ` ${firstSentence(counted)}`),
    html('p', {}, ...listed(rows.map(([, name = '']) => name))),
    ...(differing.length > 0
      ? [
          grid(
            `What is different in ${title}`,
            ['Python', 'here', 'what is different'],
            differing.map(([, name = '', here = '', differs = '']) =>
              row(html('code', {}, name), [html('code', {}, here), html('span', {}, ...marked(differs))]),
            ),
          ),
        ]
      : []),
    ...(missing === '' ? [] : [html('p', {class: 'missing'}, 'Not here: ', ...marked(missing))]),
  )
}

const firstSentence = (text: string): string => text.split(', in ')[0]?.replaceAll('`', '') ?? ''

const listed = (all: readonly string[]): Child[] =>
  all.flatMap((name, at) => [at === 0 ? '' : ', ', html('code', {}, name)])

/** A text with its code in elements. */
const marked = (text: string): Child[] =>
  text.split(code).map((part, at) => (at % 2 === 1 ? html('code', {}, part) : part))
