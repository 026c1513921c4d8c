import {fstatSync, readdirSync, statSync} from 'node:fs'
import {open, realpath, rename, stat, unlink, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {reasonOf, Wrong} from './wrong.ts'

/** How many bytes a file has; null where it is none, as standard input. */
export function size(path: string): number | null {
  const there = path === '-' ? undefined : statSync(path, {throwIfNoEntry: false})
  return there?.isFile() === true ? there.size : null
}

/** The names of what stands in a folder; null where there is none of that name. */
export const list = (path: string): readonly string[] | null =>
  statSync(path, {throwIfNoEntry: false})?.isDirectory() === true ? readdirSync(path) : null

/**
 * Writes a file whole or not at all: beside it first, then in its place. Through a link the file that it names is written; what
 * is no file, as a device or a pipe, is written to as it is.
 *
 * @throws {Wrong} where it cannot be written; what stood there before still stands there.
 * @example
 * await save('report.html', page)
 */
export async function save(path: string, text: string): Promise<void> {
  try {
    const there = await stat(path).catch(() => null)
    if (there === null || there.isFile())
      await replace(await realpath(path).catch(() => path), text, there?.mode)
    else await writeFile(path, text)
  } catch (thrown) {
    const [reason] = reasonOf(thrown).split(', ')
    throw new Wrong(`${path}: this file cannot be written (${reason})`)
  }
}

async function replace(path: string, text: string, mode: number | undefined): Promise<void> {
  const beside = join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}.part`)
  const file = await open(beside, 'wx')
  try {
    if (mode !== undefined) await file.chmod(mode)
    await file.writeFile(text)
    await file.close()
    await rename(beside, path)
  } catch (thrown) {
    await file.close().catch(() => undefined)
    await unlink(beside).catch(() => undefined)
    throw thrown
  }
}

/**
 * Whether two names are one file, by whatever way they reach it: another spelling, a link, a second name of the same bytes.
 * `-` is what standard input is read from.
 *
 * @example
 * isSame('run.log', './run.log') // true
 */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [identity(one), identity(other)]
  return a !== null && a === b
}

/** What tells a file from others; null where there is none, or what is there is no file. */
function identity(path: string): string | null {
  const options = {bigint: true} as const
  try {
    const found = path === '-' ? fstatSync(0, options) : statSync(path, options)
    return found.isFile() ? `${found.dev}:${found.ino}` : null
  } catch {
    return null
  }
}
