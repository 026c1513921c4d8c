/** A place in a file of a program. */
export interface Location {
  readonly file: string
  /** From 1. */
  readonly line: number
}

const placed = /^(.+?):(\d{1,9})(?=:|$)/

/**
 * Where a call stands, from the site of a miss; null where that names no line.
 *
 * @example
 * locationOf('/home/me/app/train.py:12') // {file: '/home/me/app/train.py', line: 12}
 */
export function locationOf(site: string): Location | null {
  const [, file, line] = placed.exec(site) ?? []
  return file === undefined || Number(line) < 1 ? null : {file, line: Number(line)}
}
