import type {Layer, Lookup} from '../../../lib/index.ts'
import type {Call, ProgramRun} from '../../site/index.ts'
import type {Printed} from './lesson.ts'
import {plainly, ran} from './ran.ts'

/** One of the answers that are offered. */
export interface Option {
  readonly text: string
  readonly right: boolean
}

/** A question with its answers, of which so many as are right are to be chosen, and what the run says. */
export interface Choosing {
  readonly question: string
  readonly options: readonly Option[]
  readonly said: string
  /** What JAX says of it. */
  readonly quote?: string
  /** The line that is asked about, from 1; that of the last call where it is none. */
  readonly line?: number
}

/** How many calls of several compiled. */
export const compiledOf = (calls: readonly Call[]): number => calls.filter(({compiled}) => compiled).length

/** How many of several calls compile: none, few, all, or what the run says. */
export function counting(calls: readonly Call[]): Choosing {
  const [count, right] = [calls.length, compiledOf(calls)]
  const numbers = [...new Set([0, 1, 2, count - 1, count, right])].sort((a, b) => a - b)
  return {
    question: `How many of these ${count} calls compile?`,
    options: numbers.map((number) => ({text: String(number), right: number === right})),
    said: `${right} of ${count} compiled.`,
  }
}

/** How far a call falls, by the deepest of three layers in which it found nothing. */
const ways: readonly {readonly layer: Layer | null; readonly text: string}[] = [
  {layer: null, text: 'It runs at once'},
  {layer: 'dispatch', text: 'It is looked up, nothing is compiled'},
  {layer: 'compile', text: 'It is compiled, but not traced'},
  {layer: 'trace', text: 'It is traced and compiled'},
]

/** The stores that a call asked, and what they had; one that runs at once asked the first alone. */
const answersOf = (lookups: readonly Lookup[]): string =>
  (lookups.length === 0 ? [{layer: 'dispatch', result: 'hit'}] : lookups)
    .map(({layer, result}) => `\`${layer}\` had ${result === 'hit' ? 'it' : 'nothing'}`)
    .join(', ')

/** How far a call falls through the layers of JAX. */
export function falling({trace}: ProgramRun, {position}: Call): Choosing {
  const {layers} = trace.at(position)
  const missed = (layer: Layer | null): boolean =>
    layer === null || layers.some((one) => one.layer === layer && one.result === 'miss')
  const deepest = ways.filter(({layer}) => missed(layer)).at(-1)
  return {
    question: 'How far does this call fall?',
    options: ways.map((way) => ({text: way.text, right: way === deepest})),
    said: `${deepest?.text ?? ''}: ${answersOf(layers)}.`,
  }
}

/** The last that a program prints, and what that is where nothing is compiled. */
const lastOf = ({printed, text}: ProgramRun): {readonly now: string; readonly plain: string} => ({
  now: printed.at(-1) ?? '',
  plain: ran(plainly(text)).printed.at(-1) ?? '',
})

/** Whether what a program prints last is what its functions say. */
export function isTrue(run: ProgramRun): boolean {
  const {now, plain} = lastOf(run)
  return now === plain
}

const linesOf = (text: string): number => text.trimEnd().split('\n').length

const saidOf = (run: ProgramRun): string => {
  const {now, plain} = lastOf(run)
  return `It prints \`${now}\`. Without \`jit\` it prints ${now === plain ? 'the same' : `\`${plain}\``}.`
}

/** Whether what a program printed last is right. */
export function judging(run: ProgramRun): Choosing {
  const right = isTrue(run)
  return {
    question: `It prints \`${lastOf(run).now}\`. Is that right?`,
    options: [
      {text: 'Yes', right},
      {text: 'No', right: !right},
    ],
    said: saidOf(run),
    line: linesOf(run.text),
  }
}

/** What a program prints last: what it does print, what it prints where nothing is compiled, or something else. */
export function printing(run: ProgramRun, {others}: Printed): Choosing {
  const {now, plain} = lastOf(run)
  const texts = [...new Set([now, plain, ...others])].sort()
  return {
    question: 'What does this print?',
    options: texts.map((one) => ({text: `\`${one}\``, right: one === now})),
    said: saidOf(run),
    line: linesOf(run.text),
  }
}
