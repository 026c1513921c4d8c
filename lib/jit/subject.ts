import type {Form} from '../key/index.ts'
import type {Context} from './config.ts'
import type {Identity} from './identity.ts'

/** What the layers compare of the arguments of a call, as numbers that are equal where JAX takes them for equal. */
export interface CallSignature {
  readonly form: Form
  /** The pytree of the others, graphdefs among them, and how many arguments there are. */
  readonly tree: number
  /** Where the static arguments stand that are given by position. */
  readonly positions: number
  /** Static arguments given by position, by type and `==`. */
  readonly fixed: number
  /** Static arguments given by name, by type and `==`. */
  readonly named: number
  /** Static arguments given by name, by `==` alone. */
  readonly loose: number
  /** Hashes of the static arguments. */
  readonly hashes: number
  readonly avals: number
  readonly kinds: number
}

/** Nothing is known yet. */
const unknown = -1

/** A call as the layers see it. What only the way down tells (its traced program, where that runs) is filled in on the way. */
export class Subject {
  readonly identity: Identity
  readonly signature: CallSignature
  readonly context: Context
  /** The entry of the trace layer that has the program. */
  jaxpr = unknown
  /** Which inputs that the program keeps are asked to lie somewhere, or committed, and how they are cut. */
  inputShardings = unknown
  /** How the outputs are asked to lie. */
  outputShardings = unknown
  /** Which leaves of the arguments the call gives away. */
  donatedLeaves = unknown
  /** The entry of the lower layer that has the program. */
  module = unknown
  /** The device that the program runs on. */
  inputDevice = unknown
  /** The program as text. */
  text = unknown

  constructor(identity: Identity, signature: CallSignature, context: Context) {
    this.identity = identity
    this.signature = signature
    this.context = context
  }
}
