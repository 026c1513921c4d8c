import type {Trace} from '../log/index.ts'

/** A trace and what it is called; a trace alone is called after its file, else by its number. */
export interface Named {
  readonly name: string
  readonly trace: Trace
}

const ending = /(?:\.(?:log|txt|out|err|jsonl?|gz))+$/i

/**
 * The names of files, or of what they hold, as short as tells them apart: without the folders, or the file, that all have in
 * common, and without the ending. A name that comes twice gets a number.
 *
 * @example
 * runNames(['logs/worker-0.log', 'logs/worker-1.log']) // ['worker-0', 'worker-1']
 * runNames(['a/train.log', 'b/train.log']) // ['a/train', 'b/train']
 * runNames(['all.jsonl: Train', 'all.jsonl: Trace']) // ['Train', 'Trace']
 */
export function runNames(given: readonly string[]): string[] {
  if (given.length === 1) return given.map((name) => name || 'run')
  const shared = common(given)
  const short = given.map((whole) => whole.slice(shared) || 'run')
  const bare = short.map((name) => name.replace(ending, '') || name)
  return numberedAgain(new Set(bare).size === new Set(short).size ? bare : short)
}

/** What bears names, under short ones: those of `runNames`. */
export function shortly<T extends {readonly name: string}>(given: readonly T[]): T[] {
  const names = runNames(given.map(({name}) => name))
  return given.map((one, at) => ({...one, name: names[at] ?? one.name}))
}

/** Where the part begins that is not the same in all: after a folder, or after a file's name and its colon. */
function common(given: readonly string[]): number {
  const [first = ''] = given
  let shared = 0
  while (shared < first.length && given.every((name) => name[shared] === first[shared])) shared++
  const starts = [first.lastIndexOf('/', shared - 1) + 1, first.lastIndexOf(': ', shared - 2) + 2]
  return Math.max(0, ...starts.filter((at) => at > 1 && at <= shared))
}

/** Names of which one that comes again has a number. */
export function numberedAgain(given: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return given.map((name) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name} (${nth})`
  })
}
