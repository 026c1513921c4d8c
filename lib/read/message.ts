import type {MessageSays, Wording} from '../release/index.ts'
import {type Grammar, recognise, type Said} from './grammar.ts'
import {loose} from '../words/index.ts'
import {depth} from '../python/index.ts'
import type {MissRecord} from './miss.ts'
import {printOfName} from './shown.ts'

/** What the persistent cache did for a program, or why it was not written. */
type PersistentDeed = 'hit' | 'miss' | 'write' | 'too short' | 'callbacks' | 'too small' | 'skip'

/** A message of one line, the wording that it was read by, and a number that stands for what it names. */
export type Single = {
  readonly name: string
  readonly wording: Wording<MessageSays>
  readonly print: number
} & (
  | {readonly kind: 'traced'; readonly seconds: number}
  | {readonly kind: 'lowered'; readonly seconds: number}
  | {readonly kind: 'compiled'; readonly seconds: number}
  | {
      readonly kind: 'compiling'
      /** Null where the line breaks off in them. */
      readonly types: string | null
      readonly mapping: string
      /** The number behind the name, by which JAX told function objects apart until 0.4.4; empty later. */
      readonly object: string
      /** It is compiled for a number of devices, as jax.pmap alone does. */
      readonly mapped: boolean
    }
  | {
      readonly kind: 'persistent'
      readonly did: PersistentDeed
      /** What a program that was not written took to compile, and the least that is written; NaN where that is no reason. */
      readonly seconds: number
      readonly limit: number
    }
  /** XLA's alarm of a slow compile: NaN seconds on the line that names the module, no name on the other. */
  | {readonly kind: 'alarm'; readonly seconds: number}
  | {readonly kind: 'note'}
)

/** A line of `jax_log_compiles`, or a whole record of `jax_explain_cache_misses`. */
export type Message = MissRecord | Single

/** A message that tells of one compile. */
export type Joined = Exclude<Message, {readonly kind: 'alarm' | 'note'}>

/**
 * Reads a message of one line, whatever a logging format adds behind it; null when it is none of JAX's.
 *
 * @example
 * message('Finished XLA compilation of jit(step) in 0.25 sec', grammar()) // {kind: 'compiled', name: 'step', …seconds: 0.25}
 */
export function message(text: string, {messages}: Grammar): Single | null {
  const said = recognise(messages, text, true)
  return said === null ? null : single(said)
}

/** How a message ends that no other line goes on with. */
const ending = /(?:sec|[.)\]])$/

/** The message that is all of a line, by those wordings that most messages have; null where the line is to be read with those around it. */
export function sole(text: string, {plain: rows}: Grammar): Single | null {
  const said = ending.test(text) && !text.includes('&') ? recognise(rows, text) : null
  if (said === null || (said.says === 'compiling' && said.holes.name?.includes(' ') === true)) return null
  return single(said)
}

/** A message of what its line says; its texts stand on their own, so that they may be kept. */
function single({says, holes, wording}: Said<MessageSays>): Single {
  const {seconds, limit, duration = ''} = holes
  const word = loose(holes.name ?? '')
  switch (says) {
    case 'traced':
    case 'lowered':
    case 'compiled': {
      const name = bare(word)
      return {kind: says, name, wording, print: printOfName(name), seconds: plausible(Number(seconds))}
    }
    case 'compiling': {
      const {types = '', mapping = '', id = ''} = holes
      const lists = {types: whole(bracketed(types)), mapping: whole(bracketed(mapping)) ?? ''}
      const name = bare(word)
      return {
        kind: says,
        name,
        wording,
        print: printOfName(name + id),
        ...lists,
        object: id,
        mapped: isMapped(holes),
      }
    }
    case 'alarm seconds':
      return {
        kind: 'alarm',
        name: '',
        wording,
        print: printOfName(''),
        seconds: plausible(secondsOf(duration)),
      }
    case 'alarm module': {
      const name = programOf(word)
      return {kind: 'alarm', name, wording, print: printOfName(name), seconds: Number.NaN}
    }
    case 'alarm':
    case 'cache note':
      return {kind: 'note', name: word, wording, print: printOfName(word)}
    default: {
      const [name, did] = [programOf(word), deeds[says]]
      const print = printOfName(name + did)
      return {
        kind: 'persistent',
        name,
        wording,
        print,
        did,
        seconds: plausible(Number(seconds)),
        limit: Number(limit),
      }
    }
  }
}

const isMapped = ({count, types}: Said<MessageSays>['holes']): boolean =>
  count !== undefined && types !== undefined

const deeds = {
  'persistent hit': 'hit',
  'persistent miss': 'miss',
  'persistent write': 'write',
  'persistent too short': 'too short',
  'persistent callbacks': 'callbacks',
  'persistent too small': 'too small',
  'persistent skip': 'skip',
} as const satisfies Readonly<Partial<Record<MessageSays, PersistentDeed>>>

const wrapped = /^(?:p?jit|[px]map)\((.+)\)$/
const program = /^(?:p?jit|[px]map)_/

/**
 * A function's name without the transformation that JAX writes around it.
 */
const bare = (name: string): string => (name.endsWith(')') ? (wrapped.exec(name)?.[1] ?? name) : name)

/** The name of a compiled program, `jit_step`, without its transformation. */
const programOf = (name: string): string => name.replace(program, '')

const spans: Readonly<Record<string, number>> = {h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9}
const span = /(?<![\d.])(\d+(?:\.\d+)?)([a-z]+)/g

/** Seconds of a duration as absl writes it: `4m19.2s`. */
/** No step takes a hundred years: a damaged number of seconds is none. */
const longest = 3.2e9

const plausible = (seconds: number): number => (seconds > longest ? 0 : seconds)

const secondsOf = (text: string): number =>
  [...text.slice(0, 40).matchAll(span)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (spans[unit] ?? Number.NaN),
    0,
  )

/** A list of which the bracket is closed. */
const whole = (list: string): string | null => (depth(list) === 0 ? list : null)

/** The rows of the releases leave brackets to the wording, since they tell releases apart. */
const bracketed = (list: string): string =>
  loose(list === '' || list.startsWith('(') || list.startsWith('[') ? list : `(${list})`)
