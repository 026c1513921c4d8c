import type {Explanation, Trace} from '../../../lib/index.ts'
import {lock, markup, node, timeline} from '../../../viz/index.ts'
import {hashOf, mostInLink} from '../link.ts'
import {child} from './child.ts'
import {
  filesOf,
  frameSnippet,
  mayBeInside,
  pictureSnippet,
  scriptSnippet,
  type Snippet,
  type Source,
  type Wish,
} from './snippet.ts'

/** What lines are made of. */
export interface Made {
  readonly source: Source
  /** The run that a picture shows. */
  readonly trace: Trace
  readonly explanation: Explanation
}

/** Lines for a page, what is to be said of them, and what they make there. */
export interface Offer {
  readonly snippet: Snippet
  readonly note: string
  readonly seen: Node
}

const scripts =
  'jitlens.script.js is in dist/bundle of the npm package jitlens; the scripts that it fetches when they are needed, jitlens.more.js and jitlens.play.js, belong into its folder.'

/** The element and its script. */
export function scriptOffer({source}: Made, wish: Wish): Offer {
  const snippet = scriptSnippet(source, wish)
  const notes = [
    scripts,
    ...(snippet.files.length > 0
      ? ['The run belongs beside the page, on a host: a page may not read files of a disk.']
      : []),
    ...(wish.inside && !mayBeInside(source)
      ? ['This program cannot stand in a page, for a text in it ends a script.']
      : []),
  ]
  return {snippet, note: notes.join(' '), seen: lensOf(source, wish)}
}

/** The element as the lines make it. */
function lensOf(source: Source, {call, heading, scheme, lock: locked}: Wish): HTMLElement {
  const lens = document.createElement('jit-lens')
  if (heading !== '') lens.setAttribute('heading', heading)
  lens.setAttribute('scheme', scheme)
  lens.setAttribute('view', `call=${call}`)
  lens.setAttribute('lock', locked.join(' '))
  if (source.kind === 'program') lens.append(child(source.text))
  else lens.traces = source.runs
  return lens
}

/** A frame around this site, the run in its address; around a report where an address is too small for it. */
export async function frameOffer({source}: Made, wish: Wish): Promise<Offer> {
  const title = wish.heading === '' ? 'a run of JAX' : wish.heading
  const [file, ...others] = filesOf(source)
  if (file === undefined || others.length > 0 || file.text.length > mostInLink) {
    const logs = others.length > 0 ? 'a.log b.log' : 'run.log'
    return {
      snippet: {html: frameSnippet('run.html', title), files: []},
      note: `An address is too small for this. Make a page of it, which belongs beside yours: npx jitlens report ${logs} -o run.html`,
      seen: document.createElement('p'),
    }
  }
  const address = new URL('frame.html', location.href)
  address.search = ''
  address.hash = `${await hashOf({text: file.text, at: wish.call - 1})}${wordsOf(wish)}`
  const frame = document.createElement('iframe')
  frame.title = title
  frame.src = address.href
  return {
    snippet: {html: frameSnippet(address.href, title), files: []},
    note:
      location.protocol === 'file:'
        ? 'The frame shows this site, which nobody finds on your disk: put the folder of the site on a host, and make the lines there.'
        : 'The run is in the address itself: nothing is kept here.',
    seen: frame,
  }
}

/** What an author chose, as words of the frame's address. */
function wordsOf({heading, lock: locked, scheme}: Wish): string {
  const words = new URLSearchParams()
  if (heading !== '') words.set('heading', heading)
  if (scheme !== 'auto') words.set('scheme', scheme)
  if (locked.length > 0) words.set('lock', locked.join(' '))
  return words.size === 0 ? '' : `&${words.toString()}`
}

/** A picture of a call's key, or of all calls, in a file. */
export function pictureOffer({trace, explanation}: Made, {call, picture}: Wish): Offer {
  const position = call - 1
  const drawing =
    picture === 'lock'
      ? lock.draw(trace, explanation, {position, width: 720})
      : timeline.draw(trace, explanation, {position, width: 960})
  const says = explanation.misses.find(({index}) => index === position)?.sentence ?? explanation.headline
  const name = `${picture}.svg`
  const [width = 0, height = 0] = ['width', 'height'].map((side) =>
    Math.round(Number(drawing.attributes.get(side))),
  )
  return {
    snippet: {
      html: pictureSnippet(name, says, width, height),
      files: [{name, text: markup(drawing)}],
    },
    note: 'The picture belongs beside the page.',
    seen: node(document, drawing),
  }
}
