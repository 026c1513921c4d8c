export {outcomes, evidences, layers, type Outcome, type Evidence, type Layer} from './outcome.ts'
export {owners, type Owner} from './owner.ts'
export {
  addSeconds,
  noSeconds,
  stales,
  total,
  type Event,
  type Lookup,
  type Seconds,
  type Stale,
} from './event.ts'
export {
  components,
  isNumberedStatic,
  numberedStatic,
  prints,
  show,
  type Component,
  type Fact,
  type FactKind,
  type Key,
  type Path,
  type Printed,
} from './key.ts'
export {factsOf, heldFacts, type HeldFacts} from './heldfacts.ts'
export {
  noUnread,
  Trace,
  type Eager,
  type Header,
  type TracedFunction,
  type Between,
  type Source,
  type Traced,
  type Unread,
} from './trace.ts'
export {begins} from './begins.ts'
export {guardKinds, type Guard, type GuardKind, type GuardMaker, type Limit} from './guard.ts'
export {blames, notGiven, someField, type Blame, type Blamed} from './blame.ts'
export {type Remark, unwrittens} from './remark.ts'
export {decode, version} from './codec.ts'
export {encode} from './encode.ts'
