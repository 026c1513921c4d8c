import {type Drawing, html} from '../../../viz/index.ts'
import type {Materials, Page} from '../page.ts'
import {card, sorts} from './card.ts'
import {programsFile} from './programs.ts'
import {loud, type Sort, type Specimen, specimens} from './specimen.ts'
import {style} from './style.ts'

/** What the groups of the catalogue are about. */
const groups: readonly (readonly [category: string, title: string])[] = [
  ['values', 'New numbers'],
  ['avals', 'Shapes and types'],
  ['pytree', 'How arguments nest'],
  ['static', 'Static arguments'],
  ['identity', 'Which function it is'],
  ['graphdef', 'The structure of a model'],
  ['equality', 'Equal or the same'],
  ['propagation', 'What a call leaves behind'],
  ['aliasing', 'Shared parts'],
  ['split', 'Models taken apart'],
  ['lowering', 'Below the trace'],
  ['modes', 'Other modes of nnx.jit'],
  ['errors', 'Refused'],
]

const causes = [
  ['structural', 'structure of a model'],
  ['static-value', 'static value'],
  ['identity', 'another object'],
  ['type', 'shape or type'],
  ['tree', 'nesting of arguments'],
  ['placement', 'placement'],
  ['context', 'settings'],
  ['capacity', 'cleared or evicted'],
  ['unknown', 'not told'],
] as const

const outcomes = ['retrace', 'relower', 'recompile', 'rewrap', 'dispatch', 'rebind', 'error'] as const

/** Every scenario of the catalogue as a card, filtered by what became of it, how far it fell and why. */
export function zooPage(materials: Materials): Page {
  const all = specimens(materials)
  return {
    path: 'zoo.html',
    nav: 'Zoo',
    title: 'The recompile zoo',
    description: `${all.length} small programs, each with what real JAX does at every call, and why.`,
    script: 'site/zoo/visit',
    holds: [{path: programsFile, packed: materials.pack(programsOf(all))}],
    style,
    body: [
      html(
        'section',
        {class: 'hero'},
        html('h1', {}, 'The recompile zoo'),
        html(
          'p',
          {class: 'lead'},
          `${all.length} small programs, and at each call what real JAX did. A square compiled, a ring ran what was there. Open one, step through it, or say before each call what it will do.`,
        ),
      ),
      filters(all),
      html('section', {id: 'specimen', 'aria-label': 'One program', hidden: '', tabindex: -1}),
      ...groups.map(([category, title]) =>
        group(
          category,
          title,
          all.filter((one) => one.category === category),
        ),
      ),
    ],
  }
}

/** The program of each card by its name, as the page's script reads it. */
const programsOf = (all: readonly Specimen[]): string =>
  JSON.stringify(Object.fromEntries(all.map(({id, run}) => [id, run.text.trimEnd()])))

const group = (category: string, title: string, all: readonly Specimen[]): Drawing =>
  html(
    'section',
    {class: 'group', 'aria-labelledby': `group-${category}`},
    html('h2', {id: `group-${category}`}, title),
    html('div', {class: 'cards'}, ...all.map(card)),
  )

function filters(all: readonly Specimen[]): Drawing {
  const count = (is: (one: Specimen) => boolean): number => all.filter(is).length
  const kinds: Sort[] = [...loud, 'reused', 'refused']
  return html(
    'form',
    {class: 'filters', role: 'search', 'aria-label': 'Find programs', hidden: ''},
    choice(
      'sort',
      'Verdict',
      kinds.map((sort) => [sort, sorts[sort].word, count((one) => one.sort === sort)]),
    ),
    choice(
      'outcome',
      'Outcome',
      outcomes.map((outcome) => [outcome, outcome, count((one) => one.outcomes.includes(outcome))]),
    ),
    choice(
      'cause',
      'Cause',
      causes.map(([cause, word]) => [cause, word, count((one) => one.causes.includes(cause))]),
    ),
    html(
      'label',
      {},
      'Words',
      html('input', {type: 'search', name: 'words', placeholder: 'lambda, kernel, …'}),
    ),
    html('output', {class: 'count'}, `${all.length} programs`),
  )
}

/** A list to choose from; what no program has is left out. */
const choice = (
  name: string,
  label: string,
  all: readonly (readonly [value: string, word: string, count: number])[],
): Drawing =>
  html(
    'label',
    {},
    label,
    html(
      'select',
      {name},
      html('option', {value: ''}, 'all'),
      ...all
        .filter(([, , count]) => count > 0)
        .map(([value, word, count]) => html('option', {value}, `${word} (${count})`)),
    ),
  )
