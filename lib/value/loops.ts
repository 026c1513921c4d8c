import type {Call, Jaxpr, ShapedArray} from '../array/index.ts'
import {type Block, zeroElements, type Elements} from './block.ts'
import {isTrue, numberAt} from './params.ts'
import type {RunJaxpr} from './rule.ts'

const jaxprAt = ({calls}: Call, i: number): Jaxpr => {
  const found = calls[i]
  if (found === undefined) throw new TypeError('an operation calls a jaxpr that it does not have')
  return found
}

/** A jaxpr that an operation calls; the first operands are its constants. */
export const called = (inputs: readonly Block[], call: Call, run: RunJaxpr): readonly Elements[] =>
  run(jaxprAt(call, 0), inputs).map(({data}) => data)

/** One row of a stack of arrays. */
const rowOf = ({data}: Block, row: ShapedArray, i: number, length: number): Block => {
  const width = data.length / length
  return {aval: row, data: data.subarray(i * width, (i + 1) * width)}
}

/** `lax.scan`. */
export function scanned(inputs: readonly Block[], call: Call, run: RunJaxpr): readonly Elements[] {
  const {params, outs} = call
  const [length, fixed, carried] = [
    numberAt(params, 'length'),
    numberAt(params, 'num_consts'),
    numberAt(params, 'num_carry'),
  ]
  const step = jaxprAt(call, 0)
  const avals = [...step.constvars, ...step.invars].map(({aval}) => aval)
  const [consts, stacks] = [inputs.slice(0, fixed), inputs.slice(fixed + carried)]
  let carry = inputs.slice(fixed, fixed + carried)
  const stacked = outs.slice(carried).map(({dtype, size}) => zeroElements(dtype, size))
  for (let turn = 0; turn < length; turn++) {
    const i = isTrue(params, 'reverse') ? length - 1 - turn : turn
    const rows = stacks.map((stack, j) => rowOf(stack, avals[fixed + carried + j] ?? stack.aval, i, length))
    const results = run(step, [...consts, ...carry, ...rows])
    carry = results.slice(0, carried)
    results.slice(carried).forEach(({data}, j) => {
      const into = stacked[j]
      if (into instanceof BigInt64Array || into instanceof BigUint64Array) {
        if (data instanceof BigInt64Array || data instanceof BigUint64Array) into.set(data, i * data.length)
      } else if (into !== undefined && !(data instanceof BigInt64Array || data instanceof BigUint64Array))
        into.set(data, i * data.length)
    })
  }
  return [...carry.map(({data}) => data), ...stacked]
}

/** `lax.while_loop`. */
export function repeated(inputs: readonly Block[], call: Call, run: RunJaxpr): readonly Elements[] {
  const [test, body] = [jaxprAt(call, 0), jaxprAt(call, 1)]
  const [tests, bodies] = [numberAt(call.params, 'cond_nconsts'), numberAt(call.params, 'body_nconsts')]
  const [testConsts, bodyConsts] = [inputs.slice(0, tests), inputs.slice(tests, tests + bodies)]
  let carry = inputs.slice(tests + bodies)
  while (Number(run(test, [...testConsts, ...carry])[0]?.data[0]) !== 0)
    carry = [...run(body, [...bodyConsts, ...carry])]
  return carry.map(({data}) => data)
}

/** `lax.cond` and `lax.switch`: the branch whose number comes first, held in range. */
export function branched(
  [which, ...operands]: readonly Block[],
  call: Call,
  run: RunJaxpr,
): readonly Elements[] {
  const chosen = Math.max(0, Math.min(call.calls.length - 1, Number(which?.data[0])))
  return run(jaxprAt(call, chosen), operands).map(({data}) => data)
}
