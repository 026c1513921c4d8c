import type {Blame, Blamed} from '../log/index.ts'
import type {Intern} from './intern.ts'
import type {TreeDifference, NamedDifference, SettingDifference, Severity} from './severity.ts'
import {place, segments} from './place.ts'
import {plainType} from './shorttype.ts'

/** So many places of JAX's reason are kept, and so much of what stands there. */
const placesKept = 16
const wordsKept = 300

/** The places at which a record says that two keys differ. */
interface Differences {
  readonly trees: readonly TreeDifference[]
  readonly types: readonly NamedDifference[]
  readonly context: readonly SettingDifference[]
}

/** JAX's reason as facts, from what a record says of the differences; `heading` is kept where its kind is not known. */
export function reason(
  severity: Severity | null,
  heading: string,
  {trees, types, context}: Differences,
  keep: Intern,
): Blame {
  if (severity === null) return {kind: 'unread', places: [], said: keep(heading)}
  const places = [
    ...trees.map((one) => blamedTree(one, keep)),
    ...types.map((one) => blamedName('aval', plainly(one), leafPath(one.name), keep)),
    ...context.map((one) => blamedName('context', one, [one.name], keep)),
  ]
  const more = places.length - placesKept
  return {kind: severity, places: places.slice(0, placesKept), ...(more > 0 && {more})}
}

/** A type without the mesh that it does not have. */
const plainly = ({name, now, before}: NamedDifference): NamedDifference => ({
  name,
  now: plainType(now),
  before: plainType(before),
})

const blamedTree = ({at, now, before}: TreeDifference, keep: Intern): Blamed => ({
  component: now.component,
  at: keep(at),
  path: argumentPath(at).map(keep),
  now: keep(clip(now.words)),
  before: before === null ? null : keep(clip(before.words)),
})

const blamedName = (
  component: Blamed['component'],
  {name, now, before}: Omit<SettingDifference, 'position'>,
  path: readonly string[],
  keep: Intern,
): Blamed => ({
  component,
  at: keep(name),
  path: path.map(keep),
  now: now === null ? null : keep(clip(now)),
  before: before === null ? null : keep(clip(before)),
})

/** `[0][2]['x']` → `args[2]`, `['x']`. */
function argumentPath(at: string): readonly string[] {
  const {root, argument, rest} = place(at)
  if (root < 0) return leafPath(at)
  const holder = root === 0 ? 'args' : 'kwargs'
  return [argument === null ? holder : `${holder}[${argument}]`, ...rest]
}

/** `batch['x']` → `batch`, `['x']`. */
function leafPath(name: string): readonly string[] {
  const end = name.search(leafEnd)
  return end < 0 ? [name] : [name.slice(0, end), ...segments(name.slice(end))]
}

const leafEnd = /[.[]/
const clip = (text: string): string => (text.length > wordsKept ? `${text.slice(0, wordsKept - 1)}…` : text)
