import {html, markup} from '../frame/index.ts'
import {type Lead, style} from '../player/index.ts'
import {palettes} from '../theme.ts'

/** The script that brings a report to life. */
export interface PageScript {
  readonly text: string
  /** Its SHA-256 in base64, by which the page allows it; empty where there is no script. */
  readonly hash: string
}

/** What stands around a report. */
interface Sheet {
  /** Shown above the headline; where it is null, each run says its own, and the page is called by its name. */
  readonly title: string | null
  readonly name: string
  readonly note: string | null
  /** Which of several runs is told of first, and why. */
  readonly lead?: Lead | undefined
  readonly script: PageScript
}

/**
 * The file of a report around what it holds: its still page, then its scripts of traces. As a page of its own it may run one
 * script, the one with that hash, and reach nothing. Put into another page it leaves that page as it is: its rules are for what
 * it holds, or for a page whose body holds it, and nothing of its head is taken for that page's (`itemprop`, by which a host such
 * as React knows what not to lift to its own head).
 */
export function sheet({title, name, note, lead, script}: Sheet, inside: string): string {
  const scripts = script.hash === '' ? "'none'" : `'sha256-${script.hash}'`
  const policy = `default-src 'none'; script-src ${scripts}; style-src 'unsafe-inline'; img-src blob: data:; base-uri 'none'; form-action 'none'`
  const main = markup(
    html('main', {
      class: 'jl jl-report',
      'data-title': title ?? undefined,
      'data-note': note ?? undefined,
      'data-lead': lead?.says,
      'data-run': lead?.run,
      'data-call': lead?.call,
    }),
  )
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta itemprop="policy" http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta itemprop="viewport" name="viewport" content="width=device-width, initial-scale=1">',
    '<link itemprop="icon" rel="icon" href="data:,">',
    markup(html('title', {itemprop: 'name'}, `${(title ?? name).slice(0, 120)} · jitlens`)),
    `<style>${style}\n${paper}</style>`,
    '</head>',
    '<body>',
    main.slice(0, -'</main>'.length),
    inside,
    ...(script.text === '' ? [] : [`<script>${script.text}</script>`]),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** The rules of a report, and those of a page that is the report's own. */
const paper = [
  '.jl-report{display:block;margin:0 auto;max-width:1600px}',
  // Against what pages say of all code and lists in them.
  '.jl.jl-report .jitlens code:not(.lit){background:none}.jl.jl-report .jitlens code{padding:0;border:0}.jl.jl-report .jitlens :is(ul,ol){padding:0}',
  'body:has(>.jl-report){margin:0}',
  `:root:has(>body>.jl-report){color-scheme:light dark;background:${palettes.light.paper}}`,
  `@media (prefers-color-scheme:dark){:root:has(>body>.jl-report){background:${palettes.dark.paper}}}`,
  `:root:has(>body>.jl-report.jl-light){color-scheme:light;background:${palettes.light.paper}}`,
  `:root:has(>body>.jl-report.jl-dark){color-scheme:dark;background:${palettes.dark.paper}}`,
  `@media print{:root:has(>body>.jl-report.jl-report.jl-report){color-scheme:light;background:${palettes.light.paper}}}`,
].join('')
