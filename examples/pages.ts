import {markup} from '../viz/index.ts'
import {coursePages} from './course/index.ts'
import {cellFrame, playgroundPage} from './playground/index.ts'
import {
  embedPage,
  framePage,
  heldFile,
  logo,
  logPage,
  type Materials,
  namePages,
  type Page,
  referencePage,
  shell,
  siteStyle,
  start,
  zooPage,
} from './site/index.ts'

/** The site, ready to be written. */
export interface Site {
  readonly pages: readonly Page[]
  /** What stands beside the scripts. */
  readonly files: readonly {readonly path: string; readonly text: string}[]
  /** The scripts that pages are brought to life by, each once. */
  readonly scripts: readonly string[]
}

/** All pages of the site, in the order of its navigation. */
export function siteOf(materials: Materials): Site {
  const others: readonly Page[] = [
    ...coursePages(materials),
    playgroundPage(),
    zooPage(materials),
    logPage(materials),
    embedPage(),
    referencePage(materials),
    ...namePages(materials),
    framePage(),
  ]
  const pages = [start(others.map(({path}) => path)), ...others]
  const held = new Map(pages.flatMap(({holds = []}) => holds.map((file) => [file.path, file])))
  const styles = new Set([siteStyle, ...pages.flatMap(({style}) => style ?? [])])
  return {
    pages,
    files: [
      ...pages.map((page) => ({path: page.path, text: shell(page, pages, materials.version)})),
      {path: 'site.css', text: [...styles].join('\n')},
      {path: 'icon.svg', text: markup(logo())},
      {path: 'cell.html', text: cellFrame()},
      ...[...held.values()].map(heldFile),
    ],
    scripts: [...new Set(pages.flatMap(({upon, script}) => [upon ?? [], script ?? []].flat()))],
  }
}
