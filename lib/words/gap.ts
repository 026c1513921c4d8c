import {counted, figure} from './count.ts'
import {list} from './wordlist.ts'

/** Parts of a key: all of a kind, and one of them. */
const parts = {
  function: {all: 'the function', one: 'the function itself'},
  static: {all: 'static values', one: 'a static value'},
  tree: {all: 'arguments', one: 'the structure of the arguments'},
  graphdef: {all: 'structures of models', one: 'the structure of a model'},
  aval: {all: 'array types', one: 'an array type'},
  placement: {all: 'placement', one: 'a placement'},
  options: {all: 'options', one: 'an option of jit'},
  context: {all: 'settings', one: 'a setting'},
  guard: {all: 'guards', one: 'a guard'},
} as const

/** The parts of a key. */
export type Part = keyof typeof parts

/**
 * That parts of two keys differ.
 *
 * @example
 * partsDiffer(['tree', 'placement']) // 'the structure of the arguments and a placement differ'
 */
export const partsDiffer = (all: readonly Part[]): string =>
  `${list(
    all.map((part) => parts[part].one),
    'and',
  )} ${all.length === 1 ? 'differs' : 'differ'}`

/** Why a miss has no cause that could be named. */
export type Gap =
  /** The log tells these parts, which equal those of an earlier call, and not those, one of which must differ. */
  | {
      readonly why: 'a gap'
      readonly equal: readonly Part[]
      readonly hidden: readonly Part[]
      readonly like: number
    }
  /** The same where its program uses more or fewer arrays than that of the earlier call: it takes no others, so that a static may be the reason. */
  | {
      readonly why: 'a gap'
      readonly equal: readonly Part[]
      readonly hidden: readonly Part[]
      readonly like: number
      readonly arrays: {readonly now: number; readonly before: number}
    }
  /** It was compiled with as many arrays as an earlier call, but with others: nothing tells which took the place of which. */
  | {readonly why: 'other arrays'; readonly like: number}
  /** Its key reads like that of an earlier call. */
  | {readonly why: 'reads alike'; readonly like: number}
  /** It was lowered again, with a key that reads like that of an earlier call. */
  | {readonly why: 'lowers alike'; readonly like: number}
  /** JAX gives its name to many functions, and nothing tells which it is. */
  | {readonly why: 'function untold'}
  /** JAX never saw its function, which has the id of an earlier one: an id is an address, and addresses come again. */
  | {readonly why: 'object or entry'; readonly like: number}
  /** JAX finds no difference that it can name. */
  | {readonly why: 'static or metadata'; readonly like: number}
  /** Threads, or processes that nothing tells apart, wrote the log together. */
  | {readonly why: 'mixed'}
  /** It was compiled without a trace, for other arguments. */
  | {readonly why: 'untraced'}
  | {readonly why: 'earlier calls missing'}
  /** No call of it compiled before, and JAX met it inside another function. */
  | {readonly why: 'traced inside'}
  /** Likewise, in a log that does not tell what compiled. */
  | {readonly why: 'called perhaps'}
  /** The trace holds no earlier call of it, and does not hold all that came before: JAX may have met it there. */
  | {readonly why: 'begins late'}

/**
 * A gap in words, to stand in a sentence; `like` is the number of a call.
 *
 * @example
 * gap({why: 'a gap', equal: ['tree', 'aval'], hidden: ['static', 'context'], like: 1})
 * // 'arguments and array types equal those of call 1: a static value or a setting changed'
 */
export function gap(one: Gap): string {
  switch (one.why) {
    case 'a gap':
      return `${beside(one)}: ${list(
        one.hidden.map((part) => parts[part].one),
        'or',
      )} changed`
    case 'other arrays':
      return `its program uses as many arrays as that of call ${one.like}, but of other ranks or kinds: types, the structure of the arguments or a static value changed, and the log does not tell which array took the place of which`
    case 'reads alike':
      return `its key reads like that of call ${one.like}: what differs is not in the log (a static value, metadata, a new object that prints alike), or the entry was dropped`
    case 'lowers alike':
      return `all that the log tells of it is like call ${one.like}: a layout, a device or an option of jit differs, or the entry was dropped`
    case 'function untold':
      return 'JAX gives this name to many functions, and the log does not tell which this is, nor whether it ran before'
    case 'object or entry':
      return `JAX does not know its function any more: the entry of call ${one.like} was dropped (jax.clear_caches), or it is a new function object, or another transform (grad, vmap) of it, at the same address`
    case 'static or metadata':
      return `JAX names no difference, as of types or structure: a static value or metadata differs from call ${one.like}`
    case 'mixed':
      return 'several runs, processes or threads that nothing tells apart wrote this log, or it lacks lines: it may be the first call in one of them, or like a call of another'
    case 'untraced':
      return 'it was compiled without a trace, so that a gradient or a batch was made of it, a trace of it inside another function was kept, or lines of the log are missing'
    case 'earlier calls missing':
      return 'JAX met it before, in calls that are not held here'
    case 'traced inside':
      return 'this was its first call by itself; before, JAX had only traced it inside another function'
    case 'called perhaps':
      return 'JAX had traced it before, inside another function or by itself: the log does not tell whether it compiled'
    case 'begins late':
      return 'the log begins late, or lacks lines, and holds no earlier call of it: this need not be the first'
  }
}

/** What is told beside an earlier call: what equals its parts, and that its program uses another number of leaves. */
const beside = (one: Extract<Gap, {why: 'a gap'}>): string =>
  'arrays' in one
    ? `its program uses ${leavesUsed(one.arrays.now)}, and that of call ${one.like} uses ${figure(one.arrays.before)}${
        one.equal.length === 0 ? '' : `, with equal ${allOf(one.equal)}`
      }`
    : `${equality(one.equal)} call ${one.like}`

/**
 * How many leaves a program uses, as all causes and gaps say it: JAX drops those that it does not use.
 *
 * @example
 * leavesUsed(2) // '2 leaves of its arguments'
 */
export const leavesUsed = (count: number): string => `${counted(count, 'leaf', 'leaves')} of its arguments`

const allOf = (equal: readonly Part[]): string =>
  list(
    equal.map((part) => parts[part].all),
    'and',
  )

const equality = (equal: readonly Part[]): string =>
  equal.length === 0 ? 'the log does not tell what differs from' : `${allOf(equal)} equal those of`
