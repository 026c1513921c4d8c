import {
  counted,
  duration,
  type Explanation,
  fixes,
  type Group,
  isInside,
  isSparable,
  judged,
  isCompile,
  type Miss,
  say,
  sited,
  type Trace,
  unfixed,
  type Verdict,
} from '../../lib/index.ts'
import {missAt, outsideOf, thumbnail, unit} from '../charts/index.ts'
import {hues} from '../theme.ts'
import {apart} from './apart.ts'
import {lengths} from './lengths.ts'
import {changes} from './changes.ts'
import {switchOf, unpredicted} from './trial.ts'
import {advised, prose, type Word} from './prose.ts'
import {breaking, type Drawing, html} from '../frame/index.ts'

/** How many causes are shown at once, at least and where more come before what is necessary, how many in all, and how many calls are named. */
const most = {causes: 6, mendable: 9, all: 200, calls: 12}

/** How many causes are shown at once: none of what is traced as a part of other calls and compiles nothing, behind which no other stands. */
function shownOf(explanation: Explanation): number {
  const {groups} = explanation
  const first = groups.findIndex(({verdict}) => verdict === 'necessary')
  const own = groups.findLastIndex((group) => !isPart(explanation, group)) + 1
  return Math.min(own, Math.max(most.causes, Math.min(most.mendable, first === -1 ? groups.length : first)))
}

/** Whether all of a cause was traced inside other calls, and is nothing that could be spared. */
function isPart(explanation: Explanation, {seconds, dearest, verdict}: Group): boolean {
  const miss = missAt(explanation, dearest)
  return seconds === 0 && miss !== undefined && isInside(miss.within) && !isSparable(verdict)
}

/** How causes are listed. */
interface CauseOptions {
  /** A page without a script: there is nothing to press. */
  readonly fixed?: boolean
  /** Numbers of the causes whose fix is tried out. */
  readonly tried?: readonly number[]
}

/**
 * The causes of a trace's misses, those that could be spared first: each with its cost, a sentence, what it changed (path, now, before) and one fix.
 * Buttons carry `data-index`, the position of a call, switches `data-fix`, the number of a cause; a host makes them work.
 */
export function causes(
  trace: Trace,
  explanation: Explanation,
  {fixed = false, tried = []}: CauseOptions = {},
): Drawing {
  const {groups} = explanation
  const outside = outsideOf(trace, explanation)
  const worst = groups.reduce((most, {seconds}) => Math.max(most, seconds), outside?.seconds ?? 1e-9)
  if (groups.length === 0) return html('p', {class: 'causes empty'}, say('no miss to explain'))
  const fixOf = new Map(fixed ? [] : [...fixes(trace), ...unfixed(trace)].map((one) => [one.group, one]))
  const items = groups.slice(0, most.all).map((group, at) => {
    const fix = fixOf.get(at)
    return item({trace, explanation, worst, fixed}, at, group, [
      switchOf(explanation, fix, at, tried.includes(at)),
      unpredicted(fix),
    ])
  })
  const shown = shownOf(explanation)
  const list = html('ol', {class: 'causes'}, ...items.slice(0, shown))
  const last = outside !== null && apart(outside, worst)
  return html('div', {}, list, folded(explanation, items, shown), last)
}

/** The causes that are shown where a reader asks for them. */
function folded(explanation: Explanation, items: readonly Drawing[], shown: number): Drawing | null {
  const {groups} = explanation
  const rest = groups.slice(shown)
  if (rest.length === 0) return null
  return html(
    'details',
    {class: 'rest'},
    html('summary', {}, say('rest of causes', {causes: rest.length, parts: byVerdict(explanation, rest)})),
    html('ol', {class: 'causes', start: shown + 1}, ...items.slice(shown)),
    untold(groups.slice(most.all)),
  )
}

/** What they come to, verdict by verdict, in the order of the list. */
function byVerdict(explanation: Explanation, groups: readonly Group[]): string {
  const seconds = new Map<Verdict, number>()
  for (const {verdict, seconds: own} of groups) seconds.set(verdict, (seconds.get(verdict) ?? 0) + own)
  const parts = [...seconds].filter(([, own]) => own > 0)
  if (groups.every((group) => isPart(explanation, group))) return say('compiled nothing')
  if (parts.length === 0) return say('no time told')
  return parts.map(([verdict, own]) => `${judged(verdict)} ${duration(own)}`).join(', ')
}

function secondsOf(groups: readonly Group[]): string {
  const all = groups.reduce((sum, {seconds}) => sum + seconds, 0)
  return all > 0 ? duration(all) : say('no time told')
}

/** What the causes that are only counted come to. */
const untold = (groups: readonly Group[]): Drawing | null =>
  groups.length === 0
    ? null
    : html(
        'p',
        {class: 'aside'},
        say('misses of other causes', {
          misses: groups.reduce((sum, {misses}) => sum + misses.length, 0),
          causes: groups.length,
          duration: secondsOf(groups),
        }),
      )

/** What every row of the list is made of. */
interface Listing {
  readonly trace: Trace
  readonly explanation: Explanation
  /** Seconds of the dearest cause. */
  readonly worst: number
  readonly fixed: boolean
}

function item(
  {trace, explanation, worst, fixed}: Listing,
  at: number,
  group: Group,
  [tries, why]: readonly [Drawing, Drawing | null],
): Drawing {
  const misses = group.misses.flatMap((index) => missAt(explanation, index) ?? [])
  const sample = missAt(explanation, group.dearest)
  const bar = lengths([{kind: group.verdict, seconds: group.seconds}], worst)
  const cost = html(
    'div',
    {class: 'cost'},
    html('strong', {}, weightOf(group, misses)),
    html('span', {class: 'left'}),
    group.seconds > 0 || group.verdict === 'wrong hit' ? ` ${timesOf(group, misses)}` : '',
    bar,
  )
  const named: Word = {text: group.function, kind: 'function', value: String(sample?.functionId)}
  const words: Word[] = [
    ...group.paths.map((path) => ({text: path, kind: 'path', value: path}) as const),
    named,
  ]
  const changed = changes(sample === undefined ? misses : [sample, ...misses])
  const what = html(
    'div',
    {class: 'what'},
    html(
      'p',
      {class: 'says'},
      html('span', {class: 'number'}, String(at + 1)),
      ' ',
      verdict(group),
      ' ',
      prose(changed === null ? group.sentence : group.function, [], named),
    ),
    changed,
    html('p', {class: 'fix'}, ...advised(group.verdict, prose(group.advice, words))),
    why,
    html('p', {class: 'aside'}, ...calls(trace, group, misses, fixed)),
    sample?.misled === true &&
      sample.blamed !== null &&
      html(
        'details',
        {class: 'rest'},
        html('summary', {}, say('misled')),
        html('p', {class: 'aside'}, sample.blamed),
      ),
  )
  return html('li', {class: 'cause', 'data-group': at}, tries, keyOf(trace, explanation, sample), what, cost)
}

/** What a cause comes to: its seconds or, where none are known, how often it was met. */
const weightOf = (group: Group, told: readonly Miss[]): string =>
  group.verdict === 'wrong hit'
    ? say('stale')
    : group.seconds > 0
      ? duration(group.seconds)
      : timesOf(group, told)

/** How often a cause was met, and whether that compiled. */
function timesOf({misses, seconds}: Group, told: readonly Miss[]): string {
  const times = misses.length
  const isRead = told.length === times && told.every(({within}) => within === 'persistent')
  return isRead
    ? say('read from disk times', {times})
    : counted(times, areCompiles(seconds, told) ? 'compile' : 'call')
}

/** Whether what came of a cause is compiles; of misses that a thinned trace does not hold, where they took time. */
const areCompiles = (seconds: number, told: readonly Miss[]): boolean =>
  told.length === 0 ? seconds > 0 : told.some(isCompile)

/** The key of a miss, and where it does not fit. */
const keyOf = (trace: Trace, explanation: Explanation, miss: Miss | undefined): Drawing =>
  html(
    'div',
    {class: 'key', title: miss?.compiler === undefined && say('small key')},
    miss !== undefined && miss.compiler === undefined && thumbnail(trace, explanation, miss.index),
  )

const verdict = ({verdict: word, taxonomy}: Group): Drawing =>
  html(
    'span',
    {class: `verdict ${word.replace(' ', '-')}`, title: say('kind of cause', {taxonomy})},
    hues[word].word,
  )

function calls(trace: Trace, group: Group, told: readonly Miss[], fixed: boolean): (Drawing | string)[] {
  const named = group.misses.slice(0, most.calls)
  const kind = unit(trace)
  const one = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
  const places = named.flatMap((index, at) => {
    const place = fixed
      ? html('span', {}, String(index + 1))
      : html(
          'button',
          {type: 'button', class: 'call', 'data-index': index, 'aria-label': `Go to ${kind} ${index + 1}`},
          String(index + 1),
        )
    return at === 0 ? [place] : [fixed ? ', ' : ' ', place]
  })
  const rest = group.misses.length - named.length
  const evidence = told.find(({index}) => index === group.dearest)?.evidence
  const {site} = trace.at(group.dearest)
  return [
    group.misses.length === 1 ? `${one} ` : `${one}s `,
    ...places,
    rest > 0 ? ` and ${rest} more` : '',
    ...(site === undefined ? [] : [' at ', ...breaking(sited(site))]),
    evidence === 'inferred' ? ` · ${evidence}` : '',
  ]
}
