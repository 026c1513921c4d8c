import type {Miss} from './miss.ts'

/** A line of `jax_log_compiles`, or a whole record of `jax_explain_cache_misses`. */
export type Message =
  | Miss
  | {readonly kind: 'traced' | 'lowered' | 'compiled'; readonly name: string; readonly seconds: number}
  | {readonly kind: 'compiling'; readonly name: string; readonly types: string; readonly mapping: string}
  | {readonly kind: 'persistent'; readonly name: string; readonly hit: boolean; readonly what: string}

/** Where a message of JAX may begin in a line. */
export const opening =
  /TRACING CACHE MISS at |Finished (?:tracing|jaxpr to MLIR|XLA compilation)|Compiling |PERSISTENT COMPILATION CACHE MISS|Persistent compilation cache hit|Writing |Not writing persistent/

const unwrap = (text: string): string => {
  if (!text.endsWith(')')) return text
  if (text.startsWith('jit(')) return text.slice(4, -1)
  return text.startsWith('pjit(') || text.startsWith('pmap(') ? text.slice(5, -1) : text
}

/** The name and the seconds of `… NAME in S sec`, whatever a logging format adds after it. */
function timed(text: string, from: number): {name: string; seconds: number} | null {
  for (let at = text.indexOf(' in ', from); at >= 0; at = text.indexOf(' in ', at + 4)) {
    const seconds = secondsAt(text, at + 4)
    if (seconds >= 0) return {name: text.slice(from, at), seconds}
  }
  return null
}

/** The number before ` sec`; -1 where none stands. Digits make one integer, which a power of ten divides exactly rounded. */
function secondsAt(text: string, from: number): number {
  let digits = 0
  let places = -1
  let at = from
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      digits = digits * 10 + code - 48
      if (places >= 0) places++
    } else if (code === 46 && places < 0) places = 0
    else break
  }
  if (at === from) return -1
  if (text.startsWith(' sec', at))
    return digits < 2 ** 53 && places <= 22
      ? digits / 10 ** Math.max(places, 0)
      : Number(text.slice(from, at))
  const exponent = /^[\d.]+e[+-]\d+(?= sec)/.exec(text.slice(from, from + 60))
  return exponent === null ? -1 : Number(exponent[0])
}

const tracing = 'Finished tracing '
const transforming = 'Finished tracing + transforming '
const lowering = 'Finished jaxpr to MLIR module conversion '
const types = ' with global shapes and types '
const compiling = 'Finished XLA compilation of '

/**
 * Reads a message of one line; null when it is none of JAX's. Older wordings included.
 *
 * @example
 * message('Finished XLA compilation of jit(step) in 0.25 sec') // {kind: 'compiled', name: 'step', seconds: 0.25}
 */
export function message(text: string): Exclude<Message, Miss> | null {
  if (text.startsWith('Finished ')) {
    if (text.startsWith(tracing)) {
      const found = timed(text, text.startsWith(transforming) ? transforming.length : tracing.length)
      return found === null
        ? null
        : {
            kind: 'traced',
            name: found.name.endsWith(' for jit')
              ? found.name.slice(0, -8)
              : found.name.replace(/ for (?:jit|pjit|pmap|shard_map|xla_pmap)?$/, ''),
            seconds: found.seconds,
          }
    }
    if (text.startsWith(lowering)) {
      const found = timed(text, lowering.length)
      return found === null ? null : {kind: 'lowered', name: unwrap(found.name), seconds: found.seconds}
    }
    if (text.startsWith(compiling)) {
      const found = timed(text, compiling.length)
      return found === null ? null : {kind: 'compiled', name: unwrap(found.name), seconds: found.seconds}
    }
    return null
  }
  if (text.startsWith('Compiling ')) return started(text)
  if (text.startsWith('Persistent '))
    return persistent(text, /^Persistent compilation cache hit for '(.*?)'/, true)
  if (text.startsWith('PERSISTENT '))
    return persistent(text, /^PERSISTENT COMPILATION CACHE MISS for '(.*?)'/, false)
  if (text.startsWith('Writing '))
    return persistent(text, /^Writing (.*?) to persistent compilation cache with key/, false)
  if (text.startsWith('Not writing persistent cache entry'))
    return persistent(text, /^Not writing persistent cache entry(?: for '(.*?)')?/, false)
  return null
}

function persistent(text: string, pattern: RegExp, hit: boolean): (Message & {kind: 'persistent'}) | null {
  const found = pattern.exec(text)
  return found === null
    ? null
    : {kind: 'persistent', name: (found[1] ?? '').replace(/^jit_/, ''), hit, what: found[0]}
}

function started(text: string): (Message & {kind: 'compiling'}) | null {
  const shapes = text.indexOf(types)
  if (shapes >= 0) {
    const from = shapes + types.length
    const mark = text.indexOf('. Argument mapping: ', from)
    const name = text.slice(10, shapes)
    return {
      kind: 'compiling',
      name: unwrap(name.endsWith(' for') ? name.slice(0, -4) : name),
      types: mark < 0 ? text.slice(from) : text.slice(from, mark),
      mapping: mark < 0 ? '' : text.slice(mark + 20),
    }
  }
  const older = /^Compiling (\S+)(?: \(\w+\))? for args (?=[([])/.exec(text)
  if (older !== null)
    return {kind: 'compiling', name: unwrap(older[1] ?? ''), types: text.slice(older[0].length), mapping: ''}
  return null
}
