/**
 * What a message of one line says; the holes that its row has. Of the persistent cache: a program was found, was not, was written,
 * or was not written, and why; a `cache note` tells nothing of a program. An alarm is XLA's, of a slow compile, on two lines: how
 * long it took, and of which module.
 */
export type MessageSays =
  | 'traced'
  | 'compiling'
  | 'lowered'
  | 'compiled'
  | 'persistent hit'
  | 'persistent miss'
  | 'persistent write'
  | 'persistent too short'
  | 'persistent callbacks'
  | 'persistent too small'
  | 'persistent skip'
  | 'cache note'
  | 'alarm'
  | 'alarm seconds'
  | 'alarm module'

/**
 * What a line of a record says. A heading (`context`, `tree`, `arguments`, `debug`, `types`, `positional statics`, `keyword statics`,
 * `unavailable`) is followed by entries; `comment` tells nothing.
 */
export type ExplanationSays =
  | 'miss'
  | 'unseen'
  | 'object'
  | 'seen function'
  | 'redefined'
  | 'closest'
  | 'several closest'
  | 'ranked closest'
  | 'context'
  | 'tree'
  | 'passing'
  | 'closest passing'
  | 'closest passing none'
  | 'arguments'
  | 'debug'
  | 'types'
  | 'positional statics'
  | 'keyword statics'
  | 'unavailable'
  | 'entry'
  | 'setting'
  | 'positions'
  | 'given types'
  | 'keys now'
  | 'keys before'
  | 'sides'
  | 'comment'

/** A line that JAX writes: since which release, up to which, what it says, and its words with `{holes}`. */
export interface Wording<S extends string = MessageSays | ExplanationSays> {
  /** The first release that is known to write it. */
  readonly since: string
  /** The last one; the newest writes it still where there is none. */
  readonly until?: string
  /** What it says. */
  readonly says: S
  /** Its words, with `{holes}`. */
  readonly line: string
}

/** Whether a release writes this line. */
export const writes = ({since, until}: Wording, release: string): boolean =>
  compareVersions(release, since) >= 0 && (until === undefined || compareVersions(release, until) <= 0)

/** Orders versions by their numbers: negative where the first is older. */
export function compareVersions(one: string, two: string): number {
  const [a, b] = [one.split('.').map(Number), two.split('.').map(Number)]
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
