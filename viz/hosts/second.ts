import {say} from '../../lib/index.ts'
import type {Further} from '../charts/index.ts'
import type {Open} from './load.ts'

/** What the second script of a script tag brings. */
interface More {
  readonly further: Further
  readonly toTrace: Open
}

/** The second script on a page. */
export interface Second {
  /** Takes what it brings: it calls this, with the build that it is of and what makes its code of the first script's. */
  readonly add: (build: string, make: (first: object) => More) => void
  /** What it brings, fetched when it is first asked for. */
  readonly more: () => Promise<More>
}

const fileName = 'jitlens.more.js'

/**
 * The script that stands beside another in its folder, for what no first look needs.
 *
 * @param own the script tag, whose address and nonce the second one takes over; one without an address has the second one behind it in the page
 * @param first what the code of the second script builds on
 * @param build what both scripts are made of; a second script of another build is not taken
 */
export function second(own: HTMLScriptElement | null, first: object, build: string): Second {
  let brought: More | null = null
  let asked: Promise<More> | null = null
  const load = async (): Promise<More> => {
    if (brought === null && own !== null) await (own.src === '' ? parsed(own.ownerDocument) : fetched(own))
    if (brought === null) throw new Error(say('no second script', {file: fileName}))
    return brought
  }
  return {
    add(from, make) {
      if (from === build) brought = make(first)
    },
    more: () => (asked ??= load()),
  }
}

/** Runs the script beside another; a script that does not come is told by what it has not brought. */
const fetched = ({crossOrigin, nonce, ownerDocument, src}: HTMLScriptElement): Promise<unknown> =>
  new Promise((resolve) => {
    const script = ownerDocument.createElement('script')
    script.crossOrigin = crossOrigin
    script.nonce = nonce
    script.addEventListener('load', resolve)
    script.addEventListener('error', resolve)
    script.src = new URL(fileName, src).href
    ownerDocument.head.append(script)
  })

/** Waits until a page has run its own scripts. */
const parsed = (document: Document): Promise<unknown> =>
  document.readyState === 'loading'
    ? new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, {once: true}))
    : Promise.resolve()
