import {
  type Cause,
  type Explanation,
  type Fact,
  type Miss,
  sayFurther,
  show,
  type Trace,
  weakly,
} from '../../lib/index.ts'
import type {Table} from '../frame/index.ts'
import {guardTable} from './lockguards.ts'
import {saidOf} from './locksays.ts'
import {type LockOptions, sheetOf} from './locksheet.ts'
import {calledAt, chosen, isOfTorch, missAt, numbered} from './position.ts'

const words: Readonly<Record<Cause['change'], string>> = {
  changed: 'changed',
  identity: 'another object, equal text',
  added: 'added',
  removed: 'removed',
  moved: 'moved',
}

const columns = [
  {name: 'path', kind: 'code'},
  {name: 'part', kind: 'word'},
  {name: 'change', kind: 'word'},
  {name: 'now', kind: 'code'},
  {name: 'before', kind: 'code'},
] as const

const part = (component: Cause['component']): string => (component === 'aval' ? 'state' : component)

function captionOf(trace: Trace, miss: Miss | null, position: number): string {
  const call = `${calledAt(trace, position)}, ${numbered(trace, position)}`
  if (miss === null) return sayFurther('whole key equal', {call})
  if (miss.nearest < 0 && miss.causes.length === 0) return sayFurther('first of function', {call})
  const earlier = miss.nearest < 0 ? sayFurther('key not in log') : numbered(trace, miss.nearest)
  return sayFurther(miss.causes.length === 0 ? 'nothing differs' : 'what differs', {call, earlier})
}

const rowsOf = (cause: Cause): string[][] =>
  (cause.paths ?? [cause.path]).map((path) => [
    path,
    part(cause.component),
    cause.change === 'moved' ? `moved from ${cause.from ?? '?'}` : words[cause.change],
    weakly(cause.now ?? ''),
    weakly(cause.before ?? ''),
  ])

const rowOf = ({path, component, kind, value}: Fact): string[] => [
  show(path),
  part(component),
  kind,
  weakly(value),
  '',
]

/** What does not fit, a row a place; where all fits, what the key holds. */
export function table(trace: Trace, explanation: Explanation, options?: LockOptions): Table {
  const position = trace.length === 0 ? -1 : chosen(trace, explanation, options?.position)
  const id = position < 0 ? -1 : trace.keyAt(position)
  if (position >= 0 && isOfTorch(trace, position)) return guardTable(trace, explanation, options)
  const sheet = sheetOf(trace, explanation, options)
  if (sheet === null) return {caption: sayFurther('key unknown'), columns, rows: []}
  const {facts} = trace.key(id)
  const miss = missAt(explanation, position) ?? null
  const changes = (miss?.causes ?? []).flatMap(rowsOf)
  return {
    caption: `${captionOf(trace, miss, position)}. ${saidOf(sheet)}`,
    columns,
    rows: changes.length > 0 ? changes : facts.filter(({component}) => component !== 'context').map(rowOf),
  }
}
