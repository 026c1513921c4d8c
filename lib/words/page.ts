import {phrase, type Place} from './phrase.ts'
import {counted} from './count.ts'
import {deed, type Deed, deedAlone, type DeedOutcome, type Within} from './deed.ts'
import type {Gap} from './gap.ts'
import {atLeast, isUnsaid, mayBeFirst, unsaidOf} from './sentence.ts'
import {told} from './delta.ts'
import {some} from './wordlist.ts'
import {type Releases, writtenBy} from './releases.ts'
import {noted} from './remarked.ts'
import {besidesRecompiles, isResembling, type Stray, strayLines} from './resembling.ts'
import {spent, type Timed} from './spent.ts'
import {brief, excerpt} from './brief.ts'
import {sited} from './sited.ts'
import {namesake} from './namesake.ts'
import {turn, type Turn} from './turn.ts'
import {wrap} from './wrap.ts'

/** Colours a piece of text, a miss by its verdict; plain text gives it back. */
export interface Paint {
  (text: string, what: Paragraph['verdict'] | 'error' | 'strong' | 'faint'): string
}

/** A call as a paragraph tells it. */
export interface Paragraph extends Timed, Turn {
  /** The function's name. */
  readonly function: string
  /** Where that is defined, where others of its name are told too. */
  readonly defined?: string
  /** How far it fell. */
  readonly outcome: DeedOutcome
  /** Where it is no plain call. */
  readonly within?: Within
  /** Who compiles the function; JAX where nothing is said. */
  readonly compiler?: 'torch'
  /** Why it missed, in a word; `compulsory` for a function's first call. */
  readonly taxonomy: string
  /** Whether it had to be. */
  readonly verdict: 'avoidable' | 'reducible' | 'necessary' | 'wrong hit' | 'unknown'
  /** How it is known. */
  readonly evidence: string
  /** What differs from the nearest earlier key. */
  readonly causes: readonly Place[]
  /** What differs besides. */
  readonly besides?: readonly Place[]
  /** Why no cause is known. */
  readonly gap?: {readonly why: Gap['why']} | null
  /** What the log excludes, where it hides the cause. */
  readonly excluded: string | null
  /** What JAX said, and whether that is another cause. */
  readonly blamed: string | null
  /** Whether JAX's reason names another cause than the true one. */
  readonly misled: boolean
  /** One next step. */
  readonly advice: string
  /** Where it stands in the program, `file:line`. */
  readonly site?: string
  /** The process that it is of, where a log holds several. */
  readonly process?: string
  /** The line of the log, from 1. */
  readonly line?: number
}

/** What a run is told by. */
export interface Page {
  readonly headline: string
  /** Misses by their cause, in the order in which they are told. */
  readonly causes: readonly (readonly Paragraph[])[]
  /** What is no compile of the program's own functions. */
  readonly asides: readonly Aside[]
  /** Compiles of operations outside jit. */
  readonly eager: Timed & {
    readonly compiles: number
    readonly functions: readonly {readonly name: string}[]
  }
  /** Whether JAX gives a reason of any miss: else a function of the program may be called like an operation. */
  readonly isExplained: boolean
  readonly lines: number
  readonly unread: Stray & {
    readonly examples: readonly {readonly line: number; readonly text: string; readonly kind: string}[]
  }
  readonly releases: Releases | null
  /** What the trace's producer says of itself. */
  readonly notes: readonly string[]
  /** What the log tells beside compiles, in sentences. */
  readonly remarks: readonly {readonly sentence: string}[]
}

/** Calls told in one line: what they did. */
export interface Aside {
  readonly deed: Deed
  readonly misses: readonly (Timed & {readonly function: string})[]
}

/** So many misses of one cause are told one by one. */
const few = 3

/** So many causes of a miss are told. */
const shown = 6

/** How a page is laid out. */
interface Look {
  readonly paint: Paint
  /** So many characters a line has at most. */
  readonly width: number
}

/**
 * A run as lines of at most `width` characters: the headline, one paragraph a miss, and one line each for what else there is.
 */
export function page(
  {headline, causes, asides, eager, isExplained, lines, unread, releases, notes, remarks}: Page,
  paint: Paint,
  width: number,
): string[] {
  const out = wrap(headline, '', width).map((line) => paint(line, 'strong'))
  for (const misses of causes) out.push(...cause(misses, {paint, width}))
  out.push('')
  for (const aside of asides) out.push(...wrap(asideLine(aside), '  ', width))
  if (eager.compiles > 0)
    out.push(
      ...wrap(
        `Eager operations: ${counted(eager.compiles, 'compile')}${spent([eager])} (${some(eager.functions.map(({name}) => name))})${isExplained ? '' : mistaken}.`,
        '  ',
        width,
      ),
    )
  for (const {sentence} of remarks) out.push(...wrap(sentence, '  ', width))
  if (unread.lines > 0)
    out.push(...wrap(unreadLine(unread, lines), '  ', width), ...resemblances(unread, width))
  for (const note of noted(notes)) out.push(...wrap(note, '  ', width))
  if (releases !== null) out.push(...wrap(writtenBy(releases), '  ', width))
  while (out.at(-1) === '') out.pop()
  return out
}

const mistaken =
  '; a jitted function of such a name counts among them in a log without JAX_EXPLAIN_CACHE_MISSES=1'

function unreadLine(unread: Page['unread'], lines: number): string {
  const example = unread.examples.find(({kind}) => kind !== besidesRecompiles)
  const such = example === undefined ? '' : `, such as line ${example.line}: ${excerpt(example.text)}`
  return `${strayLines(unread, lines)}${such}.`
}

/** The first unread lines that look like one of JAX's, each with what it looks like. */
const resemblances = ({examples}: Page['unread'], width: number): string[] =>
  examples
    .filter(({kind}) => isResembling(kind))
    .slice(0, few)
    .flatMap(({line, text, kind}) => wrap(`Line ${line}, ${excerpt(text)}, ${kind}.`, '  ', width))

function asideLine({deed: done, misses}: Aside): string {
  const isMany = misses.length > 1
  const names = [...new Set(misses.map((miss) => miss.function))]
  return `${counted(misses.length, 'call')} ${deed(done, isMany)}${spent(misses)}: ${some(names)}.`
}

/** Misses of one cause: few are told one by one, of many the first and how many more. */
function cause(misses: readonly Paragraph[], look: Look): string[] {
  if (misses.length <= few) return misses.flatMap((miss) => paragraph(miss, look))
  const rest = misses.slice(1)
  const value = rest.at(-1)?.causes.at(0)
  const last = value === undefined ? '' : lastValue(value)
  return [
    ...misses.slice(0, 1).flatMap((miss) => paragraph(miss, look)),
    ...wrap(`  and ${counted(rest.length, 'more call')} like this${spent(rest)}${last}.`, '  ', look.width),
  ]
}

function lastValue({delta}: Place): string {
  const {now} = told(delta)
  return now === null ? '' : `; last: ${brief(now, 40)}`
}

function paragraph(miss: Paragraph, {paint, width}: Look): string[] {
  const isFirst = miss.taxonomy === 'compulsory'
  const out = [
    '',
    ...wrap(title(miss, isFirst), '    ', width).map((line) =>
      paint(line, miss.outcome === 'error' ? 'error' : miss.verdict),
    ),
  ]
  if (isFirst) return [...out, ...firstSaid(miss).flatMap((said) => wrap(`  ${said}`, '    ', width))]
  for (const [at, one] of miss.causes.slice(0, shown).entries())
    out.push(
      ...wrap(`  ${at === 0 && miss.compiler === 'torch' ? atLeast : ''}${phrase(one)}`, '    ', width),
    )
  if (miss.causes.length > shown) out.push(`  and ${miss.causes.length - shown} more`)
  for (const one of (miss.besides ?? []).slice(0, shown))
    out.push(...wrap(`  also: ${phrase(one)}`, '    ', width))
  if (miss.excluded !== null) out.push(...wrap(`  ${miss.excluded}`, '    ', width))
  if (miss.misled && miss.blamed !== null)
    out.push(...wrap(`  ${misledBy(miss)}: ${excerpt(miss.blamed, 100)}`, '    ', width))
  out.push(...wrap(`  → ${miss.advice}`, '    ', width).map((line) => paint(line, 'faint')))
  return out
}

/**
 * That a page tells of some causes alone.
 *
 * @example
 * leftUntold(2) // '2 more causes are not shown.'
 */
export const leftUntold = (causes: number): string =>
  `${counted(causes, 'more cause is', 'more causes are')} not shown.`

/** What is known of a first call. */
function firstSaid(miss: Paragraph): readonly string[] {
  const {gap, excluded, compiler} = miss
  const more = excluded === null ? [] : [excluded]
  if (gap?.why === 'traced inside') return more
  return [
    isUnsaid(miss) ? unsaidOf(miss) : compiler === 'torch' ? 'its first compile' : 'never seen',
    ...more,
  ]
}

/** JAX is right of the call that it compares with, which a log does not name and which need not be the nearest. */
const misledBy = ({evidence}: Paragraph): string =>
  evidence === 'simulated' ? 'JAX blames another cause' : 'JAX, which may compare with another call, says'

/** Which call it was, what it did and what it cost. */
export function title(miss: Paragraph, isFirst: boolean): string {
  const {outcome, within, compiler, evidence, site, line, process} = miss
  const places = [
    ...(process === undefined ? [] : [`process ${process}`]),
    ...(site === undefined ? [] : [sited(site)]),
    ...(line === undefined ? [] : [`line ${line}`]),
  ]
  const place = places.length === 0 ? '' : ` (${places.join(', ')})`
  const labels = [miss.taxonomy, judged(miss.verdict), ...(miss.evidence === 'inferred' ? ['inferred'] : [])]
  return `${marks[outcome]} ${namesake(miss)}, ${turn(miss)}${place}: ${deedAlone({outcome, within, compiler, evidence, isFirst: isFirst || mayBeFirst(miss)})}${spent([miss])} [${labels.join(', ')}]`
}

/** A verdict as pages and pictures say it. */
export const judged = (verdict: Paragraph['verdict']): string =>
  verdict === 'unknown' ? 'unexplained' : verdict

/** The mark of an outcome, as in the pictures. */
const marks: Readonly<Record<DeedOutcome, string>> = {
  hit: '|',
  dispatch: '●',
  rebind: '●',
  relower: '◆',
  recompile: '◆',
  rewrap: '◆',
  retrace: '▲',
  eager: '●',
  error: '×',
}
