import {loose} from '../words/index.ts'
import type {Remark} from '../log/index.ts'
import type {Message, Single} from './message.ts'

/** Sums what a log tells beside its compiles. */
export interface Remarks {
  take(message: Message): void
  result(): Remark[]
}

type Persistent = Single & {readonly kind: 'persistent'}
type Unwritten = Extract<Remark, {what: 'unwritten'}>

interface Tally {
  hits: number
  misses: number
  writes: number
  readonly unwritten: Map<Unwritten['why'], Unwritten>
  /** Seconds of slow compiles by function. */
  readonly slow: Map<string, number | null>
  /** The seconds that an alarm told, whose function is named on a line behind it. */
  pending: number | null
}

const functionsKept = 20
const slowKept = 100

/** A fresh sum. */
export function remarks(): Remarks {
  const tally: Tally = {hits: 0, misses: 0, writes: 0, unwritten: new Map(), slow: new Map(), pending: null}
  return {
    take(message) {
      if (message.kind === 'persistent') kept(tally, message)
      else if (message.kind === 'alarm') alarmed(tally, message.name, message.seconds)
    },
    result() {
      if (tally.pending !== null) slow(tally, '', tally.pending)
      tally.pending = null
      const {hits, misses, writes, unwritten} = tally
      return [
        ...(hits + misses + writes > 0 ? [{what: 'persistent cache', hits, misses, writes} as const] : []),
        ...unwritten.values(),
        ...[...tally.slow].map(
          ([name, seconds]) => ({what: 'slow compile', function: name, seconds}) as const,
        ),
      ]
    },
  }
}

function kept(tally: Tally, message: Persistent): void {
  switch (message.did) {
    case 'hit':
      tally.hits++
      return
    case 'miss':
      tally.misses++
      return
    case 'write':
      tally.writes++
      return
    case 'skip':
      unwritten(tally, 'untold', message)
      return
    default:
      unwritten(tally, message.did, message)
  }
}

function unwritten({unwritten: all}: Tally, why: Unwritten['why'], {name, seconds, limit}: Persistent): void {
  const {functions, times}: Pick<Unwritten, 'functions' | 'times'> = all.get(why) ?? {functions: [], times: 0}
  const isNew = name !== '' && functions.length < functionsKept && !functions.includes(name)
  all.set(why, {
    what: 'unwritten',
    why,
    functions: isNew ? [...functions, loose(name)] : functions,
    times: times + 1,
    seconds: Number.isNaN(seconds) ? null : seconds,
    limit: Number.isNaN(limit) ? null : limit,
  })
}

/** XLA tells the seconds on a line before the one that names the module. */
function alarmed(tally: Tally, name: string, seconds: number): void {
  if (!Number.isNaN(seconds)) {
    if (tally.pending !== null) slow(tally, '', tally.pending)
    tally.pending = seconds
  } else if (name !== '') {
    slow(tally, name, tally.pending)
    tally.pending = null
  }
}

function slow({slow: all}: Tally, name: string, seconds: number | null): void {
  const known = all.get(name) ?? null
  if (all.has(name) || all.size < slowKept)
    all.set(loose(name), seconds === null ? known : (known ?? 0) + seconds)
}
