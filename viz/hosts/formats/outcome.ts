import {
  type Blank,
  type Check,
  type Miss,
  type Notice,
  notices,
  unchecked,
  type Location,
  locationOf,
} from '../../../lib/index.ts'

/** What a check found in one file. */
export interface Outcome {
  readonly name: string
  readonly check: Check
}

/** A notice and where it shows: at the call in the program, else at the log's line. */
export interface Placed extends Notice<Miss> {
  readonly site: Partial<Location> & Pick<Location, 'file'>
}

/**
 * All that a check has to say of a file, each at its place; a file below `folder` by its path from there.
 *
 * @example
 * placed({name: 'run.log', check: check(trace)}, '/home/me/app')[0].site // {file: 'train.py', line: 7}
 */
export const placed = ({name, check}: Outcome, folder: string): readonly Placed[] =>
  (check.blank === null ? notices(check) : [nothing(name, check.blank, check.passed)]).map((notice) => {
    const {file, ...at} = siteIn(notice.miss, name)
    return {...notice, site: {file: below(file, folder), ...at}}
  })

/** That nothing was read, which is no error where it may be so. */
const nothing = (name: string, blank: Blank, mayBe: boolean): Notice<Miss> => ({
  level: mayBe ? 'note' : 'error',
  rule: 'nothing read',
  title: 'nothing read',
  text: unchecked(name, blank),
  miss: null,
})

function siteIn(miss: Miss | null, log: string): Placed['site'] {
  const site = miss?.site === undefined ? null : locationOf(miss.site)
  return site ?? {file: log, ...(miss?.line !== undefined && {line: miss.line})}
}

const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/

/** Whether a path starts at a root, on Windows or elsewhere: a log may come from another system. */
export const isAbsolute = (path: string): boolean => absolute.test(path)

const backslashes = /\\/g

/** A path with `/` between its parts. */
export const slashed = (file: string): string => file.replace(backslashes, '/')

const slash = /\/$/

/** A path from a folder on where it lies below it, with `/`. */
function below(file: string, folder: string): string {
  const path = slashed(file)
  const start = `${slashed(folder).replace(slash, '')}/`
  return path.startsWith(start) ? path.slice(start.length) : isAbsolute(file) ? file : path
}
