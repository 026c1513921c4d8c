import {type Drawing, html, markup} from '../../viz/index.ts'
import {logo} from './logo.ts'
import type {Page} from './page.ts'

/** Scripts, styles and pictures of this folder alone, and no network. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** From a page to the folder of the site. */
export const homeward = ({path}: Page): string => '../'.repeat(path.split('/').length - 1)

/** The file of a page: its body between what all pages share, the header with the pages that there are, and the footer. */
export function shell(page: Page, all: readonly Page[], version: string): string {
  const home = homeward(page)
  const scripts =
    page.script === undefined
      ? []
      : [
          'jitlens',
          ...(page.takes === true ? ['reading'] : []),
          ...(page.upon === undefined ? [] : [page.upon]),
          page.script,
        ]
  const head = [
    html('meta', {charset: 'utf-8'}),
    html('meta', {'http-equiv': 'Content-Security-Policy', content: policy}),
    html('meta', {name: 'viewport', content: 'width=device-width, initial-scale=1'}),
    html('meta', {name: 'description', content: page.description}),
    html('title', {}, page.path === 'index.html' ? `jitlens: ${page.title}` : `${page.title} · jitlens`),
    html('link', {rel: 'icon', href: `${home}icon.svg`}),
    html('link', {rel: 'stylesheet', href: `${home}site.css`}),
    html('script', {src: `${home}site.js`}),
    ...scripts.map((name) => html('script', {src: `${home}${name}.js`, defer: ''})),
  ]
  const main = html('main', {id: 'main', tabindex: -1}, ...page.body)
  const skip = html('a', {class: 'skip', href: '#main'}, 'Skip to the content')
  const body = page.isBare === true ? [main] : [skip, top(page, all, home), main, foot(version)]
  return [
    '<!doctype html>',
    '<html lang="en" class="jl">',
    '<head>',
    ...head.map(single),
    '</head>',
    page.isBare === true ? '<body class="bare">' : '<body>',
    ...body.map(flat),
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** The text of a drawing without its indents, which are a fortieth of the site, and without the name of SVG's space, which HTML does not need. */
const flat = (drawing: Drawing): string =>
  markup(drawing)
    .replaceAll(/\n +(?=<)/g, '\n')
    .replaceAll('<svg xmlns="http://www.w3.org/2000/svg"', '<svg')

/** An element of the head; those that hold nothing have no end. */
const single = (drawing: Drawing): string => {
  const text = markup(drawing)
  return drawing.name === 'meta' || drawing.name === 'link' ? text.replace(`</${drawing.name}>`, '') : text
}

const top = (page: Page, all: readonly Page[], home: string): Drawing =>
  html(
    'header',
    {class: 'top'},
    html('a', {class: 'brand', href: `${home}index.html`}, logo(), html('span', {}, 'jitlens')),
    html(
      'nav',
      {'aria-label': 'Pages'},
      ...all
        .filter(({nav}) => nav !== undefined)
        .map(({path, nav = ''}) =>
          html(
            'a',
            {
              href: `${home}${path}`,
              ...(isIn(page, path) && {'aria-current': path === page.path ? 'page' : 'true'}),
            },
            nav,
          ),
        ),
    ),
    html('button', {class: 'scheme', type: 'button', 'data-scheme': '', hidden: ''}, 'Dark'),
  )

/** Whether a page is the one at a path, or stands in its folder. */
const isIn = (page: Page, path: string): boolean =>
  page.path === path || page.path.startsWith(path.replace(/(\/index)?\.html$/, '/'))

const foot = (version: string): Drawing =>
  html(
    'footer',
    {class: 'bottom'},
    html('p', {}, `jitlens ${version}. All of it runs in this page: nothing is sent, and nothing is kept.`),
  )
