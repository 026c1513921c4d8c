import {type Explanation, isCompile, total} from '../../lib/index.ts'
import type {Run} from '../charts/index.ts'
import {count, type Drawing, duration, html} from '../frame/index.ts'
import {prose} from './prose.ts'

interface Figures {
  readonly compiles: number
  readonly seconds: number
  readonly avoidable: number
}

function figures({misses}: Explanation): Figures {
  const own = misses.filter((miss) => isCompile(miss) && miss.library !== true)
  return {
    compiles: own.length,
    seconds: own.reduce((sum, miss) => sum + total(miss.seconds), 0),
    avoidable: own.filter(({verdict}) => verdict === 'avoidable').length,
  }
}

const short = ({compiles, seconds}: Figures): string =>
  `${count(compiles, 'compile')}${seconds > 0 ? `, ${duration(seconds)}` : ''}`

/** One sentence with numbers: of one run its own, of several `3 runs: 14 compiles, 3.2 s: 4 were avoidable; most in \`b.log\`, 8 compiles.` */
export function headline(runs: readonly Pick<Run, 'name' | 'explanation'>[]): string {
  const [only] = runs
  if (only !== undefined && runs.length === 1) return only.explanation.headline
  const each = runs.map(({explanation}) => figures(explanation))
  const sum = each.reduce((a, b) => ({
    compiles: a.compiles + b.compiles,
    seconds: a.seconds + b.seconds,
    avoidable: a.avoidable + b.avoidable,
  }))
  const most = each.reduce((best, one, at) => (one.compiles > (each[best]?.compiles ?? 0) ? at : best), 0)
  const start = `${count(runs.length, 'run')}: ${short(sum)}`
  if (sum.compiles === 0) return `${start}.`
  const even = each.every(({compiles}) => compiles === each[0]?.compiles)
  return `${start}: ${sum.avoidable === 0 ? 'none' : sum.avoidable} ${sum.avoidable === 1 ? 'was' : 'were'} avoidable; ${even ? `${each[0]?.compiles ?? 0} in each.` : `most in \`${runs[most]?.name ?? ''}\`, ${count(each[most]?.compiles ?? 0, 'compile')}.`}`
}

/** The title and the one sentence with numbers of all runs. */
export const heads = (
  runs: readonly Run[],
  {title = 'jitlens', note}: {readonly title?: string; readonly note?: string} = {},
): Drawing =>
  html(
    'header',
    {class: 'head'},
    html('p', {class: 'title', dir: 'auto'}, title.slice(0, 120), note !== undefined && ` · ${note}`),
    html('h1', {class: 'headline'}, prose(headline(runs).slice(0, 600), [])),
  )

/** The list of names of which a reader chooses one: radio buttons, so that Tab and the arrow keys work as everywhere. */
export const choices = (
  runs: readonly Run[],
  {chosen, fixed}: {readonly chosen: number; readonly fixed: boolean},
): Drawing =>
  html(
    'fieldset',
    {class: 'runs'},
    html('legend', {}, 'One run at a time'),
    ...runs.map(({name, explanation}, at) =>
      html(
        'label',
        {class: 'run'},
        html('input', {type: 'radio', name: 'run', value: at, checked: at === chosen, disabled: fixed}),
        html('span', {class: 'name', dir: 'auto', title: name.slice(0, 400)}, name.slice(0, 400)),
        html('span', {class: 'quiet'}, short(figures(explanation))),
      ),
    ),
  )
