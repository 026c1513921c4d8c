import {say} from '../../lib/index.ts'
import type {Further} from '../charts/index.ts'
import type {Open, Opened} from './load.ts'
import type {Simulated} from './opening.ts'

/** What the scripts beside the first bring. */
interface Brought {
  /** What no first look needs. */
  readonly more: {readonly further: Further; readonly toTrace: Open}
  /** The simulator. */
  readonly play: {readonly simulated: (text: string, name: string, kind: Simulated) => Opened}
}

/** The name of a script beside the first: `more` is in `jitlens.more.js`. */
type Name = keyof Brought

/** The scripts beside the first, each fetched when it is first asked for. */
export interface Beside {
  /** Takes what a script brings: it calls this, with the build that it is of and what makes its code of the scripts that it builds on. */
  readonly add: <N extends Name>(
    build: string,
    name: N,
    make: (require: (path: string) => object) => Brought[N],
  ) => void
  readonly fetch: <N extends Name>(name: N) => Promise<Brought[N]>
}

/** What a script builds on beside the first. */
const below: Readonly<Record<Name, readonly Name[]>> = {more: [], play: ['more']}

const fileOf = (name: Name): string => `jitlens.${name}.js`

/**
 * The scripts that stand beside another in its folder.
 *
 * @param own the script tag, whose address and nonce the others take over; one without an address has the others behind it in the page
 * @param first what the code of the others builds on
 * @param build what all are made of; a script of another build is not taken
 */
export function beside(own: HTMLScriptElement | null, first: object, build: string): Beside {
  const brought: Partial<Brought> = {}
  const asked = new Map<Name, Promise<unknown>>()
  const codeAt = (path: string): object =>
    Object.entries(brought).find(([name]) => path.endsWith(`jitlens.${name}.js`))?.[1] ?? first
  const load = async (name: Name): Promise<void> => {
    for (const other of below[name]) await fetch(other)
    if (brought[name] !== undefined || own === null) return
    await (own.src === '' ? parsed(own.ownerDocument) : run(own, fileOf(name)))
  }
  const fetch = async <N extends Name>(name: N): Promise<Brought[N]> => {
    const loading = asked.get(name) ?? load(name)
    asked.set(name, loading)
    await loading
    const has = brought[name]
    if (has === undefined) throw new Error(say('no other script', {file: fileOf(name)}))
    return has
  }
  return {
    add(from, name, make) {
      if (from === build) brought[name] = make(codeAt)
    },
    fetch,
  }
}

/** Runs the script beside another; a script that does not come is told by what it has not brought. */
const run = ({crossOrigin, nonce, ownerDocument, src}: HTMLScriptElement, file: string): Promise<unknown> =>
  new Promise((resolve) => {
    const script = ownerDocument.createElement('script')
    script.crossOrigin = crossOrigin
    script.nonce = nonce
    script.addEventListener('load', resolve)
    script.addEventListener('error', resolve)
    script.src = new URL(file, src).href
    ownerDocument.head.append(script)
  })

/** Waits until a page has run its own scripts. */
const parsed = (document: Document): Promise<unknown> =>
  document.readyState === 'loading'
    ? new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, {once: true}))
    : Promise.resolve()
