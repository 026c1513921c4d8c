import {type Component, type Path, show} from '../log/index.ts'
import type {Miss} from './explanation.ts'
import {isLonger, lengthenedBy} from './lengths.ts'
import {withoutAddress} from '../words/index.ts'

/** What a miss is, apart from when it came and what it cost: equal for the same miss of two runs. */
export const signature = (miss: Miss): string => [miss.outcome, miss.within, ground(miss)].join('\u0002')

/** Where a function missed, in the program or inside of what: a program that was read from disk is one of the program's own calls. */
export const withinOf = ({within}: Miss): Miss['within'] => (within === 'persistent' ? undefined : within)

/** Why a function missed, whatever the call did to the caches. */
export function ground(miss: Miss): string {
  const causes = miss.causes.map(({component, path, now, before}) =>
    [component, path, textOf(now), textOf(before)].join('\u0001'),
  )
  return [miss.function, withinOf(miss), miss.taxonomy, ...causes].join('\u0002')
}

const numbers = /\d+/g

/**
 * What a miss is about, by what stays the same from one version of a program to the next: its function, the kind of miss, and the
 * paths without the numbers below the argument, which one layer more would shift.
 *
 * @example
 * topic(miss) // 'step | structural | graphdef model.drop.rate'
 */
export function topic(miss: Miss): string {
  const {function: name, taxonomy} = miss
  const paths = stablePlaces(miss).map(({component, place: [argument = '', ...rest]}) => {
    const path = show([argument, ...rest.map((segment) => segment.replace(numbers, '*'))])
    return `${component} ${path}`
  })
  return [name, taxonomy, ...new Set(paths)].join(' | ')
}

/**
 * Where the causes of a miss are, as long as the program is one: a leaf without a name has another number in a model of another size,
 * and in what gets longer from call to call each call adds at another place.
 */
export function stablePlaces({causes, findings}: Miss): {component: Component; place: Path}[] {
  const hasGrown = findings.some(isLonger)
  return causes.map((one) => {
    const longer = hasGrown ? lengthenedBy(one) : null
    return {
      component: one.component,
      place: one.unplaced === true ? ['leaves'] : (longer?.place ?? one.segments),
    }
  })
}

const textOf = (value: string | null): string => (value === null ? '' : withoutAddress(value))
