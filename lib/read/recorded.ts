import type {PrintedLeaf} from './shorttype.ts'
import type {CompileDraft} from './draft.ts'

/** One call of a function as a log records it. */
export interface RecordedCall {
  readonly draft: CompileDraft
  /** The leaves that the compile line prints, those that the program uses; null where there is none. */
  readonly leaves: readonly PrintedLeaf[] | null
}

/** A draft with the leaves that its compile line prints, where somebody looks at them. */
export interface ToldDraft {
  readonly made: CompileDraft
  readonly leaves: readonly PrintedLeaf[] | null
}

/** A call by its position among the calls of its function object. */
export function callAt(calls: readonly RecordedCall[], at: number): RecordedCall {
  const call = calls[at]
  if (call === undefined) throw new RangeError(`there is no call ${at}: the log records ${calls.length}`)
  return call
}
