import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {nameList} from './wordlist.ts'

/** What a log tells beside its compiles: lib/log has the meaning of each field. */
export type Remarkable =
  | {
      readonly what: 'persistent cache'
      readonly hits: number
      readonly misses: number
      readonly writes: number
    }
  | {
      readonly what: 'unwritten'
      readonly why: 'too short' | 'callbacks' | 'too small' | 'untold'
      readonly functions: readonly string[]
      readonly times: number
      readonly seconds: number | null
      readonly limit: number | null
    }
  | {readonly what: 'uncounted'; readonly misses: number}
  | {readonly what: 'slow compile'; readonly function: string; readonly seconds: number | null}

type Unwritten = Extract<Remarkable, {what: 'unwritten'}>

/**
 * What a log tells beside its compiles, in a sentence.
 *
 * @example
 * remark({what: 'persistent cache', hits: 1, misses: 2, writes: 2}) // 'Persistent compilation cache: 1 hit, 2 misses, 2 written.'
 */
export function remark(one: Remarkable): string {
  switch (one.what) {
    case 'persistent cache':
      return `Persistent compilation cache: ${counted(one.hits, 'hit')}, ${counted(one.misses, 'miss', 'misses')}, ${figure(one.writes)} written.`
    case 'unwritten':
      return `${unwritten(one)}: ${reasons[one.why](one)}.`
    case 'uncounted':
      return `${counted(one.misses, 'explained miss is of what', 'explained misses are of what')} libraries call, and not counted: without JAX_LOG_COMPILES=1 the log does not tell which of it compiled and which was traced inside other functions.`
    case 'slow compile': {
      const whose = one.function === '' ? 'a compile that the log does not name' : `\`${one.function}\``
      return one.seconds === null
        ? `XLA's alarm of a slow compile: ${whose}; the log does not tell how long it took.`
        : `XLA's alarm of a slow compile: ${whose} took ${exact(one.seconds)}.`
    }
  }
}

function unwritten({functions, times}: Unwritten): string {
  const [subject, verb] =
    functions.length === 0
      ? [counted(times, 'program'), times === 1 ? 'was' : 'were']
      : [nameList(functions.map((name) => `\`${name}\``)), functions.length === 1 ? 'was' : 'were']
  const often = functions.length > 0 && times > functions.length ? `, ${figure(times)} times` : ''
  return `${subject} ${verb} not written to the persistent cache${often}`
}

const reasons: Readonly<Record<Unwritten['why'], (one: Unwritten) => string>> = {
  'too short': ({times, seconds, limit}) => {
    const least = limit === null ? 'the least that is written' : duration(limit)
    return times > 1 || seconds === null
      ? `compiling took less than ${least}`
      : `compiling took ${duration(seconds)}, less than ${least}`
  },
  callbacks: () =>
    'host callbacks (jax.debug.print, pure_callback) keep a program out of it, so each process compiles it',
  'too small': () => 'too small (jax_persistent_cache_min_entry_size_bytes)',
  untold: () => 'the log does not tell why, as far as it was read',
}

/** A long duration is told in seconds too, as a log has it. */
const exact = (seconds: number): string =>
  seconds < 600 ? duration(seconds) : `${duration(seconds)} (${figure(Number(seconds.toFixed(1)))} s)`

/**
 * Notes as sentences.
 *
 * @example
 * noted(['recording took 0.1 s']) // ['Recording took 0.1 s.']
 */
export const noted = (notes: readonly string[]): string[] =>
  notes.map((note) => `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`)
