import {find} from './find.ts'
import {unpacked} from './packed.ts'

/** What the script of a file gives: the file packed by gzip, as the letters of base64, by its name. */
declare global {
  var held: Partial<Record<string, string>> | undefined
}

/** A file that pages fetch when they need it, packed by gzip, as the letters of base64. */
export interface Held {
  readonly path: string
  readonly packed: string
}

/** The script that gives a file to pages: from a disk they can read nothing but scripts. */
export const heldFile = ({packed, path}: Held): {readonly path: string; readonly text: string} => ({
  path: scriptOf(path),
  text: `(globalThis.held??={})['${path}']='${packed}'\n`,
})

const scriptOf = (path: string): string => `held/${path.slice(path.lastIndexOf('/') + 1)}.js`

/**
 * A file that pages hold, still packed, fetched when it is asked for.
 *
 * @throws {Error} where the site has no such file.
 */
export async function held(path: string): Promise<string> {
  const home = find(document, 'script[src$="site.js"]', HTMLScriptElement).src
  const script = document.createElement('script')
  script.src = new URL(scriptOf(path), home).href
  await new Promise((done) => {
    script.addEventListener('load', done)
    script.addEventListener('error', done)
    document.head.append(script)
  })
  const packed = globalThis.held?.[path]
  if (packed === undefined) throw new Error(`the site has no ${scriptOf(path)}`)
  return packed
}

/** The text of a file that pages hold. */
export const heldText = async (path: string): Promise<string> => unpacked(await held(path))
