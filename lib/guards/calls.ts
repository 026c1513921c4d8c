import type {CallDraft, Failed, MessagePlace, TorchCall} from './torchcall.ts'
import {callsIn} from './entries.ts'
import type {CodeFrame, TorchMessage} from './torchmessage.ts'

/** Joins the messages of torch.compile into calls. */
export interface TorchCalls {
  take(message: TorchMessage, place: MessagePlace): void
  /** A traceback ended in a process; whether it is torch's refusal of a compile that was told. */
  fail(failure: Failed, process: string): void
  /** The calls so far, in their order. */
  calls(): TorchCall[]
}

/** No call yet. */
export function torchCalls(): TorchCalls {
  const drafts: CallDraft[] = []
  const last = new Map<string, CallDraft>()
  return {
    take({frame, guards, limit}, place) {
      const before = last.get(place.process)
      if (limit !== null && before !== undefined && isRefused(before, frame, place)) before.limit = limit
      else {
        const made: CallDraft = {...place, frame, guards, limit, error: null, doubt: null}
        drafts.push(made)
        last.set(place.process, made)
      }
    },
    fail(failure, process) {
      // A traceback stands in no log message, so that nothing may name its process.
      const before = process === '' ? drafts.at(-1) : last.get(process)
      if (before?.error === null) refuse(before, failure)
    },
    calls: () => callsIn(drafts),
  }
}

/** Whether a limit refuses the compile that was told before. */
const isRefused = (before: CallDraft, frame: CodeFrame, {compile}: MessagePlace): boolean =>
  before.limit === null &&
  before.frame.name === frame.name &&
  before.frame.line === frame.line &&
  before.compile === compile

/** Until torch 2.6 limits are of a cache. */
const refusals = /\bFailOn(?:Recompile|Cache)LimitHit$/
const recompileError = /\bRecompileError$/
const ofTorch = /^torch\./

/** Notes what was raised behind a message, where it is of this call. */
function refuse(before: CallDraft, failure: Failed): void {
  const {type, message} = failure
  const {limit, frame} = before
  if (refusals.test(type) ? limit !== null : recompileError.test(type) && message.includes(frame.name))
    before.error = failure
  else if (ofTorch.test(type)) before.doubt = failure
}
