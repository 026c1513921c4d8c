import type {Place} from './phrase.ts'
import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {writtenByEither, writtenWith} from './headline.ts'
import {spent, sumOf, type Timed} from './spent.ts'
import {some} from './wordlist.ts'
import {namesake} from './namesake.ts'
import {turn, type Turn} from './turn.ts'
import {columns, wrap} from './wrap.ts'

/** A miss in one line, with the parts of the key that broke it. */
export interface Broken extends Timed, Turn {
  /** The function's name. */
  readonly function: string
  /** Where that is defined, where others of its name are told too. */
  readonly defined?: string
  /** Why it missed, in a word. */
  readonly taxonomy: string
  /** Where its key differs from the nearest earlier one. */
  readonly causes: readonly Place[]
  /** The whole in one sentence. */
  readonly sentence: string
  /** One next step. */
  readonly advice: string
  /** The process that it is of, where a log holds several. */
  readonly process?: string
}

/** What a check found. */
export interface Checked<M extends Broken = Broken> {
  /** Whether there are no more misses than allowed. */
  readonly passed: boolean
  /** The misses that count. */
  readonly misses: readonly M[]
  /** How many misses the log breaks off. */
  readonly broken: number
  /** How many misses are allowed. */
  readonly budget: number
  /** Calls of each function that do not count, from its first. */
  readonly warm: number
  /** Seconds of the misses that count, and of all compiles. */
  readonly seconds: {readonly counted: number; readonly all: number}
  /** Lines of JAX's that could not be read, where these are many. */
  readonly unread: {readonly lines: number; readonly share: number} | null
  /** Compiles under names of JAX's operations, where no explanation tells whose they are. */
  readonly unsorted?: {readonly compiles: number; readonly names: readonly string[]}
  /** Misses of the baseline that are no more. */
  readonly gone: Readonly<Record<string, number>>
}

/** Something of a check that a machine shows at its place. */
export interface Notice<M extends Broken = Broken> {
  readonly level: 'error' | 'warning' | 'note'
  /** What it is of, one word: that of a miss, `cut off`, `unread`, `eager` or `gone`. */
  readonly rule: string
  readonly title: string
  readonly text: string
  /** The miss that it is of; null where it is of the whole log. */
  readonly miss: M | null
}

/** So many misses are told. */
const shown = 20

/**
 * What a check found, as lines of at most `width` characters: a line that says it all, then each miss with what broke it.
 *
 * @example
 * checked(check(training, {after: 3}))[0] // 'failed: …'
 */
export function checked(check: Checked, width = columns): string[] {
  const {misses} = check
  const out = wrap(verdict(check), '', width)
  for (const miss of misses.slice(0, shown))
    out.push(...wrap(`  ${titleOf(miss)}: ${miss.sentence}`, '    ', width))
  if (misses.length > shown) out.push(`  and ${misses.length - shown} more${spent(misses.slice(shown))}`)
  for (const {text, miss} of notices(check)) if (miss === null) out.push(...wrap(`  ${text}`, '    ', width))
  return out
}

/**
 * The check in one line.
 *
 * @example
 * verdict(check(training)) // 'failed: …'
 */
export function verdict({passed, misses, broken, budget, warm, seconds}: Checked): string {
  const cost = seconds.all > 0 ? `; ${duration(seconds.counted)} of ${duration(seconds.all)}` : ''
  const found = counted(misses.length + broken, 'miss', 'misses')
  return `${passed ? 'passed' : 'failed'}: ${found}${beside(warm)}, ${figure(budget)} allowed${cost}.`
}

/** Which calls of each function are not counted. */
const beside = (warm: number): string =>
  ['', ' beside first calls'][warm] ?? ` beside the first ${figure(warm)} calls of each function`

/** What a check has to say, miss by miss and of the log as a whole. */
export function notices<M extends Broken>(check: Checked<M>): Notice<M>[] {
  const {passed, misses, broken, unread, unsorted, gone} = check
  const level = passed ? 'warning' : 'error'
  const told = misses.map((miss): Notice<M> => {
    const {taxonomy: rule, sentence, advice} = miss
    return {
      level,
      rule,
      title: titleOf(miss),
      text: [sentence, took(miss), advice].filter(Boolean).join(' '),
      miss,
    }
  })
  return [
    ...told,
    ...(broken === 0 ? [] : [whole(level, 'cut off', cutOff(broken))]),
    ...(unread === null ? [] : [whole('warning', 'unread', unreadOf(unread))]),
    ...(unsorted === undefined ? [] : [whole('note', 'eager', unsortedIn(unsorted))]),
    ...Object.entries(gone).map(([kind, count]) => whole('note', 'gone', goneOf(kind, count))),
  ]
}

const whole = (level: Notice['level'], rule: string, text: string): Notice<never> => ({
  level,
  rule,
  title: rule,
  text,
  miss: null,
})

/** Why a log cannot be judged. */
const blanks = {
  nothing: "nothing of JAX's or torch's was read here, so nothing was checked",
  garbled: "most of JAX's lines here are folded or cut and could not be read, so nothing was checked",
  uncounted:
    'all misses here are of what libraries call, of which a log without compiles does not tell what compiled, so nothing was checked',
} as const

/**
 * Why nothing was checked, and what to do.
 *
 * @example
 * unchecked('train.log', 'nothing') // "train.log: nothing of JAX's or torch's was read here, so nothing was checked; …"
 */
export const unchecked = (name: string, blank: keyof typeof blanks): string =>
  `${name}: ${blanks[blank]}; ${blank === 'nothing' ? `${writtenByEither}, or give --allow-empty` : writtenWith}`

/**
 * Why a run cannot be compared, and what to do.
 *
 * @example
 * uncompared('notes.txt') // "notes.txt: nothing of JAX's or torch's was read here, so there is nothing to compare; …"
 */
export const uncompared = (name: string): string =>
  `${name}: nothing of JAX's or torch's was read here, so there is nothing to compare; ${writtenByEither}`

/** How misses become known ones. */
export const mayBeKnown = (files: readonly string[]): string =>
  `To allow what is there now: jitlens check ${files.join(' ')} --baseline misses.json --update-baseline`

const titleOf = (miss: Broken): string =>
  `${turn(miss)} of ${namesake(miss)}${miss.process === undefined ? '' : ` in process ${miss.process}`}, broken by ${causesOf(miss)}`

const took = (miss: Timed): string => (sumOf([miss]) > 0 ? `It took ${duration(sumOf([miss]))}.` : '')

const cutOff = (count: number): string =>
  `${counted(count, 'miss breaks', 'misses break')} off in the log before its function is told.`

const unreadOf = ({lines, share}: {readonly lines: number; readonly share: number}): string =>
  `${counted(lines, 'line')} of JAX's could not be read, ${figure(Math.ceil(share * 100))} % of all: what they tell is not checked.`

const unsortedIn = ({compiles, names}: NonNullable<Checked['unsorted']>): string =>
  `Not checked: ${counted(compiles, 'compile')} of eager operations (${some(names)}). Without JAX_EXPLAIN_CACHE_MISSES=1 a jitted function of such a name counts among them.`

const goneOf = (kind: string, count: number): string =>
  `In the baseline and no longer in this run: ${kind} (${figure(count)}).`

const causesOf = ({causes, taxonomy}: Broken): string =>
  causes.length === 0
    ? taxonomy
    : [...new Set(causes.map(({component, path}) => `${component} ${path}`))].join(', ')
