import {axes, counted, figure} from './count.ts'
import {duration} from './duration.ts'
import type {Share} from './headline.ts'
import {arrayOf} from './finding.ts'
import {partsDiffer, type Part} from './gap.ts'
import {list, nameList} from './wordlist.ts'
import {columns, wrap} from './wrap.ts'

/** An array whose place is no name of the program. */
export interface Nameless {
  /** What it came as, where that is known. */
  readonly told?: {readonly type: string | null}
}

/** A change to a program; `place` is a path as text, or a function's name. */
export type Remedy = Nameless &
  (
    | {
        /** What is done. */
        readonly change: 'hold' | 'reuse'
        /** The part of the key that it keeps the same. */
        readonly component: string
        /** Where. */
        readonly place: string
        /** How it is kept, where that is not in one way. */
        readonly as?: keyof typeof ways
      }
    | {
        /** What runs outside jit is put under it, what holds a function of a library is kept, or the entries of a function. */
        readonly change: 'jit' | 'keep' | 'retain'
        /** What runs. */
        readonly place: string
        /** That the sizes of its arrays have to stay the same as well. */
        readonly isFixed?: true
      }
    | {
        /** What is done. */
        readonly change: 'pad'
        /** Where. */
        readonly place: string
        /** The axis; all where it is not given. */
        readonly dimension?: number
        /** Sizes become the next multiple of it. */
        readonly multiple: number
        /** That it is the largest size that occurs. */
        readonly largest?: true
      }
  )

/** How to keep a part of a key the same. */
const held: Readonly<Record<string, (place: string) => string>> = {
  tree: (place) => `pass ${place} always in one way`,
  aval: (place) => `give ${place} one type`,
  placement: (place) => `place ${place} once`,
}

const ways = {
  data: (place: string) => `make ${place} data`,
  'one dtype': (place: string) => `make ${place} data of one dtype`,
  kind: (place: string) => `pass ${place} always as a list or always as a tuple`,
  whole: (place: string) => `make ${place} at full length from the first call on`,
  type: (place: string) => `give ${place} one type`,
  set: (place: string) => `set ${place} once before the first call`,
  arguments: (place: string) => `pass as many arguments to ${place} in every call`,
}

/** A change to a program in words, at one place or several. */
function remedy(one: Remedy, place: string): string {
  switch (one.change) {
    case 'pad':
      return `pad ${one.dimension === undefined ? '' : `${axes([one.dimension])} of `}${place} to ${one.largest === true ? '' : 'multiples of '}${one.multiple}`
    case 'hold':
      if (one.as !== undefined) return ways[one.as](place)
      return (held[one.component] ?? ((it: string) => `make ${it} data`))(place)
    case 'jit':
      return `put what runs ${place} under jax.jit${one.isFixed === true ? ', with fixed sizes' : ''}`
    case 'retain':
      return `keep the entries of ${place} in the cache`
    case 'keep':
      return `keep what holds ${place}`
    case 'reuse':
      return one.component === 'function'
        ? `define ${place} once and pass what it takes from around it`
        : `use one ${place} again`
  }
}

/**
 * Changes to a program in words, each once for all its places; `name` sets a place as the reader's medium does.
 *
 * @example
 * remedied([{change: 'pad', place: 'tokens', dimension: 1, multiple: 8}]) // 'pad axis 1 of tokens to multiples of 8'
 */
export function remedied(remedies: readonly Remedy[], name = (place: string): string => place): string {
  const kinds = new Map<string, {readonly one: Remedy; readonly places: Set<string>}>()
  for (const one of remedies) {
    if (remedies.some((other) => isMore(other, one))) continue
    const {change, told, ...rest} = one
    const kind = JSON.stringify([change, {...rest, place: null, function: null, id: null, path: null}])
    const same = kinds.get(kind) ?? {one, places: new Set<string>()}
    kinds.set(kind, same)
    same.places.add(told === undefined ? name(one.place) : arrayOf(one.place, told.type))
  }
  return [...kinds.values()].map(({one, places}) => remedy(one, names([...places]))).join(', ')
}

/** Whether a change does all that another does, and fixes sizes besides. */
const isMore = (one: Remedy, other: Remedy): boolean =>
  one.change === 'jit' &&
  other.change === 'jit' &&
  one.place === other.place &&
  one.isFixed === true &&
  other.isFixed !== true

const names = (places: readonly string[]): string =>
  places.length > 4 ? nameList(places) : list(places, 'and')

/** What changes would spare of the misses of one verdict. */
export interface Spared {
  /** What the misses are: not needed, or fewer with padded sizes. */
  readonly verdict: 'avoidable' | 'reducible'
  /** How many misses are spared. */
  readonly misses: number
  /** What they took together. */
  readonly seconds: number
  /** Whether the log lacks JAX's reason for one of them: a static may then differ as well. */
  readonly isOpen?: boolean
  /** What to change. */
  readonly remedies: readonly Remedy[]
}

/** What a prediction assumes besides, where the log lacks JAX's reason. */
const unseen = 'no function, static or structure differs that the log does not show'

/** What a prediction says, as lines of at most `width` characters, with what it assumes; `of` are all seconds of the run, `left` the avoidable and reducible misses that stay. Where one change spares misses of both verdicts, they are told together. */
export function predicted(
  spared: readonly Spared[],
  of: number,
  left: Pick<Spared, 'misses' | 'seconds'> = {misses: 0, seconds: 0},
  width = columns,
): string[] {
  const told = spared.filter(({misses}) => misses > 0)
  const isApart = told.every(({remedies}) => remedies.length > 0)
  const parts = (isApart ? told.map((one) => [one]) : [told]).map((all, at) => {
    const seconds = all.reduce((sum, one) => sum + one.seconds, 0)
    const much = seconds > 0 ? ` and ${duration(seconds)}${at === 0 ? ` of ${duration(of)}` : ''}` : ''
    const misses = all.map((one) => counted(one.misses, `${one.verdict} miss`, `${one.verdict} misses`))
    return `${list(misses, 'and')}${much} less, if you ${remedied(all.flatMap(({remedies}) => remedies))}`
  })
  const isOpen = told.some((one) => one.isOpen)
  const isPadded = told.some(({remedies}) => remedies.some(({change}) => change === 'pad'))
  const assumed = [
    'nothing else changes',
    ...(isOpen ? [unseen] : []),
    ...(isPadded ? ['padding is masked'] : []),
  ].join(isOpen ? '; ' : ', ')
  return wrap(`Predicted (${assumed}): ${parts.join('; ')}.${rest(left)}`, '  ', width)
}

const rest = ({misses, seconds}: Pick<Spared, 'misses' | 'seconds'>): string =>
  misses === 0 ? '' : ` Not predicted: ${figure(misses)} more${seconds > 0 ? ` (${duration(seconds)})` : ''}.`

/** Why nothing is predicted of a cause that could be spared. */
export type Unforetold =
  /** So many causes before it are tried. */
  | {readonly why: 'late'; readonly causes: number}
  /** It may be another cause. */
  | {readonly why: 'doubtful'}
  /** No change keeps it out of the key. */
  | {readonly why: 'no change'}
  /** With all that is named changed, these parts differ still, at these places. */
  | {readonly why: 'apart'; readonly parts: readonly Part[]; readonly places: readonly string[]}

/**
 * Why nothing is predicted, in a clause.
 *
 * @example
 * unforetold({why: 'apart', parts: ['placement'], places: ['x']}) // 'not predicted: a placement differs as well, at x'
 */
export function unforetold(one: Unforetold): string {
  return `not predicted: ${whyNot(one)}`
}

function whyNot(one: Unforetold): string {
  switch (one.why) {
    case 'late':
      return `only the first ${counted(one.causes, 'cause')} are tried`
    case 'doubtful':
      return 'the log does not tell this cause from others'
    case 'no change':
      return 'no one change is known to keep it out of the key'
    case 'apart':
      return one.parts.length === 0
        ? 'no earlier call is known to be equal then'
        : `${partsDiffer(one.parts)} as well${one.places.length === 0 ? '' : `, at ${nameList(one.places)}`}`
  }
}

/** So many fixes a headline names. */
const shown = 3

/**
 * What a run would come to, beside what it came to, and what that takes: a sentence in two pieces.
 *
 * @param isOpen whether the log lacks JAX's reason for a miss that is spared
 * @example
 * foretold({compiles: 16, seconds: 32.9}, {compiles: 15, seconds: 28.1}, ['pad axis 1 of `tokens` to multiples of 8']).join('')
 * // 'Predicted: 28.1 s of compiling instead of 32.9 s, 15 compiles instead of 16, if you pad axis 1 of `tokens` to multiples of 8 and nothing else changes.'
 */
export function foretold(
  before: Share,
  after: Share,
  all: readonly string[],
  isOpen = false,
): readonly [outcome: string, condition: string] {
  const what = before.compiles > 0 ? 'compiling' : 'making programs ready'
  const seconds =
    before.seconds > 0
      ? `${duration(Math.max(0, after.seconds))} of ${what} instead of ${duration(before.seconds)}, `
      : ''
  const compiles = [
    ...(before.compiles > 0
      ? [`${counted(after.compiles, 'compile')} instead of ${figure(before.compiles)}`]
      : []),
    ...(before.reads === after.reads
      ? []
      : [`${counted(after.reads ?? 0, 'call')} read from disk instead of ${figure(before.reads ?? 0)}`]),
  ].join(', ')
  const steps = [...new Set(all)].filter((step) => !all.some((other) => other.startsWith(`${step}, with`)))
  const rest = steps.length - shown
  const more = rest > 0 ? [counted(rest, 'fix more', 'fixes more')] : []
  const assumed = ['nothing else changes', ...(isOpen ? [unseen] : [])]
  return [
    `Predicted: ${seconds}${compiles},`,
    ` if you ${list([...steps.slice(0, shown), ...more, ...assumed], 'and')}.`,
  ]
}
