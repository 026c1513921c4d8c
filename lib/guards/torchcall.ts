import type {Evidence, Guard, Limit, Outcome} from '../log/index.ts'
import type {CodeFrame} from './torchmessage.ts'

/** Where a message stands in a log, and what its prefix tells. */
export interface MessagePlace {
  readonly process: string
  /** The id of the compile; null where the prefix has none. */
  readonly compile: string | null
  readonly line: number
  readonly time: number
}

/** What a traceback raised. */
export interface Failed {
  readonly type: string
  readonly message: string
}

/** A call of a compiled function that a log tells of, or an entry that was there before. */
export interface TorchCall {
  readonly frame: CodeFrame
  readonly process: string
  readonly compile: string | null
  /** Of an entry that no message made, that of the message which tells of it. */
  readonly line: number
  readonly time: number
  readonly outcome: Outcome
  readonly evidence: Evidence
  readonly guards: readonly Guard[]
  readonly limit: Limit | null
  readonly error: Failed | null
}

/** A call as it is told so far. */
export interface CallDraft extends MessagePlace {
  readonly frame: CodeFrame
  readonly guards: readonly Guard[]
  limit: Limit | null
  error: Failed | null
  /** What a compile raised behind it, perhaps this one. */
  doubt: Failed | null
}
