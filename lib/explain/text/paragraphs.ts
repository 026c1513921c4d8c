import {type Outcome, total} from '../../log/index.ts'
import {isCompile} from '../compile.ts'
import {counted, duration, figure} from '../../words/index.ts'
import type {Explanation, Miss} from '../explanation.ts'
import {brief, deed, phrase} from '../sentence.ts'
import {wrap} from './wrap.ts'

/** Colours a piece of text; plain text gives it back. */
export interface Paint {
  (text: string, what: Outcome | 'strong' | 'faint'): string
}

const bare: Paint = (text) => text

/** So many misses of one cause are told one by one. */
const few = 3

/** So many causes of a miss are told. */
const shown = 6

/**
 * The explanation as lines of at most 80 characters: the headline, one paragraph a miss (the most expensive cause first), and
 * one line each for what else the trace holds.
 */
export function paragraphs(explanation: Explanation, paint: Paint = bare): string[] {
  const {headline, misses, groups, eager, unread, lines} = explanation
  const byIndex = new Map(misses.map((miss) => [miss.index, miss]))
  const out = wrap(headline).map((line) => paint(line, 'strong'))
  const quiet = (miss: Miss): boolean =>
    miss.verdict !== 'wrong hit' && (miss.library === true || !isCompile(miss)) && miss.outcome !== 'error'
  for (const group of groups) {
    const members = group.misses.flatMap((index) => byIndex.get(index) ?? []).filter((miss) => !quiet(miss))
    if (members.length > 0) out.push(...told(members, paint))
  }
  out.push('')
  const silent = misses.filter(quiet)
  for (const line of asides(silent)) out.push(...wrap(line, '  '))
  if (eager.compiles > 0)
    out.push(
      ...wrap(
        `Eager operations: ${counted(eager.compiles, 'compile')}, ${duration(total(eager.seconds))} (${names(eager.functions.map(({name}) => name))}).`,
        '  ',
      ),
    )
  if (unread.lines > 0) {
    const [example] = unread.examples
    out.push(
      ...wrap(
        `${counted(unread.lines, 'line')} of ${figure(lines)} not understood${example === undefined ? '' : `, such as line ${example.line}: ${brief(example.text)}`}.`,
        '  ',
      ),
    )
  }
  while (out.at(-1) === '') out.pop()
  return out
}

function told(members: readonly Miss[], paint: Paint): string[] {
  const [first] = members
  if (first === undefined) return []
  const out: string[] = []
  for (const miss of members.length > few ? members.slice(0, 1) : members) out.push(...paragraph(miss, paint))
  if (members.length > few) {
    const seconds = members.slice(1).reduce((sum, {seconds}) => sum + total(seconds), 0)
    const last = members.at(-1)
    const values = last?.causes[0]?.now
    out.push(
      ...wrap(
        `  and ${counted(members.length - 1, 'more call')} like this, ${duration(seconds)}${values === undefined || values === null ? '' : `; last: ${brief(values, 40)}`}.`,
        '  ',
      ),
    )
  }
  return out
}

function paragraph(miss: Miss, paint: Paint): string[] {
  const seconds = total(miss.seconds)
  const place = [miss.site, miss.line === undefined ? undefined : `line ${miss.line}`]
    .filter((one) => one !== undefined)
    .join(', ')
  const isFirst = miss.taxonomy === 'compulsory'
  const title = `${mark[miss.outcome]} ${miss.function}, call ${miss.call}${place === '' ? '' : ` (${place})`}: ${deed(miss.outcome, isFirst, miss.within).replace(/^was /, '')}${seconds > 0 ? `, ${duration(seconds)}` : ''} [${miss.taxonomy}, ${miss.verdict}${miss.evidence === 'inferred' ? ', inferred' : ''}]`
  const out = ['', ...wrap(title, '    ').map((line) => paint(line, miss.outcome))]
  if (isFirst) return [...out, '  never seen']
  for (const cause of miss.causes.slice(0, shown)) out.push(...wrap(`  ${phrase(cause)}`, '    '))
  if (miss.causes.length > shown) out.push(`  and ${miss.causes.length - shown} more`)
  if (miss.excluded !== null) out.push(...wrap(`  ${miss.excluded}`, '    '))
  if (miss.misled) out.push(...wrap(`  JAX blames another cause: ${brief(miss.blamed ?? '', 100)}`, '    '))
  out.push(...wrap(`  → ${miss.advice}`, '    ').map((line) => paint(line, 'faint')))
  return out
}

/** The mark of an outcome, as in the pictures. */
const mark: Readonly<Record<Outcome, string>> = {
  hit: '|',
  dispatch: '●',
  rebind: '●',
  relower: '◆',
  recompile: '◆',
  rewrap: '◆',
  retrace: '▲',
  error: '×',
}

const names = (all: readonly string[]): string =>
  `${all.slice(0, 3).join(', ')}${all.length > 3 ? ', …' : ''}`

/** What is no compile of the program's own functions, a line a kind. */
function asides(misses: readonly Miss[]): string[] {
  const kinds = new Map<string, Miss[]>()
  for (const miss of misses) {
    const kind =
      miss.within !== undefined
        ? deed(miss.outcome, false, miss.within)
        : miss.library === true
          ? 'belongs to a library'
          : deed(miss.outcome, false, undefined)
    const same = kinds.get(kind)
    if (same === undefined) kinds.set(kind, [miss])
    else same.push(miss)
  }
  return [...kinds].map(([kind, all]) => {
    const seconds = all.reduce((sum, miss) => sum + total(miss.seconds), 0)
    return `${counted(all.length, 'call')} ${all.length === 1 ? kind : kind.replace(/^was /, 'were ').replace(/^belongs/, 'belong')}${seconds > 0 ? `, ${duration(seconds)}` : ''}: ${names([...new Set(all.map((miss) => miss.function))])}.`
  })
}
