import type {Jaxpr, Params, ShapedArray} from '../array/index.ts'
import type {Block, Elements} from './block.ts'

/** An operation, as far as its value needs it. */
export interface Call {
  readonly name: string
  readonly params: Params
  readonly outs: readonly ShapedArray[]
  readonly calls: readonly Jaxpr[]
}

/** Runs a jaxpr that an operation calls. */
export type RunJaxpr = (jaxpr: Jaxpr, inputs: readonly Block[]) => readonly Block[]

/** The elements of an operation's results. */
export type Value = (inputs: readonly Block[], call: Call, run: RunJaxpr) => readonly Elements[]
