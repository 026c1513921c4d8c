import {brief, excerpt} from './brief.ts'
import {list} from './wordlist.ts'

/** A guard of torch.compile that did not hold, as `Guard` of lib/log has it. */
export interface Guarded {
  /** Tells it from other deltas. */
  readonly kind: 'guard'
  /** What it compares. */
  readonly guard: GuardName
  /** The id of the compile that made the entry, `0/1`; null before torch 2.5. */
  readonly entry: string | null
  /** What of the place: `size`, `dtype`, the names of what changed. */
  readonly what?: string
  /** Which dimension, or which place in a dict. */
  readonly index?: number
  /** The other places, as text. */
  readonly others?: readonly string[]
  /** What stands there in the call; null where torch does not tell it. */
  readonly now: string | null
  /** What stood there when the entry was compiled; null where torch does not tell it. */
  readonly before: string | null
  /** Torch's own words. */
  readonly said: string
  /** What of torch made it, where it is not what the program reads. */
  readonly by?: 'duck sizing' | 'specialization' | 'layer' | 'module'
  /** It keeps another entry from serving than the guards before it: to mend one of them is enough. */
  readonly instead?: true
}

/** Parts of the global state, by torch's names. */
const states: Readonly<Record<string, string>> = {
  grad_mode: 'the grad mode',
  'autocast(cpu)_enabled': 'autocast',
  'autocast(cuda)_enabled': 'autocast',
  'autocast(cpu)_dtype': 'the dtype of autocast',
  'autocast(cuda)_dtype': 'the dtype of autocast',
  default_dtype: 'the default dtype',
  deterministic_algorithms: 'deterministic algorithms',
  num_threads: 'the number of threads',
  cuda_matmul_precision: 'the precision of matmul',
}

const article = /^the /

/** The names of what changed of the global state, as those of things that are set. */
export const guardStates = (names = ''): readonly string[] =>
  statesOf(names).map((name) => name.replace(article, ''))

/** The names of what changed of the global state. */
const statesOf = (names: string): readonly string[] => [
  ...new Set(names.split(' ').map((name) => states[name] ?? name)),
]

/** What a guard is about that names no place. */
const placeless: Readonly<Partial<Record<GuardName, string>>> = {
  TORCH_FUNCTION_STATE: 'torch function modes',
  DEFAULT_DEVICE: 'default device',
  DIM_MARKING: 'a dimension mark',
  BACKEND_MATCH: 'backend',
  GONE: 'an object that is gone',
}

/** What a guard without a place is called in the place of a path; null for one that is about nothing that has a name. */
export const guardPlace = (guard: GuardName, what = ''): string | null =>
  guard === 'GLOBAL_STATE' ? statesOf(what).join(', ') : (placeless[guard] ?? null)

/** Dtypes by the names that torch's C++ has for them. */
const dtypes: Readonly<Record<string, string>> = {
  Float: 'float32',
  Double: 'float64',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Char: 'int8',
  Byte: 'uint8',
  Short: 'int16',
  Int: 'int32',
  Long: 'int64',
  Bool: 'bool',
  ComplexFloat: 'complex64',
  ComplexDouble: 'complex128',
}

const classed = /^<class '(.*)'>$/
const keySet = /^DispatchKeySet\((.*)\)$/

/** A class by its name: `torch.nn.modules.linear.Linear`; None for its own. */
function className(text: string): string {
  const name = classed.exec(text)?.[1] ?? text
  return name === 'NoneType' ? 'None' : name
}

const vowel = /^[aeiou]/i

/** What an object of a class is. */
const oneOf = (name: string): string => (name === 'None' ? name : `${vowel.test(name) ? 'an' : 'a'} ${name}`)

const keysOf = (text: string): readonly string[] => (keySet.exec(text)?.[1] ?? text).split(', ')

/** The dispatch keys that one of two sets has alone; empty where it has none. */
const keysApart = (mine: string, other: string | null): string => {
  const theirs = new Set(other === null ? [] : keysOf(other))
  return keysOf(mine)
    .filter((key) => !theirs.has(key))
    .join(', ')
}

const truth = (text: string): string => (text === '0' ? 'False' : text === '1' ? 'True' : text)

/** Values of guards as a person reads them, by what is compared; the other of `now` and `before` beside it. */
const readings: Readonly<Record<string, (mine: string, other: string | null, one: Guarded) => string>> = {
  size: (mine, _, {index = 0}) => `size ${mine} in dimension ${index}`,
  stride: (mine, _, {index = 0}) => `stride ${mine} in dimension ${index}`,
  rank: (mine) => (mine === '1' ? '1 dimension' : `${mine} dimensions`),
  dtype: (mine) => `torch.${dtypes[mine] ?? mine}`,
  requires_grad: (mine) => `requires_grad=${truth(mine)}`,
  'dispatch key set': (mine, other) => keysApart(mine, other) || 'none more',
  class: className,
  TYPE_MATCH: className,
  ID_MATCH: className,
  LENGTH: (mine) => `length ${mine}`,
}

/** What of a place a guard compares. */
const comparedOf = ({guard, what}: Guarded): string =>
  guard === 'TENSOR_MATCH' || guard === 'SHAPE_ENV' ? (what ?? 'class') : guard

function valueOf(one: Guarded, mine: string | null, other: string | null): string | null {
  if (mine === null) return null
  const compared = comparedOf(one)
  const read = Object.hasOwn(readings, compared) ? readings[compared] : undefined
  if (read !== undefined) return read(mine, other, one)
  return classed.test(mine) ? oneOf(className(mine)) : mine
}

/**
 * What stands at the place of a guard, and what stood there; null where torch does not tell it.
 *
 * @example
 * guardValues({kind: 'guard', guard: 'TENSOR_MATCH', entry: '0/0', what: 'size', index: 0, now: '4', before: '32', said: '…'})
 * // {now: 'size 4 in dimension 0', before: 'size 32 in dimension 0'}
 */
export const guardValues = (one: Guarded): {readonly now: string | null; readonly before: string | null} => ({
  now: valueOf(one, one.now, one.before),
  before: valueOf(one, one.before, one.now),
})

/**
 * A guard that did not hold in words, to follow the name of the function.
 *
 * @example
 * guardPhrase('self.steps', {kind: 'guard', guard: 'EQUALS_MATCH', entry: '0/0', now: null, before: '0', said: 'self.steps == 0'})
 * // 'self.steps is no longer 0'
 */
export const guardPhrase = (path: string, one: Guarded): string =>
  `${one.instead === true ? 'or ' : ''}${guardSaid(path, one)}`

const guardSaid = (path: string, one: Guarded): string => says[one.guard](path, one)

/** What is said of each kind of guard. */
const says: Readonly<Record<GuardName, (path: string, one: Guarded) => string>> = {
  TENSOR_MATCH: tensorSaid,
  EQUALS_MATCH: (path, one) =>
    differs(one.what === 'key' ? `the key at place ${one.index ?? 0} of ${path}` : path, one),
  TYPE_MATCH: classSaid,
  ID_MATCH: (path, {what, before}) =>
    what === 'code'
      ? `${path} is another function`
      : `${path} is another object${before === null ? '' : ` (${className(before)})`}`,
  LENGTH: has,
  DICT_CONTAINS: (path, one) => cameOrWent(path, keyText(one.what), one),
  HASATTR: (path, one) => cameOrWent(path, `attribute ${one.what ?? ''}`, one),
  DUPLICATE_INPUT: (path, {others = []}) =>
    `${list([path, ...others], 'and')} are not one object, as they were`,
  NO_TENSOR_ALIASING: (path, {others = []}) =>
    others.length === 1
      ? `${list([path, ...others], 'and')} are one tensor, and were two`
      : `two of ${list([path, ...others], 'and')} are one tensor, and were apart`,
  SHAPE_ENV: relationSaid,
  GLOBAL_STATE: (_, {what = ''}) => `${list(statesOf(what), 'and')} changed`,
  TORCH_FUNCTION_STATE: () => 'it ran under another torch function mode, as torch.device is one',
  DEFAULT_DEVICE: () => 'the default device changed',
  DIM_MARKING: () => 'a tensor has a dimension mark that it had not',
  ACCESS: (path, {what}) =>
    what === 'Not a function' ? `${path} is no function, and was one` : `${path} is not where it was`,
  BACKEND_MATCH: () => 'it was compiled with another backend, or with other options',
  GONE: () => 'an object that it was compiled for is gone',
  UNREAD: (_, {said}) => `torch says ${excerpt(said, 100)}`,
}

/** What Python writes of a key that is no plain name. */
const written = /^(?:['"(<[{-]|\d)/

const keyText = (key = ''): string => (written.test(key) ? key : `'${key}'`)

const cameOrWent = (path: string, thing: string, {before}: Guarded): string =>
  before === 'there' ? `${path} no longer has ${thing}` : `${path} has ${thing}, which it had not`

/** `x is 2, before 1`; what it is not, where torch tells no more. */
function differs(path: string, one: Guarded): string {
  const {now, before} = guardValues(one)
  if (before === null)
    return `${path} is ${now === null ? 'another value' : `${short(now)}, which it was not`}`
  return now === null
    ? `${path} is no longer ${short(before)}`
    : `${path} is ${short(now)}, before ${short(before)}`
}

/** `x has length 2, before 1`. */
function has(path: string, one: Guarded): string {
  const {now, before} = guardValues(one)
  if (before === null) return `${path} has another ${one.what ?? 'length'}`
  return now === null ? `${path} no longer has ${before}` : `${path} has ${now}, before ${one.before ?? ''}`
}

function tensorSaid(path: string, one: Guarded): string {
  const {now} = guardValues(one)
  switch (one.what) {
    case 'size':
    case 'stride':
    case 'rank':
      return has(path, one)
    case 'dtype':
      return differs(path, one)
    case 'requires_grad':
      return now === null ? has(path, one) : `${path} has ${now}, before ${truth(one.before ?? '')}`
    case 'dispatch key set':
      return keysSaid(path, one)
    default:
      return classSaid(path, one)
  }
}

/** The dispatch keys that came or went. */
function keysSaid(path: string, {now, before}: Guarded): string {
  if (now === null || before === null) return `${path} has other dispatch keys`
  const [came, gone] = [keysApart(now, before), keysApart(before, now)]
  if (came === '') return `${path} no longer has the dispatch keys ${gone}`
  return gone === ''
    ? `${path} has the dispatch keys ${came}, which it had not`
    : `${path} has the dispatch keys ${came}, before ${gone}`
}

function classSaid(path: string, one: Guarded): string {
  const {now, before} = guardValues(one)
  if (before === null)
    return one.said.startsWith('TYPE_MISMATCH')
      ? `${path}, or the dict that holds its parts, is of another class`
      : `${path} is of another class`
  if (now === null) return `${path} is no longer ${oneOf(before)}`
  return now === before
    ? `${path} is of another class of the same name, ${before}`
    : `${path} is ${oneOf(now)}, before ${oneOf(before)}`
}

/** A relation that the entry takes for granted. */
function relationSaid(path: string, {what, index = 0, others = [], now, said}: Guarded): string {
  const value =
    now === null || others.length > 0
      ? ''
      : what === undefined
        ? `: ${path} is ${now}`
        : `: ${path} has ${what} ${now} in dimension ${index}`
  return `\`${excerpt(said, 100)}\` does not hold${value}`
}

const short = (text: string): string => brief(text)

/** The kinds of guards, as lib/log names them. */
export type GuardName =
  | 'TENSOR_MATCH'
  | 'EQUALS_MATCH'
  | 'TYPE_MATCH'
  | 'ID_MATCH'
  | 'LENGTH'
  | 'DICT_CONTAINS'
  | 'HASATTR'
  | 'DUPLICATE_INPUT'
  | 'NO_TENSOR_ALIASING'
  | 'SHAPE_ENV'
  | 'GLOBAL_STATE'
  | 'TORCH_FUNCTION_STATE'
  | 'DEFAULT_DEVICE'
  | 'DIM_MARKING'
  | 'ACCESS'
  | 'BACKEND_MATCH'
  | 'GONE'
  | 'UNREAD'
