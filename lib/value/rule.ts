import type {Call, Jaxpr} from '../array/index.ts'
import type {Block, Elements} from './block.ts'

/** Runs a jaxpr that an operation calls. */
export type RunJaxpr = (jaxpr: Jaxpr, inputs: readonly Block[]) => readonly Block[]

/** The elements of an operation's results. */
export type Value = (inputs: readonly Block[], call: Call, run: RunJaxpr) => readonly Elements[]
