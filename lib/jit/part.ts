import type {LayerName, Member} from '../release/index.ts'
import type {Subject} from './subject.ts'

/** A part of a key as a number: equal for two calls where they are equal in it. */
export type KeyPart = (subject: Subject, layer: LayerName) => number

/** What each member of a key is of a call; `members` of lib/release says when two calls are equal in it. */
export const parts: Readonly<Record<Member, KeyPart>> = {
  'function object': ({identity}) => identity.object,
  function: ({identity}) => identity.function(),
  wrapper: ({identity}) => identity.wrapper,
  donation: ({identity}) => identity.donation,
  shardings: ({identity}) => identity.shardings,
  'compiler options': ({identity}) => identity.compiler,
  'device option': ({identity}) => identity.device,
  'unused inputs': ({identity}) => identity.unused,
  'static options': ({identity}) => identity.statics,
  'function name': ({identity}) => identity.name,
  tree: ({signature}) => signature.tree,
  'static positions': ({signature}) => signature.positions,
  'static arguments': ({signature}) => signature.fixed,
  'static keywords': ({signature}) => signature.named,
  'static keywords by ==': ({signature}) => signature.loose,
  'static hashes': ({signature}) => signature.hashes,
  avals: ({signature}) => signature.avals,
  kinds: ({signature}) => signature.kinds,
  settings: ({context}, layer) => context.settings[layer],
  jaxpr: ({jaxpr}) => jaxpr,
  'input shardings': ({inputShardings}) => inputShardings,
  'output shardings': ({outputShardings}) => outputShardings,
  'donated leaves': ({donatedLeaves}) => donatedLeaves,
  module: ({module}) => module,
  'input device': ({inputDevice}) => inputDevice,
  'program text': ({text}) => text,
}
