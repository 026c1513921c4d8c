import type {Event} from '../log/index.ts'
import type {Cause, Miss} from './explanation.ts'
import type {Judgement} from './judge/judgement.ts'

/** What a miss is in all, of all its causes. */
export type Sum = Pick<Miss, 'taxonomy' | 'verdict' | 'advice'> & {readonly reason: string}

/** A miss is as avoidable as the least avoidable of its causes: to mend the others alone would not spare it. */
export function sum(
  judged: readonly Judgement[],
  event: Event,
  name: string,
  isFirst: boolean,
  excluded: string | null,
): Sum {
  const needed = judged.filter(({verdict}) => verdict === 'necessary')
  const worst = needed.find(({taxonomy}) => taxonomy === 'context') ?? needed[0] ?? judged[0]
  if (worst !== undefined) {
    const {taxonomy, verdict, because} = worst
    return {
      taxonomy,
      verdict,
      advice: verdict === 'avoidable' ? several(judged) : worst.advice,
      reason: because,
    }
  }
  if (event.outcome === 'error')
    return {
      taxonomy: 'unknown',
      verdict: 'unknown',
      advice: `Mend the error first: ${event.error?.message.split('\n')[0] ?? 'the call raised'}`,
      reason: 'a call raised an error',
    }
  if (isFirst)
    return {
      taxonomy: 'compulsory',
      verdict: 'necessary',
      advice: `Keep it: the first call of \`${name}\` always compiles. Warm it up before the loop.`,
      reason: `\`${name}\` was called for the first time`,
    }
  if (excluded !== null)
    return {
      taxonomy: 'unknown',
      verdict: 'unknown',
      advice: /^its key/.test(excluded)
        ? `Look for what \`${name}\` gets anew in each call (a function, a partial, an optimizer), or for a cache that was cleared.`
        : `Record \`${name}\` with examples/python/jitlens.py: the log does not tell the cause.`,
      reason: `of something in the key of \`${name}\` that is not told`,
    }
  if (event.outcome === 'dispatch' || event.outcome === 'rebind')
    return {
      taxonomy: 'capacity',
      verdict: 'necessary',
      advice: `Keep it: this entry of \`${name}\` was not kept in the dispatch cache, which costs microseconds.`,
      reason: `an entry of \`${name}\` was not kept`,
    }
  return {
    taxonomy: 'capacity',
    verdict: 'avoidable',
    advice: `Keep the entry of \`${name}\`: do not clear caches, nor drop the function, between calls.`,
    reason: `an entry of \`${name}\` had been cleared or evicted`,
  }
}

/** What mends an avoidable miss: as many steps as it has kinds of causes, at most two told. */
function several(judged: readonly Judgement[]): string {
  const kinds = new Map<string, string>()
  for (const {advice} of judged) {
    const kind = advice.replace(/`[^`]*`/g, '')
    if (!kinds.has(kind)) kinds.set(kind, advice)
  }
  return [...kinds.values()].slice(0, 2).join(' ')
}

/** A hit with a key that reads otherwise: JAX runs the program of the earlier key. */
export function wrong(causes: readonly Cause[], name: string): Sum {
  const path = causes[0]?.path ?? name
  return {
    taxonomy: causes[0]?.component === 'static' ? 'static value' : 'structural',
    verdict: 'wrong hit',
    advice: `Give \`${path}\` a value that compares unequal to the earlier one: JAX runs the program that was compiled for that.`,
    reason: `\`${path}\` is another value with an equal key`,
  }
}
