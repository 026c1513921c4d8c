import type {TorchCall} from '../guards/index.ts'
import {type Event, noSeconds, type Trace} from '../log/index.ts'

/** Appends calls of torch.compile to a trace, where they stand among others. */
interface TorchEvents {
  /** Appends those that stand before a line. */
  until(line: number): void
}

/** Calls of a log in the order of their lines. */
interface LogCalls {
  readonly torch: readonly TorchCall[]
  /** The number of a line in the file. */
  readonly lineOf: (number: number) => number
}

/** The calls of a log that begins at a time. */
export function torchEvents(trace: Trace, {torch: calls, lineOf}: LogCalls, began: number): TorchEvents {
  const functions = new Map<string, number>()
  const isMixed = new Set(calls.map(({process}) => process)).size > 1
  let next = 0
  return {
    until(line) {
      for (let call = calls[next]; call !== undefined && call.line < line; call = calls[++next]) {
        const {process} = call
        trace.append({
          function: functionOf(trace, functions, call),
          ...eventOf(call, began),
          ...(call.evidence === 'observed' && {line: Math.floor(lineOf(call.line))}),
          ...(isMixed && process !== '' && {process}),
        })
      }
    },
  }
}

/** The function that a call is of: one definition, however many processes and frames it has. */
function functionOf(
  trace: Trace,
  functions: Map<string, number>,
  {frame: {name, file, line}}: TorchCall,
): number {
  const definition = [name, file, line].join('\0')
  const known = functions.get(definition)
  if (known !== undefined) return known
  const made = trace.addFunction({name, file, ...(line > 0 && {line}), compiler: 'torch'})
  functions.set(definition, made)
  return made
}

const eventOf = (
  {outcome, evidence, time, guards, compile, limit, error}: TorchCall,
  began: number,
): Omit<Event, 'function'> => ({
  key: -1,
  outcome,
  evidence,
  time: time - began,
  seconds: noSeconds,
  layers: [],
  ...(guards.length > 0 && {guards}),
  ...(compile !== null && {compile}),
  ...(limit !== null && {limit}),
  ...(error !== null && {error}),
})
