import {find} from '../../site/index.ts'
import {real, realFiles} from '../lessons/14-real.ts'
import {begin} from './main.ts'

/** A file that the page holds, unpacked. */
async function held(path: string): Promise<[string, string]> {
  const packed = find(document, `[data-held="${path}"]`).textContent
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return [path, await new Response(stream).text()]
}

async function open(): Promise<void> {
  const texts = new Map(await Promise.all(realFiles.map(held)))
  begin(
    find(document, '[data-lesson]'),
    real((path) => texts.get(path) ?? ''),
  )
}

void open()
