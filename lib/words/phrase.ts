import {type Delta, told} from './delta.ts'
import {besides, brief, isNoContent} from './brief.ts'
import {counted} from './count.ts'
import {guardPhrase} from './guarded.ts'
import {leavesUsed} from './gap.ts'
import {isLeavesAlone} from './untold.ts'

/** One place at which a key differs from an earlier one. */
export interface Place {
  /** The path as text. */
  readonly path: string
  /** How it differs. */
  readonly delta: Delta
  /** Whether it is the function itself. */
  readonly component: string
  /** How many places it stands for, where many differ alike. */
  readonly count?: number
  /** A leaf of which nobody can say whose it is. */
  readonly unplaced?: true
  /** A static argument that is numbered among the static ones. */
  readonly among?: 'statics'
}

/** Says that something is there, of which nothing more is known. */
const mere = 'present'

/**
 * A cause in words, to follow the name of the function.
 *
 * @example
 * phrase({component: 'graphdef', path: 'model.drop.rate', delta: {kind: 'value', now: '0.2', before: '0.1'}})
 * // 'model.drop.rate is 0.2, before 0.1'
 */
export const phrase = (one: Place): string =>
  one.unplaced !== true
    ? differing(one)
    : one.component === 'tree' && one.delta.kind === 'value'
      ? otherNumber(one.delta)
      : one.component === 'aval' && one.delta.kind === 'added'
        ? newType(one.delta)
        : differing(one)

function differing({component, path: place, delta, count, unplaced, among}: Place): string {
  const all = count === undefined ? '' : ` (${count} of them)`
  const path =
    unplaced === true
      ? `${place} (${nobodys(count)})`
      : among === undefined
        ? place
        : `${place} (counted among the static arguments alone)`
  if (delta.kind === 'guard') return guardPhrase(place, delta)
  if (component === 'function') return anew(place, delta, count, unplaced)
  const {now, before} = told(delta)
  const [is, was] = unplaced === true && count !== undefined ? ['are', 'were'] : ['is', 'was']
  switch (delta.kind) {
    case 'added':
      return `${path} ${was} added${all}${now === mere ? '' : `: ${short(now)}`}`
    case 'removed':
      return `${path} ${was} removed${all}${before === mere ? '' : `, before ${short(before)}`}`
    case 'moved':
      return `${delta.from} became ${path}${count === undefined ? '' : `, and ${count - 1} more moved`}`
    case 'identity':
      return `${path} ${is} ${another(delta.now, all)}: ${brief(delta.now)}`
    default:
      return `${path} ${is} ${inPlaceOf(now, before)}${all}`
  }
}

const another = (text: string, all: string): string =>
  isNoContent(text)
    ? `another object${all}, of which the log tells no content`
    : isLeavesAlone(text)
      ? `another structure${all}, of which the log tells the leaves alone, and these are alike`
      : `another object that prints alike${all}, made anew or of contents that its text does not show`

function inPlaceOf(now: string | null, before: string | null): string {
  const [mine, theirs] = now === null || before === null ? [short(now), short(before)] : besides(now, before)
  return mine === theirs ? `another value that prints alike: ${mine}` : `${mine}, before ${theirs}`
}

/** A type of which a log tells no more than that it is new. */
const newType = (delta: Delta): string =>
  `no earlier program of it in the log used an array of type ${short(told(delta).now)}`

/** Of arguments without names no more is told than how many the program uses. */
const otherNumber = ({now, before}: {readonly now: string; readonly before: string}): string =>
  `its program uses ${leavesUsed(Number(now))}, before ${before}`

/** Why a place has no name of the program. */
const nobodys = (count: number | undefined): string =>
  `${count === undefined ? 'its parameter is' : 'their parameters are'} not in the log`

/** Another function of one definition, or so many that a loop runs. */
function anew(path: string, delta: Delta, count: number | undefined, isUnnamed = false): string {
  if (isUnnamed) return 'it was given a new function object to run'
  if (count !== undefined)
    return `${path} ${count > 1 ? 'are new function objects' : 'is a new function object'} for it to run`
  const mayBe = 'mayBe' in delta ? delta.mayBe : null
  if (mayBe === 'transform')
    return `${path} is run under another transform (grad, vmap) or in another thread, is another function object of its line, or was dropped from JAX's caches`
  if (mayBe === 'argument')
    return `${path} is another function object or bound method, jitted anew, or came with a static argument in another way: JAX explains no miss of it, and its types are those of an earlier call`
  if (mayBe === 'other parts')
    return `${path} is another function object of that definition: made anew, or of other parts, which the log does not tell`
  const anew = `${path} is another function object of that definition: a closure or lambda made anew, or another on its line`
  return mayBe === 'loop' ? `${anew}; whether it is jitted or a loop runs it, the log does not tell` : anew
}

const short = (text: string | null): string => (text === null ? 'nothing' : brief(text))

/** So many causes a sentence tells; more are counted. */
const mostTold = 40

/** Several causes in words; of very many the first, and how many more. */
export const phrases = (causes: readonly Place[]): string =>
  [
    ...causes.slice(0, mostTold).map(phrase),
    ...(causes.length > mostTold ? [`and ${counted(causes.length - mostTold, 'more change')}`] : []),
  ].join('; ')
