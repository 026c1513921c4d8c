import {type Cause, weakly} from '../../lib/index.ts'
import {type Drawing, html} from '../../viz/index.ts'
import type {Remark} from './listing.ts'
import {type Attempt, type Call, missOf, type ProgramRun} from './run.ts'

/** What stands behind the line of a call. */
export function remarkOf({compiled, error, program, verdict}: Call): Remark {
  if (error !== null) return {text: 'refused', kind: 'refused'}
  if (verdict === 'wrong hit') return {text: `ran program ${program ?? ''}: wrong`, kind: 'wrong'}
  if (compiled) return {text: `compiled program ${program ?? ''}`, kind: 'compiled'}
  return {text: program === null ? 'nothing compiled' : `ran program ${program}`, kind: 'ran'}
}

/** The remarks of calls by line; of a line that called several times, that of the latest. */
export const remarksOf = (calls: readonly Call[]): ReadonlyMap<number, Remark> =>
  new Map(calls.map((call) => [call.line, remarkOf(call)]))

/** What became of a call and why, in a sentence: paths and values are code. */
export const saidOf = (run: ProgramRun, call: Call): Drawing =>
  html(
    'p',
    {class: 'said'},
    ...partsOf(run, call).map((part) => (isCode(part) ? html('code', {}, part.code) : part)),
  )

/** The same as a text, in which code stands between backticks. */
export const saidText = (run: ProgramRun, call: Call): string =>
  partsOf(run, call)
    .map((part) => (isCode(part) ? `\`${part.code}\`` : part))
    .join('')

/** A piece of a sentence that is a path, a value or a name. */
interface Code {
  readonly code: string
}

type Parts = (Code | string)[]

const isCode = (part: Code | string): part is Code => typeof part !== 'string'

function partsOf(run: ProgramRun, call: Call): Parts {
  const {compiled, error, position, program, verdict} = call
  if (error !== null) return ['Refused: ', code(error)]
  const miss = missOf(run, call)
  const [cause, ...others] = miss?.causes ?? []
  const name = code(run.trace.functions[run.trace.functionAt(position)]?.name ?? 'the function')
  if (miss === null)
    return program === null
      ? ['Every part fits: nothing is compiled.']
      : ['Every part fits: program ', `${program}`, ' of ', name, ' runs again.']
  if (cause === undefined)
    return miss.taxonomy === 'compulsory'
      ? ['The first call of ', name, ': it is traced and compiled.']
      : [miss.sentence]
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  const end =
    verdict === 'wrong hit'
      ? ': the old program runs all the same.'
      : compiled
        ? ': compiled again.'
        : ': looked up anew, nothing compiled.'
  return [...changed(cause), more, end]
}

/** Code as a reader may know it: a weak type is called one. */
const code = (text: string): Code => ({code: weakly(text)})

/** How an argument came, in words. */
const cameAs: Readonly<Record<string, string>> = {
  python: 'a number of Python',
  numpy: 'an array of NumPy',
  uncommitted: 'an array of JAX',
}

/** What differs from the nearest earlier key. */
function changed({before, change, component, from, now, path}: Cause): Parts {
  const place = code(path)
  if (change === 'identity') return [place, ' is a new object, which JAX does not take for the old one']
  if (change === 'added') return [place, ' is new', ...(now === null ? [] : [': ', code(now)])]
  if (change === 'removed') return [place, ' is gone']
  if (change === 'moved')
    return [place, ' stood elsewhere', ...(from === undefined ? [] : [', at ', code(from)])]
  const value = (text: string | null) =>
    (component === 'placement' ? cameAs[text ?? ''] : undefined) ?? code(text ?? 'nothing')
  return [place, ' was ', value(before), ', now it is ', value(now)]
}

const numbered = /^line \d+: /

/** What stopped a program, and in which line. */
export const wrongOf = ({line, message, type}: NonNullable<Attempt['error']>): string =>
  `${line === null ? '' : `Line ${line}: `}${type}${message === '' ? '' : `: ${message.replace(numbered, '')}`}`
