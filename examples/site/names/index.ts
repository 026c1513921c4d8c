import {type Drawing, html, markup} from '../../../viz/index.ts'
import type {Materials, Page} from '../page.ts'
import {entry} from './entry.ts'
import type {Named, NamedModule} from './named.ts'
import {style} from './style.ts'

export type {Documented, Named, NamedModule} from './named.ts'

/** Where the documentation of a module stands. */
const pathOf = ({name}: NamedModule): string => `reference/${fileOf(name)}`
const fileOf = (name: string): string => `${name.replace('/', '-')}.html`

/** What each module is, in a sentence. */
const about: Readonly<Record<string, string>> = {
  nnx: 'Modules, Variables, layers, transforms and optimizers of flax.nnx.',
  jax: 'The names of jax: jit, derivatives, vmap, trees, random numbers, activations.',
  jnp: 'The names of jax.numpy.',
  lax: 'The names of jax.lax: loops, branches, and what jax.numpy is made of.',
  optax: 'Optimizers, schedules and losses of optax.',
  jitlens: 'Sessions, traces, explanations, the reader of logs, scenarios, and what values are made of.',
  'jitlens/viz': 'The pictures, and what they are made of.',
  'jitlens/torch': 'The guards of torch.compile, for comparison.',
  'jitlens/script': 'Programs in Python, run on the simulator.',
  'jitlens/element': 'The element `<jit-lens>` of a page.',
  'jitlens/report': 'A report in one file.',
  python: 'The Python package: what records, shows, reports and checks a run of real JAX.',
}

/** The pages of all public names: one a module, and one on which they are looked for. */
export const namePages = ({modules, pack}: Materials): Page[] => [
  findingPage(modules),
  ...modules.map((module) => modulePage(module, pack)),
]

/** Where each name is explained, from the folder of the site. */
export const placesOf = (modules: readonly NamedModule[]): ReadonlyMap<string, string> =>
  new Map(
    modules.flatMap((module) => module.names.map(({name}) => [name, `${pathOf(module)}#${name}`] as const)),
  )

const findingPage = (modules: readonly NamedModule[]): Page => ({
  path: 'reference/index.html',
  title: 'Every name',
  description: 'Every public name of jitlens with its documentation, to be looked for by name.',
  style,
  script: 'site/names/seek',
  body: [
    opening('Every name', [
      'All that a program can import, in TypeScript and in Python, with its documentation. ',
      html('a', {href: '../reference.html'}, 'What is in the key'),
      ' has the tables of caches, settings and releases.',
    ]),
    html(
      'form',
      {class: 'seek', role: 'search'},
      html('label', {for: 'sought'}, 'Look for a name'),
      html('input', {id: 'sought', type: 'search', autocomplete: 'off', spellcheck: 'false'}),
      html('p', {class: 'found', role: 'status'}, counted(modules.flatMap(({names}) => names).length)),
    ),
    ...modules.map((module) =>
      html(
        'section',
        {class: 'module'},
        html('h2', {}, html('a', {href: fileOf(module.name)}, module.name)),
        html('p', {}, about[module.name] ?? ''),
        list(module.names, (name) => `${fileOf(module.name)}#${name}`),
      ),
    ),
  ],
})

/** The page of a module. What it says of names is packed: all of it would be a third of the site. */
const modulePage = (module: NamedModule, pack: Materials['pack']): Page => ({
  path: pathOf(module),
  title: module.name,
  description: `The names of ${module.name} with their documentation.`,
  style,
  script: 'site/names/unpack',
  body: [
    opening(module.name, [about[module.name] ?? '', ' ', html('a', {href: 'index.html'}, 'Every name')]),
    html('pre', {class: 'import'}, html('code', {}, importOf(module))),
    html('noscript', {}, html('p', {}, 'The documentation is packed, and a script of this page unpacks it.')),
    html('div', {class: 'entries'}),
    html('script', {type: 'application/gzip'}, pack(entries(module))),
  ],
})

/** What a module's page says of its names, as text of HTML. */
export const entries = (module: NamedModule): string =>
  roomsOf(module)
    .flatMap(([room, names]) => [
      ...(room === undefined ? [] : [html('h2', {}, room)]),
      list(names, (name) => `#${name}`),
      ...names.map((one) => entry(one, room === undefined ? 2 : 3)),
    ])
    .map((part) => markup(part))
    .join('')

const opening = (title: string, lead: readonly (Drawing | string)[]): Drawing =>
  html('section', {class: 'hero'}, html('h1', {}, title), html('p', {class: 'lead'}, ...lead))

const counted = (count: number): string => `${count} names`

const importOf = ({name, from, names}: NamedModule): string => {
  if (name === 'python') return 'import jitlens'
  const imported = name === from ? (names.find(({kind}) => kind !== 'type')?.name ?? '…') : name
  return `import {${imported}} from '${from}'`
}

const list = (names: readonly Named[], to: (name: string) => string): Drawing =>
  html('p', {class: 'namelist'}, ...names.flatMap(({name}) => [html('a', {href: to(name)}, name), ' ']))

/** The names of a module by the folder they are from, where it has several. */
function roomsOf({names}: NamedModule): readonly (readonly [string | undefined, readonly Named[]])[] {
  const rooms = [...new Set(names.map(({room}) => room))]
  if (rooms.length === 1) return [[undefined, names]]
  return rooms.map((room) => [room, names.filter((one) => one.room === room)])
}
