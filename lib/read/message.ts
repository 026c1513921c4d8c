import type {Miss} from './miss.ts'

/** A line of `jax_log_compiles`, or a whole record of `jax_explain_cache_misses`. */
export type Message =
  | Miss
  | {readonly kind: 'traced' | 'lowered' | 'compiled'; readonly name: string; readonly seconds: number}
  | {readonly kind: 'compiling'; readonly name: string; readonly types: string; readonly mapping: string}
  | {readonly kind: 'persistent'; readonly name: string; readonly hit: boolean}

/** Where a message of JAX may begin in a line. */
export const opening = /TRACING CACHE MISS at |Finished (?:tracing|jaxpr to MLIR|XLA compilation)|Compiling |PERSISTENT COMPILATION CACHE MISS|Persistent compilation cache hit|Writing |Not writing persistent/

const unwrap = (text: string): string => /^(?:jit|pjit|pmap)\((.*)\)$/s.exec(text)?.[1] ?? text

/** The name and the seconds of `… NAME in S sec`, whatever a logging format adds after it. */
function timed(text: string, from: number): {name: string; seconds: number} | null {
  const end = text.lastIndexOf(' sec')
  const at = text.lastIndexOf(' in ', end)
  if (end < 0 || at < from) return null
  const seconds = Number(text.slice(at + 4, end))
  return Number.isFinite(seconds) && seconds >= 0 ? {name: text.slice(from, at), seconds} : null
}

const tracing = 'Finished tracing '
const transforming = 'Finished tracing + transforming '
const lowering = 'Finished jaxpr to MLIR module conversion '
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
      return found === null ? null : {kind: 'traced', name: found.name.replace(/ for (?:jit|pjit|pmap|shard_map|xla_pmap)?$/, ''), seconds: found.seconds}
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
  if (text.startsWith('Persistent ')) return persistent(text, /^Persistent compilation cache hit for '(.*?)'/, true)
  if (text.startsWith('PERSISTENT ')) return persistent(text, /^PERSISTENT COMPILATION CACHE MISS for '(.*?)'/, false)
  if (text.startsWith('Writing ')) return persistent(text, /^Writing (.*?) to persistent compilation cache with key/, false)
  if (text.startsWith('Not writing persistent cache entry')) return persistent(text, /^Not writing persistent cache entry(?: for '(.*?)')?/, false)
  return null
}

function persistent(text: string, pattern: RegExp, hit: boolean): Message & {kind: 'persistent'} | null {
  const found = pattern.exec(text)
  return found === null ? null : {kind: 'persistent', name: (found[1] ?? '').replace(/^jit_/, ''), hit}
}

function started(text: string): Message & {kind: 'compiling'} | null {
  const shapes = / (?:for )?with global shapes and types /.exec(text)
  if (shapes !== null) {
    const from = shapes.index + shapes[0].length
    const mark = text.indexOf('. Argument mapping: ', from)
    return {
      kind: 'compiling',
      name: unwrap(text.slice(10, shapes.index)),
      types: mark < 0 ? text.slice(from) : text.slice(from, mark),
      mapping: mark < 0 ? '' : text.slice(mark + 20),
    }
  }
  const older = /^Compiling (\S+)(?: \(\w+\))? for args (?=[([])/.exec(text)
  if (older !== null) return {kind: 'compiling', name: unwrap(older[1] ?? ''), types: text.slice(older[0].length), mapping: ''}
  return null
}
