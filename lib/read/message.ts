import type {MessageSays, Wording} from '../release/index.ts'
import {type Grammar, recognise, type Said} from './grammar.ts'
import type {MissRecord} from './miss.ts'

/** A message of one line, and the wording that it was read by. */
export type Single = {readonly name: string; readonly wording: Wording<MessageSays>} & (
  | {readonly kind: 'traced'; readonly seconds: number}
  | {readonly kind: 'lowered'; readonly seconds: number}
  | {readonly kind: 'compiled'; readonly seconds: number}
  | {readonly kind: 'compiling'; readonly types: string; readonly mapping: string}
  | {readonly kind: 'persistent'; readonly hit: boolean}
)

/** A line of `jax_log_compiles`, or a whole record of `jax_explain_cache_misses`. */
export type Message = MissRecord | Single

/**
 * Reads a message of one line, whatever a logging format adds behind it; null when it is none of JAX's.
 *
 * @example
 * message('Finished XLA compilation of jit(step) in 0.25 sec', grammar()) // {kind: 'compiled', name: 'step', seconds: 0.25, …}
 */
export function message(text: string, {messages}: Grammar): Single | null {
  const said = recognise(messages, text, true)
  return said === null ? null : single(said)
}

/** A message of what its line says. */
export function single({says, holes, wording}: Said<MessageSays>): Single {
  const {name = '', seconds, types = '', mapping = ''} = holes
  switch (says) {
    case 'traced':
    case 'lowered':
    case 'compiled':
      return {kind: says, name, seconds: Number(seconds), wording}
    case 'compiling':
      return {kind: says, name, types: bracketed(types), mapping: bracketed(mapping), wording}
    case 'persistent hit':
    case 'persistent miss':
    case 'persistent write':
    case 'persistent skip':
      return {kind: 'persistent', name, hit: says === 'persistent hit', wording}
  }
}

/** The rows of the releases leave brackets to the wording, since they tell releases apart. */
const bracketed = (list: string): string =>
  list === '' || list.startsWith('(') || list.startsWith('[') ? list : `(${list})`

/** Whether two messages say the same, as where two handlers print one. */
export const repeats = (one: Single, two: Single): boolean =>
  one.wording === two.wording &&
  one.name === two.name &&
  (one.kind === 'compiling'
    ? two.kind === 'compiling' && one.types === two.types && one.mapping === two.mapping
    : one.kind === 'persistent' || (two.kind === one.kind && one.seconds === two.seconds))
