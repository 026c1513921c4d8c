import {encode, type Named} from '../../../lib/index.ts'

/** What is embedded: a program, or runs that were read. */
export type Source =
  {readonly kind: 'program'; readonly text: string} | {readonly kind: 'runs'; readonly runs: readonly Named[]}

/** How it is to stand in a page. */
export interface Wish {
  /** Whether the run stands in the page itself, or in a file beside it. */
  readonly inside: boolean
  /** The call that is shown first, from 1. */
  readonly call: number
  readonly heading: string
  readonly scheme: string
  /** What readers may not touch. */
  readonly lock: readonly string[]
  /** What a still picture shows: the key of the call, or all calls. */
  readonly picture: 'lock' | 'timeline'
}

/** A file that a snippet needs beside it. */
export interface Beside {
  readonly name: string
  readonly text: string
}

/** Lines for a page, and the files that they need. */
export interface Snippet {
  readonly html: string
  readonly files: readonly Beside[]
}

/** So much of a run may stand in a page, in characters, before a file beside it is the better place. */
export const roomInside = 20_000

const tag = 'jitlens.script.js'

/** What ends a script, or hides its end. */
const ending = /<(?=\/script|!--)/i

/** Whether a source can stand in a page at all: a text of Python has no way to write what ends a script. */
export const mayBeInside = (source: Source): boolean => source.kind === 'runs' || !ending.test(source.text)

/** The runs of a source as files. */
export function filesOf(source: Source): readonly Beside[] {
  if (source.kind === 'program') return [{name: 'program.py', text: source.text}]
  return source.runs.map(({trace}, at) => ({
    name: source.runs.length === 1 ? 'run.jsonl' : `run${at + 1}.jsonl`,
    text: [...encode(trace)].map((line) => `${line}\n`).join(''),
  }))
}

/**
 * The element of a source, and the script that brings it to life. Several runs always stand in the page: an address names one.
 *
 * @example
 * scriptSnippet({kind: 'program', text}, {inside: false, call: 3, heading: '', scheme: 'auto', lock: [], picture: 'lock'}).html
 * // <jit-lens src="program.py" view="call=3"></jit-lens>
 * // <script src="jitlens.script.js"></script>
 */
export function scriptSnippet(source: Source, wish: Wish): Snippet {
  const files = filesOf(source)
  const [only] = files
  const own = attributes([
    ['heading', wish.heading],
    ['view', `call=${wish.call}`],
    ['scheme', wish.scheme === 'auto' ? '' : wish.scheme],
    ['lock', wish.lock.join(' ')],
  ])
  const script = `<script src="${tag}"></script>`
  if (only !== undefined && files.length === 1 && !(wish.inside && mayBeInside(source)))
    return {html: `<jit-lens${attributes([['src', only.name]])}${own}></jit-lens>\n${script}\n`, files}
  const held = files.map(({text}, at) => child(source, text, at)).join('\n')
  return {html: `<jit-lens${own}>\n${held}\n</jit-lens>\n${script}\n`, files: []}
}

/** A run as a script inside the element, which no page runs. */
function child(source: Source, text: string, at: number): string {
  if (source.kind === 'program') return `<script type="text/x-python">\n${text.trimEnd()}\n</script>`
  const name = source.runs.length > 1 ? attributes([['data-name', source.runs[at]?.name ?? '']]) : ''
  return `<script type="application/json"${name}>\n${text.trimEnd().replaceAll('<', String.raw`\u003c`)}\n</script>`
}

/**
 * A frame that shows a page.
 *
 * @example
 * frameSnippet('https://example.org/frame.html#call=3', 'train.py')
 * // <iframe src="https://example.org/frame.html#call=3" title="train.py" width="100%" height="900" loading="lazy"></iframe>
 */
export const frameSnippet = (address: string, title: string): string =>
  `<iframe${attributes([
    ['src', address],
    ['title', title],
    ['width', '100%'],
    ['height', '900'],
    ['loading', 'lazy'],
    ['sandbox', 'allow-scripts'],
  ])}></iframe>\n`

/** A picture in a file. */
export const pictureSnippet = (name: string, says: string, width: number, height: number): string =>
  `<img${attributes([
    ['src', name],
    ['alt', says],
    ['width', String(width)],
    ['height', String(height)],
  ])}>\n`

/** The attributes that say something. */
const attributes = (all: readonly (readonly [name: string, value: string])[]): string =>
  all
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
