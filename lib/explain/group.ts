import {show, total} from '../log/index.ts'
import {timesOver} from '../words/index.ts'
import {isCompile, isSparable, secondsOf} from './compile.ts'
import type {Group, Miss} from './explanation.ts'
import {grouped} from './grouped.ts'
import {stablePlaces} from './topic.ts'

/**
 * Misses of one function with the same taxonomy and the same paths: compiles that can be spared before all others, each the
 * dearest first, or the most frequent where a log tells no seconds.
 */
export function group(misses: readonly Miss[]): Group[] {
  return [...grouped(misses, causeOf).values()]
    .flatMap(ranked)
    .sort((a, b) => b.rank - a.rank || costlier(a.group, b.group))
    .map((one) => one.group)
}

/** The dearer first; where the seconds are not known, the more frequent. */
const costlier = (a: Group, b: Group): number => b.seconds - a.seconds || b.misses.length - a.misses.length

/** Equal for misses of one cause. */
const causeOf = (miss: Miss): string =>
  [
    miss.functionId,
    miss.outcome === 'hit',
    miss.within,
    miss.taxonomy,
    miss.verdict,
    JSON.stringify(miss.gap),
    ...new Set(decisive(miss).map(({component, place}) => `${component} ${show(place)}`)),
  ].join('\u0000')

/** Where the causes are that tell a miss from others: what is another function compiles anew whatever else differs. */
function decisive(miss: Miss): ReturnType<typeof stablePlaces> {
  const places = stablePlaces(miss)
  const anew = places.filter(({component}) => component === 'function')
  return anew.length > 0 ? anew : places
}

/** The misses of a cause, and their rank: 2 where they compiled and could be spared, 1 where they compiled. */
function ranked(misses: readonly Miss[]): {rank: number; group: Group}[] {
  const [dearest] = [...misses].sort((a, b) => total(b.seconds) - total(a.seconds))
  const last = misses.at(-1)
  if (dearest === undefined || last === undefined) return []
  const compiled = misses.some(isCompile)
  return [
    {
      rank: Number(compiled) + Number(compiled && isSparable(dearest.verdict)),
      group: {
        function: dearest.function,
        taxonomy: dearest.taxonomy,
        verdict: dearest.verdict,
        paths: dearest.causes.map(({path}) => path),
        misses: misses.map(({index}) => index),
        seconds: secondsOf(misses),
        advice: last.advice,
        sentence: timesOver(dearest.sentence, misses.length),
      },
    },
  ]
}
