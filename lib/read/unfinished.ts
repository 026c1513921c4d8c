import type {CompileDraft} from './draft.ts'

/** What the lines so far of a process left open. */
export interface Unfinished {
  readonly process: string
  readonly close: (done: CompileDraft) => void
  /** Misses whose trace is not told yet, the oldest first. */
  waiting: CompileDraft[]
  /** Traces that are told, whose compile has not begun, the last one last. */
  traced: CompileDraft[]
  /** Compiles that have begun and not ended. */
  compiling: CompileDraft[]
  /** The module that the persistent cache held, and the one that it did not hold. */
  persistent: string | null
  unheld: string | null
  headless: boolean
  /** The trace that the message before told. */
  fresh: CompileDraft | null
  /** Traces were told before their misses. */
  tracesFirst: boolean
  /** The line of the last message that tells no miss. */
  timed: number
  /** The line at which a compile ended last. */
  ended: number
  /** A function traced inside a gradient or a batch that is no jit itself, which compiles what it derives of it. */
  derived: string
  mixed: boolean
  /** The log tells where lowering ends. */
  lowers: boolean
  /** The log tells traces. */
  traces: boolean
}

/** Where a message stands. */
export interface Where {
  readonly line: number
  readonly time: number
  /** The line of the message before it that tells no miss. */
  readonly since: number
}

const most = 256

/** Nothing is open. */
export const unfinished = (process: string, close: Unfinished['close']): Unfinished => ({
  process,
  close,
  waiting: [],
  traced: [],
  compiling: [],
  persistent: null,
  unheld: null,
  headless: false,
  fresh: null,
  tracesFirst: false,
  timed: -1,
  ended: -1,
  derived: '',
  mixed: false,
  lowers: false,
  traces: false,
})

/** Closes a draft of which nothing more will be told. */
export function finish(open: Unfinished, done: CompileDraft, within: CompileDraft['within'] = null): void {
  done.within ??= within
  open.close(done)
}

/** Closes the drafts of a list that are not left open, and gives them. */
export function settle(
  open: Unfinished,
  list: 'waiting' | 'traced',
  isLeft: (made: CompileDraft) => boolean,
  within: CompileDraft['within'] = null,
): CompileDraft[] {
  if (open[list].length === 0) return []
  const done = open[list].filter((made) => !isLeft(made))
  if (done.length > 0) open[list] = open[list].filter(isLeft)
  for (const each of done) finish(open, each, within)
  return done
}

/** Adds to a list that holds a bounded number; the oldest is closed. */
export function hold(open: Unfinished, all: CompileDraft[], made: CompileDraft): void {
  all.push(made)
  if (all.length > most) for (const oldest of all.splice(0, 1)) finish(open, oldest)
}

/** Takes a draft out of a list; null for no position. */
export function takeAt(all: CompileDraft[], at: number): CompileDraft | null {
  if (at < 0) return null
  return (at === all.length - 1 ? all.pop() : all.splice(at, 1)[0]) ?? null
}

/** Takes a miss out of those that wait; all behind it are inside it, unless others write here too. */
export function takeWaiting(open: Unfinished, at: number): CompileDraft | null {
  const found = takeAt(open.waiting, at)
  if (found !== null && !open.mixed)
    for (const inner of open.waiting.splice(at)) finish(open, inner, 'nested')
  return found
}
