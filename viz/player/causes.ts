import {
  type Cause,
  counted,
  duration,
  type Explanation,
  type Fix,
  fixes,
  foretell,
  type Group,
  type Miss,
  say,
  sited,
  type Trace,
} from '../../lib/index.ts'
import {outsideOf, thumbnail, unit} from '../charts/index.ts'
import {hues} from '../theme.ts'
import {apart} from './apart.ts'
import {lengths} from './lengths.ts'
import type {State} from '../view.ts'
import {areAllTried} from './tried.ts'
import {advised, code, prose, type Word} from './prose.ts'
import {type Drawing, html} from '../frame/index.ts'

/** How many causes are shown at once and in all, and how many changes and calls are named, before the rest is only counted. */
const most = {causes: 6, all: 200, changes: 4, paths: 200, calls: 12}

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
  const missAt = new Map(explanation.misses.map((miss) => [miss.index, miss]))
  const {groups} = explanation
  const outside = outsideOf(trace, explanation)
  const worst = Math.max(
    ...groups.slice(0, most.causes).map(({seconds}) => seconds),
    outside?.seconds ?? 0,
    1e-9,
  )
  if (groups.length === 0) return html('p', {class: 'causes empty'}, say('no miss to explain'))
  const fixOf = new Map(fixed ? [] : fixes(trace).map((fix) => [fix.group, fix]))
  const items = groups
    .slice(0, most.all)
    .map((group, at) =>
      item(
        {trace, explanation, missAt, worst, fixed},
        group,
        switchOf(fixOf.get(at), group, tried.includes(at)),
      ),
    )
  const list = html('ol', {class: 'causes'}, ...items.slice(0, most.causes))
  const last = outside !== null && apart(outside, worst)
  return html('div', {}, list, folded(groups, items), last)
}

/** The causes that are shown where a reader asks for them. */
function folded(groups: readonly Group[], items: readonly Drawing[]): Drawing | null {
  const rest = groups.slice(most.causes)
  if (rest.length === 0) return null
  return html(
    'details',
    {class: 'rest'},
    html('summary', {}, say('rest of causes', {causes: rest.length, duration: secondsOf(rest)})),
    html('ol', {class: 'causes', start: most.causes + 1}, ...items.slice(most.causes)),
    untold(groups.slice(most.all)),
  )
}

const secondsOf = (groups: readonly Group[]): string =>
  duration(groups.reduce((sum, {seconds}) => sum + seconds, 0))

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

/** What tries a fix out, and what it would save; nothing where none is known. */
const switchOf = (fix: Fix | undefined, {misses, verdict: kind}: Group, isOn: boolean): Drawing =>
  html(
    'div',
    {class: 'if'},
    fix !== undefined && knob(String(fix.group), say('what if', {fix: bare(fix.says)}), isOn),
    fix !== undefined && html('span', {class: 'saves'}, saves(fix)),
    fix !== undefined &&
      fix.misses.length > misses.length &&
      html('span', {class: 'saves'}, counted(fix.misses.length, 'compile')),
    fix === undefined &&
      (kind === 'avoidable' || kind === 'reducible') &&
      html('span', {class: 'quiet', title: say('no fix to try')}, '–'),
  )

const knob = (fix: string, name: string, isOn: boolean): Drawing =>
  html(
    'button',
    {
      type: 'button',
      class: 'switch',
      role: 'switch',
      'aria-checked': String(isOn),
      'data-fix': fix,
      'aria-label': name,
      title: name,
    },
    html('span', {class: 'knob'}),
  )

/** What tries all fixes out at once, where there are several. */
export function allSwitch(trace: Trace, explanation: Explanation, state: State): Drawing | null {
  const all = fixes(trace)
  if (all.length < 2) return null
  const {figures} = foretell(explanation, all)
  const less = explanation.figures.seconds - figures.seconds
  const compiles = explanation.figures.compiles - figures.compiles
  return html(
    'div',
    {class: 'if every'},
    knob('all', say('what if all', {fixes: all.length}), areAllTried(trace, state)),
    html('span', {class: 'saves'}, saved(less, compiles)),
    html('span', {class: 'quiet'}, say('what if all', {fixes: all.length})),
  )
}

/** A name in a label is no code. */
const bare = (text: string): string => text.replaceAll('`', '')

const saves = ({seconds, misses}: Fix): string => saved(seconds, misses.length)

const saved = (seconds: number, compiles: number): string =>
  seconds > 0 ? `−${duration(seconds)}` : `−${counted(compiles, 'compile')}`

/** What every row of the list is made of. */
interface Listing {
  readonly trace: Trace
  readonly explanation: Explanation
  readonly missAt: ReadonlyMap<number, Miss>
  /** Seconds of the dearest cause. */
  readonly worst: number
  readonly fixed: boolean
}

function item({trace, explanation, missAt, worst, fixed}: Listing, group: Group, tries: Drawing): Drawing {
  const misses = group.misses.flatMap((index) => missAt.get(index) ?? [])
  const sample = missAt.get(group.dearest)
  const bar = lengths([{kind: group.verdict, seconds: group.seconds}], worst)
  const cost = html(
    'div',
    {class: 'cost'},
    html('strong', {}, group.verdict === 'wrong hit' ? say('stale') : duration(group.seconds)),
    ` ${counted(group.misses.length, group.seconds > 0 ? 'compile' : 'call')}`,
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
      verdict(group),
      ' ',
      prose(changed === null ? group.sentence : group.function, [], named),
    ),
    changed,
    html('p', {class: 'fix'}, ...advised(group.verdict, prose(group.advice, words))),
    sample?.misled && sample.blamed !== null
      ? html('p', {class: 'aside'}, say('misled', {blamed: sample.blamed}))
      : null,
    html('p', {class: 'aside'}, ...calls(trace, group, sample, fixed)),
  )
  return html(
    'li',
    {class: 'cause', 'data-function': sample?.functionId},
    tries,
    keyOf(trace, explanation, sample),
    what,
    cost,
  )
}

/** The key of a miss, and where it does not fit. */
const keyOf = (trace: Trace, explanation: Explanation, miss: Miss | undefined): Drawing =>
  html(
    'div',
    {class: 'key', title: say('small key')},
    miss !== undefined && thumbnail(trace, explanation, miss.index),
  )

const verdict = ({verdict: word, taxonomy}: Group): Drawing =>
  html(
    'span',
    {class: `verdict ${word.replace(' ', '-')}`, title: say('kind of cause', {taxonomy})},
    hues[word].word,
  )

/** Every path that the misses changed, once, with the values of the first that changed it. */
function changes(misses: readonly Miss[]): Drawing | null {
  const byPath = new Map<string, {cause: Cause; values: Set<string>}>()
  for (const {causes: found} of misses) {
    for (const cause of found) {
      const id = `${cause.component} ${cause.path}`
      const held = byPath.get(id) ?? {cause, values: new Set<string>()}
      held.values.add(cause.now ?? '')
      byPath.set(id, held)
    }
  }
  if (byPath.size === 0) return null
  const rows = [...byPath.values()].map(({cause, values}) => change(cause, values.size - 1))
  const shown = html('ul', {class: 'changes'}, ...rows.slice(0, most.changes))
  if (rows.length <= most.changes) return shown
  const rest = html('ul', {class: 'changes'}, ...rows.slice(most.changes, most.paths))
  const left = rows.length - most.paths
  return html(
    'div',
    {},
    shown,
    html(
      'details',
      {class: 'rest'},
      html('summary', {}, say('rest of paths', {paths: rows.length - most.changes})),
      rest,
      left > 0 ? html('p', {class: 'aside'}, say('paths left out', {paths: left})) : null,
    ),
  )
}

/** One path with now and before: what was is struck through, what is stands beside it. */
export function change(cause: Cause, others = 0): Drawing {
  const sign = {changed: '', identity: '', added: '+', removed: '−', moved: '→'}[cause.change]
  const values: (Drawing | string)[] = []
  if (cause.change === 'identity')
    values.push(html('ins', {}, 'another object, equal: ', code(cause.now ?? '')))
  else {
    if (cause.before !== null)
      values.push(html('del', {}, html('span', {class: 'quiet'}, 'before '), code(cause.before)), ' ')
    if (cause.now !== null)
      values.push(html('ins', {}, html('span', {class: 'quiet'}, 'now '), code(cause.now)))
  }
  if (cause.from !== undefined) values.push(' moved from ', code(cause.from, {'data-path': cause.from}))
  const {count: alike = 1} = cause
  if (alike > 1) values.push(html('span', {class: 'quiet'}, ` and ${counted(alike - 1, 'path')} alike`))
  if (others > 0) values.push(html('span', {class: 'quiet'}, ` and ${counted(others, 'other value')}`))
  return html(
    'li',
    {class: `change ${cause.component}`, 'data-path': cause.path},
    sign === '' ? null : `${sign} `,
    code(cause.path, {'data-path': cause.path}),
    ' ',
    ...values,
  )
}

function calls(trace: Trace, group: Group, sample: Miss | undefined, fixed: boolean): (Drawing | string)[] {
  const named = group.misses.slice(0, most.calls)
  const kind = unit(trace)
  const [one, many] = kind === 'call' ? ['Call ', 'Calls '] : ['Compile ', 'Compiles ']
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
  const first = group.misses[0]
  const site = first === undefined ? undefined : trace.at(first).site
  return [
    group.misses.length === 1 ? one : many,
    ...places,
    rest > 0 ? ` and ${rest} more` : '',
    site === undefined ? '' : ` at ${sited(site)}`,
    sample?.evidence === 'inferred' ? ` · ${sample.evidence}` : '',
  ]
}
