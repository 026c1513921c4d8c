import {figure} from './count.ts'
import {phrases, type Place} from './phrase.ts'
import {deed, type Deed} from './deed.ts'
import {type Gap, gap} from './gap.ts'

/** What became of a call of a function, and why; a hit is one that ran a program which was compiled for another value. */
export interface Story extends Deed {
  /** The function's name. */
  readonly function: string
  /** What differs from the nearest earlier key. */
  readonly causes: readonly Place[]
  /** Why no cause is known. */
  readonly gap: Gap | null
  /** What the call raised. */
  readonly error?: {readonly type: string; readonly message: string} | undefined
  /** How it is known. */
  readonly evidence: string
  /** What JAX said, where it said something. */
  readonly blamed: string | null
  /** How a hit ran the program of another value. */
  readonly stale?: {readonly how: string} | undefined
  /** The limit at which torch compiled it no more. */
  readonly limit?: {readonly name: string; readonly value: number} | undefined
}

/**
 * The whole of a miss, or of a wrong hit, in one sentence.
 *
 * @example
 * sentence(miss) // 'step was traced again: model.drop.rate is 0.2, before 0.1.'
 */
export function sentence(story: Story): string {
  const {function: name, causes, error, stale} = story
  if (stale !== undefined && stale.how !== 'equal')
    return `${name} hit, and ${ofStale[stale.how] ?? 'ran the program of an earlier value'}: ${phrases(causes)}.`
  if (story.outcome === 'hit')
    return `${name} hit with a key that differs: ${causes.map(({path}) => path).join(', ')}.`
  if (error !== undefined) return `${name} raised ${error.type}: ${firstLine(error.message)}`
  const why = because(story)
  const done = deed({...story, isFirst: story.isFirst || mayBeFirst(story)})
  return `${name} ${done}${story.limit === undefined ? '' : ` at ${story.limit.name} ${story.limit.value}`}${why === null ? '' : `: ${why}`}.`
}

/** What a hit did of which it is not sure what it read, or not known. */
const ofStale: Readonly<Partial<Record<string, string>>> = {
  maybe: 'may have run the program of an earlier value',
  untold: 'gave another result than its function gives without caches',
}

/** Why, to follow a colon; null where nothing is known. */
function because(story: Story): string | null {
  const {isFirst, causes, gap: missing, compiler} = story
  if (isFirst && missing === null) return isUnsaid(story) ? unsaidOf(story) : 'this was its first call'
  if (compiler === 'torch' && causes.length > 0) return `${atLeast}${phrases(causes)}`
  if (compiler === 'torch') return uncaused(story)
  if (causes.length > 0) return phrases(causes)
  return missing === null ? 'its entry had been dropped from the cache' : gap(missing)
}

/** Whether nobody knows if there were earlier calls: it is not said to have compiled again. */
export const mayBeFirst = ({gap: missing}: {readonly gap?: Pick<Gap, 'why'> | null}): boolean =>
  missing?.why === 'begins late'

/** Whether JAX did not say that it had never seen the function, which may have been called before the log begins. */
export const isUnsaid = ({evidence, blamed}: Pick<Story, 'evidence' | 'blamed'>): boolean =>
  evidence === 'inferred' && blamed === null

/** What is known of such a first call. */
const unsaid = 'the log, which may begin later, holds no earlier call of it'

/** What is known of it, by who compiles it: torch logs no first compile, which a later message names. */
export const unsaidOf = ({compiler}: Pick<Deed, 'compiler'>): string =>
  compiler === 'torch' ? 'torch does not log the first compile, which a later message names' : unsaid

/** Why torch compiled again where no guard is told; null where it did not. */
const uncaused = ({outcome, evidence}: Story): string | null =>
  outcome === 'retrace' ? (whyUntold[evidence] ?? 'no entry was left that could serve') : null

/** The same of a log. */
const whyUntold: Readonly<Partial<Record<string, string>>> = {
  inferred: 'why is not in the log, in which a later message names its entry',
  observed: 'why is not in the log, in which its message has no reason',
}

/** Torch tells of each entry the first guard that did not hold: others may not hold either. */
export const atLeast = 'at least '

/** A sentence that holds of several calls. */
export const timesOver = (said: string, calls: number): string =>
  calls === 1 ? said : `${said} ${figure(calls)} calls like this.`

/** The first line of a text. */
export function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
