import {markup} from '../viz/index.ts'
import {logo, type Page, shell, siteStyle, start} from './site/index.ts'

/** A file of the site. */
export interface SiteFile {
  readonly path: string
  readonly text: string
}

const others: readonly Page[] = []

/** All pages of the site, in the order of its navigation. */
export const pages: readonly Page[] = [start(others.map(({path}) => path)), ...others]

/** What `npm run site` writes beside the scripts. */
export const filesOf = (version: string): readonly SiteFile[] => [
  ...pages.map((page) => ({path: page.path, text: shell(page, pages, version)})),
  {path: 'site.css', text: [siteStyle, ...new Set(pages.map(({style = ''}) => style))].join('\n')},
  {path: 'icon.svg', text: markup(logo())},
]

/** The scripts that pages are brought to life by, each once. */
export const scripts: readonly string[] = [
  ...new Set(pages.flatMap(({script}) => (script === undefined ? [] : [script]))),
]
