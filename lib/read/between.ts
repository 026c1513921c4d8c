import type {Between} from '../log/index.ts'

/** So many pieces are told; of a log that has more it is not told when they were. */
const most = 2000
/** So many are kept until the events are known. */
const kept = 40_000

/** What a piece adds up while the log is read. */
interface Piece {
  readonly name: string
  readonly line: number
  /** When it began, on the log's clock. */
  readonly time: number
  /** How many drafts there were; null where that is not known any more. */
  readonly gap: number | null
  compiles: number
  seconds: number
}

/** A cost of a name at a line of the log. */
type Cost = Omit<Piece, 'gap'>

/** Keeps when what is no event took its time. */
export interface Pieces {
  /** @param gap how many drafts there are so far, null behind the end: costs of a name between two of them are one */
  add(cost: Cost, gap: number | null): void
  /**
   * The pieces in their order; null where there are too many, or where the lines of the events go back.
   *
   * @param lines those at which the events begin
   * @param start when the trace begins, on the log's clock
   */
  result(lines: readonly number[], start: number): Between[] | null
}

/** Fresh pieces. */
export function betweenEvents(): Pieces {
  const all: Piece[] = []
  const last = new Map<string, Piece>()
  return {
    add({name, line, time, compiles, seconds}, gap) {
      const open = last.get(name)
      if (open !== undefined && open.gap !== null && open.gap === gap) {
        open.compiles += compiles
        open.seconds += seconds
      } else if (all.length <= kept) {
        const piece = {name, line, time, gap, compiles, seconds}
        all.push(piece)
        last.set(name, piece)
      }
    },
    result(lines, start) {
      if (all.length > kept || lines.some((line, at) => line < (lines[at - 1] ?? line))) return null
      const found = merged(all, lines, start)
      return found.length > most ? null : found
    },
  }
}

/** Those of a name between two events as one, in the order of the log. */
function merged(all: readonly Piece[], lines: readonly number[], start: number): Between[] {
  const found = new Map<string, Between>()
  let before = 0
  for (const {name, line, time, compiles, seconds} of [...all].sort((a, b) => a.line - b.line)) {
    while ((lines[before] ?? Infinity) < line) before++
    const id = `${before} ${name}`
    const known = found.get(id)
    const at = known === undefined ? time - start : known.at
    found.set(id, {
      before,
      name,
      ...(at !== undefined && !Number.isNaN(at) && {at}),
      compiles: compiles + (known?.compiles ?? 0),
      seconds: seconds + (known?.seconds ?? 0),
    })
  }
  return [...found.values()].filter(({compiles, seconds}) => compiles > 0 || seconds > 0)
}
