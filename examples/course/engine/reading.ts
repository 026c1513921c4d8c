import {
  duration,
  type Fix,
  fixes,
  foretell,
  isSparable,
  type Miss,
  noSeconds,
  total,
} from '../../../lib/index.ts'
import {type Call, missOf, type ProgramRun, saidText} from '../../site/index.ts'
import type {Choosing, Option} from './choice.ts'

/** So many calls are offered. */
const offered = 6

/** A compile, and the seconds that it took. */
interface Costly {
  readonly call: Call
  readonly seconds: number
}

const costOf = (run: ProgramRun, call: Call): number => total(missOf(run, call)?.seconds ?? noSeconds)

/**
 * Which of the dearest compiles of a run is the dearest that could be spared; the first call may be dearer, and could not.
 *
 * @throws {Error} where none could.
 */
export function dearest(run: ProgramRun): Choosing {
  const costly = run.calls
    .map((call): Costly => ({call, seconds: costOf(run, call)}))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, offered)
  const [most] = costly
  const right = costly.find(({call}) => call.verdict !== null && isSparable(call.verdict))
  if (most === undefined || right === undefined) throw new Error('nothing could be spared in this run')
  return {
    question: 'Which compile costs the most of those that you could spare?',
    options: costly
      .toSorted((a, b) => a.call.line - b.call.line)
      .map((one) => ({text: codeOf(run, one.call), right: one === right})),
    said: `It took ${duration(right.seconds)}. The dearest of all was ${codeOf(run, most.call)} with ${duration(most.seconds)}.`,
  }
}

/** The line of a call. */
const codeOf = ({text}: ProgramRun, {line}: Call): string => `\`${text.split('\n')[line - 1]?.trim() ?? ''}\``

/** Which two changes spare the most together, as they are foretold of the run: of two that spare the same misses one is of no use. */
export function together({explanation, trace}: ProgramRun): Choosing {
  const all = fixes(trace)
  const spares = (...some: readonly Fix[]): number =>
    explanation.figures.seconds - foretell(explanation, some).figures.seconds
  const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const))
  const [best] = pairs.toSorted((a, b) => spares(...b) - spares(...a))
  const isBest = (fix: Fix): boolean => best?.includes(fix) === true
  return {
    question: 'Which two changes spare the most together?',
    options: all.map((fix): Option => ({text: capital(fix.says), right: isBest(fix)})),
    said: `Together they spare ${duration(spares(...(best ?? [])))} of ${duration(explanation.figures.seconds)}. ${all
      .map((fix) => `${capital(fix.says)} alone: ${duration(fix.seconds)}.`)
      .join(' ')}`,
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Whether JAX's own reason for a compile is what changed, as its log has it. */
export function blaming(run: ProgramRun, call: Call, log = run): Choosing {
  const heard = log.calls.find(({line}) => line === call.line)
  const miss = heard === undefined ? null : missOf(log, heard)
  return {
    question: `JAX says this of ${codeOf(run, call)}. Is that what changed?`,
    options: yesOrNo(miss?.misled === false),
    ...saidOf(run, call),
    ...quoteOf(miss),
  }
}

/** Whether a compile could be spared. */
export const sparing = (run: ProgramRun, call: Call): Choosing => ({
  question: `JAX says this of ${codeOf(run, call)}. Could you spare that compile?`,
  options: yesOrNo(isSparable(missOf(run, call)?.verdict ?? 'unknown')),
  ...saidOf(run, call),
  ...quoteOf(missOf(run, call)),
})

const yesOrNo = (isYes: boolean): readonly Option[] => [
  {text: 'Yes', right: isYes},
  {text: 'No', right: !isYes},
]

const saidOf = (run: ProgramRun, call: Call): Pick<Choosing, 'line' | 'said'> => ({
  line: call.line,
  said: saidText(run, call),
})

const quoteOf = (miss: Miss | null): Pick<Choosing, 'quote'> =>
  typeof miss?.blamed === 'string' ? {quote: miss.blamed} : {}
