import {show, total} from '../log/index.ts'
import {timesOver} from '../words/index.ts'
import {isReady, isSparable, secondsOf} from './compile.ts'
import type {Group, Miss} from './explanation.ts'
import {grouped} from './grouped.ts'
import {stablePlaces} from './topic.ts'

/**
 * Misses of one function with the same taxonomy and the same paths: wrong hits first, then compiles that can be spared, of avoidable and
 * reducible ones those that come to more in all, then other compiles, first calls after them, each the dearest first, or the most frequent
 * where a log tells no seconds.
 */
export function group(misses: readonly Miss[]): Group[] {
  const [avoidable = 0, reducible = 0] = (['avoidable', 'reducible'] as const).map((verdict) =>
    secondsOf(misses.filter((miss) => miss.verdict === verdict)),
  )
  const dearer = reducible > avoidable ? 'reducible' : 'avoidable'
  const isDearer = ({group}: Ranked): number => Number(group.verdict === dearer)
  return [...grouped(misses, causeOf).values()]
    .flatMap(ranked)
    .sort((a, b) => b.rank - a.rank || isDearer(b) - isDearer(a) || costlier(a.group, b.group))
    .map((one) => one.group)
}

/** The dearer first; where the seconds are not known, the more frequent. */
const costlier = (a: Group, b: Group): number => b.seconds - a.seconds || b.misses.length - a.misses.length

/** Equal for misses of one cause. */
const causeOf = (miss: Miss): string =>
  [
    miss.functionId,
    miss.outcome === 'hit',
    miss.outcome === 'eager' || miss.limit !== undefined,
    miss.within,
    miss.taxonomy,
    miss.verdict,
    JSON.stringify(miss.gap),
    ...new Set(decisive(miss).map(({component, place}) => `${component} ${show(place)}`)),
    ...miss.causes.flatMap(({delta}) => (delta.kind === 'guard' ? `${delta.guard} ${delta.what}` : [])),
  ].join('\u0000')

/** Where the causes are that tell a miss from others: what is another function compiles anew whatever else differs. */
function decisive(miss: Miss): ReturnType<typeof stablePlaces> {
  const places = stablePlaces(miss)
  const anew = places.filter(({component}) => component === 'function')
  return anew.length > 0 ? anew : places
}

/** A cause, and how early it is told. */
interface Ranked {
  readonly rank: number
  readonly group: Group
}

/** The misses of a cause, with the rank of what is told of them. */
function ranked(misses: readonly Miss[]): Ranked[] {
  const compiled = misses.filter(isReady)
  const [dearest] = [...(compiled.length > 0 ? compiled : misses)].sort(
    (a, b) => total(b.seconds) - total(a.seconds),
  )
  if (dearest === undefined) return []
  const {advice, causes, function: name, index, sentence, taxonomy, verdict} = dearest
  return [
    {
      rank: rank(dearest, compiled.length > 0),
      group: {
        function: name,
        taxonomy,
        verdict,
        paths: causes.map(({path}) => path),
        misses: misses.map((miss) => miss.index),
        dearest: index,
        seconds: secondsOf(misses),
        advice,
        sentence: timesOver(sentence, misses.length),
      },
    },
  ]
}

/** What comes before all else where it is higher: a wrong result, a function that is compiled no more, a compile that could be spared, another one, a first call, no compile. */
function rank({taxonomy, verdict, limit}: Miss, isCompiled: boolean): number {
  if (verdict === 'wrong hit') return 5
  if (limit !== undefined) return 4
  if (!isCompiled) return 0
  if (isSparable(verdict)) return 3
  return taxonomy === 'compulsory' ? 1 : 2
}
