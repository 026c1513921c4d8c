import {shaped} from './aval.ts'
import {bind} from './bind.ts'
import type {Jaxpr, Op, Operand} from './op.ts'

export interface ScanOptions {
  readonly length: number
  /** How many of the operands are the same at each step, and how many are handed on. */
  readonly num_consts: number
  readonly num_carry: number
  readonly reverse: boolean
}

/** `lax.scan` of a traced step: constants, the carry, then sequences along axis 0; gives the last carry, then stacked results. */
export function scan(step: Jaxpr, operands: readonly Operand[], options: ScanOptions): readonly Operand[] {
  const {length, num_consts, num_carry, reverse} = options
  const op: Op = {
    name: 'scan',
    params: {length, num_consts, num_carry, reverse},
    outs: step.outvars.map(({aval}, i) => (i < num_carry ? shaped(aval.shape, aval.dtype) : shaped([length, ...aval.shape], aval.dtype))),
    calls: [step],
    again: (values) => scan(step, values, options),
  }
  return bind(op, operands)
}
