import {find, unpacked} from '../../site/index.ts'
import {real, realFiles} from '../lessons/14-real.ts'
import {begin} from './main.ts'

/** A file that the page holds, unpacked. */
const held = async (path: string): Promise<[string, string]> => [
  path,
  await unpacked(find(document, `[data-held="${path}"]`).textContent),
]

async function open(): Promise<void> {
  const texts = new Map(await Promise.all(realFiles.map(held)))
  begin(
    find(document, '[data-lesson]'),
    real((path) => texts.get(path) ?? ''),
  )
}

void open()
