import {alike, type Cause, counted, type Miss, say, weakly} from '../../lib/index.ts'
import {differences, sideOf, valuesOf} from '../charts/index.ts'
import {apartIn, type Drawing, html} from '../frame/index.ts'
import {code} from './prose.ts'

/** How many changes are shown at once, and in all, before the rest is only counted. */
const most = {changes: 4, paths: 200}

/** Every path that the misses changed, once, with the values of the first that changed it. */
export function changes(misses: readonly Miss[]): Drawing | null {
  const byPath = new Map<string, {cause: Cause; values: Set<string>}>()
  for (const miss of misses) {
    for (const cause of differences(miss)) {
      const id = `${cause.component} ${cause.from ?? ''} ${cause.path}`
      const held = byPath.get(id) ?? {cause, values: new Set<string>()}
      held.values.add(cause.component === 'function' ? '' : (cause.now ?? ''))
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

/** So wide are two long values together, in px: each shows where they differ. */
const widest = 900

const definition = / defined at [^,]*[/\\]([^/\\,]+:\d+)/g

/** A value, of functions with the file and line of each, without its folders. */
function defined(text: string): Drawing {
  const short = text.replace(definition, ' $1')
  return code(text, {}, short === text ? undefined : short)
}

/** How many places that a change stands for its path does not name: it lists the functions that a loop was given. */
const unnamed = ({component, count = 1, path}: Cause): number =>
  count - (component === 'function' ? path.split(', ').length : 1)

/** Another object in the same place, and how the log tells it, where that says more than its name does. */
const another = (cause: Cause): Drawing =>
  html(
    'ins',
    isItself(cause) ? {'data-path': cause.path} : {},
    alike(cause),
    ...(cause.now === null || (cause.now === cause.path && cause.count === undefined)
      ? []
      : [': ', defined(weakly(cause.now))]),
  )

/** Whether it is the function itself that is another object: its name stands before its changes. */
const isItself = ({change: how, component}: Cause): boolean => how === 'identity' && component === 'function'

/** What was, struck through, and what is, beside it. */
function values(cause: Cause): (Drawing | string)[] {
  const quiet = (word: string): Drawing => html('span', {class: 'quiet'}, word)
  const {before, now} = valuesOf(cause)
  if (cause.change === 'identity') return [another(cause)]
  const [was, is] = apartIn(before ?? '', now ?? '', widest, 13)
  return [
    ...(before === null ? [] : [html('del', {}, quiet('before '), code(before, {}, was)), ' ']),
    ...(cause.change === 'added' ? [quiet(`${say('not before')} `)] : []),
    ...(now === null ? [] : [html('ins', {}, quiet('now '), code(now, {}, is))]),
    ...(now === null && cause.change === 'changed' ? [quiet(`now ${say('part untold')}`)] : []),
  ]
}

/** One path with now and before: what was is struck through, what is stands beside it. */
export function change(cause: Cause, others = 0): Drawing {
  const sign = {changed: '', identity: '', added: '+', removed: '−', moved: '→'}[cause.change]
  const {component, from} = cause
  const more = unnamed(cause)
  return html(
    'li',
    {class: `change ${sideOf(cause)}`, 'data-path': cause.path},
    sign === '' ? null : `${sign} `,
    cause.delta.kind === 'guard' && cause.delta.instead === true && html('span', {class: 'quiet'}, 'or '),
    ...(isItself(cause) ? [] : [code(cause.path, {'data-path': cause.path}), ' ']),
    ...(from === undefined
      ? values(cause)
      : [html('span', {class: 'quiet'}, 'moved from '), code(from, {'data-path': from})]),
    more > 0 &&
      html(
        'span',
        {class: 'quiet'},
        ` and ${counted(more, component === 'function' ? 'function' : 'path')} alike`,
      ),
    others > 0 && html('span', {class: 'quiet'}, ` and ${counted(others, 'other value')}`),
  )
}
