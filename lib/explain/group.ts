import {show, total} from '../log/index.ts'
import {timesOver} from '../words/index.ts'
import type {Group, Miss} from './explanation.ts'
import {stablePlace} from './topic.ts'

/** Misses of one function with the same taxonomy and the same paths, most expensive first. */
export function group(misses: readonly Miss[]): Group[] {
  const groups = new Map<string, Miss[]>()
  for (const miss of misses) {
    const name = [
      miss.functionId,
      miss.outcome === 'hit',
      miss.within,
      miss.taxonomy,
      miss.verdict,
      JSON.stringify(miss.gap),
      ...miss.causes.map((one) => `${one.component} ${show(stablePlace(one))}`),
    ].join('\u0000')
    const same = groups.get(name)
    if (same === undefined) groups.set(name, [miss])
    else same.push(miss)
  }
  return [...groups.values()].flatMap(summarise).sort((a, b) => b.seconds - a.seconds)
}

function summarise(misses: readonly Miss[]): Group[] {
  const [dearest] = [...misses].sort((a, b) => total(b.seconds) - total(a.seconds))
  const last = misses.at(-1)
  if (dearest === undefined || last === undefined) return []
  return [
    {
      function: dearest.function,
      taxonomy: dearest.taxonomy,
      verdict: dearest.verdict,
      paths: dearest.causes.map(({path}) => path),
      misses: misses.map(({index}) => index),
      seconds: misses.reduce((sum, {seconds}) => sum + total(seconds), 0),
      advice: last.advice,
      sentence: timesOver(dearest.sentence, misses.length),
    },
  ]
}
