import {type Child, type Drawing, html} from '../../../viz/index.ts'
import type {Documented, Named} from './named.ts'
import {marked, prose} from './prose.ts'

/** What a reader finds under one name, whose heading stands below one of `level - 1`. */
export function entry(named: Named, level: 2 | 3): Drawing {
  const {name, params, throws, members, python} = named
  return html(
    'section',
    {class: 'entry', id: name},
    html(`h${level}`, {}, html('a', {href: `#${name}`}, ...breakable(name))),
    ...(python === undefined ? [] : [html('p', {class: 'python'}, 'In Python ', html('code', {}, python))]),
    ...documentation(named),
    ...terms('Takes', params),
    ...terms(
      'Throws',
      throws.map((text) => text.replace(/^\{(\w+)\}/, '`$1`:')),
    ),
    ...(members.length === 0
      ? []
      : [html('div', {class: 'members'}, ...members.map((one) => html('div', {}, ...documentation(one))))]),
  )
}

const documentation = ({lines, text, examples}: Documented): Drawing[] => [
  ...(lines.length === 0 ? [] : [code(lines.join('\n'))]),
  ...prose(text),
  ...examples.map((one) => html('div', {class: 'example'}, code(one))),
]

/** Lines of code; a reader's page breaks those that are too long. */
const code = (text: string): Drawing =>
  html(
    'pre',
    {},
    html(
      'code',
      {},
      ...text.split('\n').flatMap((line, at): Child[] => (at === 0 ? [line] : [html('br'), line])),
    ),
  )

const terms = (title: string, texts: readonly string[]): Drawing[] =>
  texts.length === 0
    ? []
    : [
        html(
          'p',
          {class: 'terms'},
          `${title} `,
          ...texts.flatMap((text, at): Child[] => [
            ...(at === 0 ? [] : [html('br')]),
            ...marked(spaced(text)),
          ]),
        ),
      ]

/** The name that a text begins with is code. */
const spaced = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').replace(/^([\w.]+) /, '`$1` ')

/** A name that may break behind its dots. */
const breakable = (name: string): Child[] =>
  name.split(/(?<=\.)/).flatMap((part, at): Child[] => (at === 0 ? [part] : [html('wbr'), part]))
