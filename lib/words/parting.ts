import {phrase, type Place} from './phrase.ts'
import {counted} from './count.ts'
import {told} from './delta.ts'
import {nameList} from './wordlist.ts'
import {spent, type Timed} from './spent.ts'
import {besides, brief} from './brief.ts'
import {asFar, limits, type Tells} from './tells.ts'
import {turn, type Turn} from './turn.ts'
import {columns, wrap} from './wrap.ts'

/** Where runs part from the others. */
export interface Parting {
  /** The runs that part, and those that they part from, by name. */
  readonly odd: readonly string[]
  readonly others: readonly string[]
  readonly function: string
  /** Which miss of the function it is, from 1; of the others, where the order differs. */
  readonly nth: number
  readonly what: 'differs' | 'lacks' | 'alone' | 'absent' | 'order' | 'read' | 'compiled'
  /** Which miss of the odd ones it is, where the order differs. */
  readonly own: number | null
  /** What is particular, and whose it is. */
  readonly causes: readonly Place[]
  readonly of: 'odd' | 'others'
  /** What stands on the other side of each cause: an earlier value, or that of the others. */
  readonly before: 'earlier' | 'others'
}

/** A miss of one run. */
export interface Missed extends Timed, Turn {
  /** The function's name. */
  readonly function: string
  /** The whole in one sentence. */
  readonly sentence: string
}

/** Runs side by side. */
export interface Aligned {
  readonly runs: readonly {
    readonly name: string
    readonly trace: {
      readonly source: {readonly name: string} | null
      readonly header: {readonly title?: string}
    }
    readonly explanation: {readonly misses: readonly unknown[]}
    readonly tells: Tells
  }[]
  readonly groups: readonly (readonly string[])[]
  readonly divergences: readonly (Parting & {
    readonly groups: readonly {
      readonly runs: readonly string[]
      readonly miss: Missed | null
      readonly elsewhere: number | null
    }[]
  })[]
  readonly alone: readonly {readonly run: string; readonly misses: readonly Missed[]}[]
}

/** So many divergences and misses are said one by one. */
const shown = 20

/**
 * How the hosts of a job compare, as lines of at most `width` characters: where each odd one parts and in what, then the rest.
 *
 * @param isWhole whether all is said one by one, however much it is; of many hosts, places and files the first few else.
 */
export function aligned(all: Aligned, width = columns, isWhole = false): string[] {
  const {runs, groups, divergences, alone} = all
  const most = isWhole ? Infinity : shown
  const left = divergences.length - most
  return [
    ...(divergences.length === 0 ? wrap(alike(all), '', width) : []),
    ...divergences.slice(0, most).flatMap((one, at) => [...(at === 0 ? [] : ['']), ...tell(one, width)]),
    ...(left > 0 ? ['', `and ${counted(left, 'more divergence')}`] : []),
    ...(runs.length > 1 ? ['', ...wrap(equals(groups, isWhole), '  ', width)] : []),
    ...first(
      alone.map(({run, misses}) => `Alone on ${run}: ${calls(misses)}${spent(misses)}.`),
      most,
      width,
    ),
    ...first(limits(runs), most, width),
    '',
    ...first(files(all, most), most, width),
  ]
}

/** The first of some sentences as lines, and how many more there are. */
function first(sentences: readonly string[], most: number, width: number): string[] {
  const left = sentences.length - most
  const lines = sentences.slice(0, most).flatMap((one) => wrap(one, '  ', width))
  return left > 0 ? [...lines, `and ${left} more (--all)`] : lines
}

/** Which file each run is of; where they are too many to say, those that part from the others come first. */
function files({runs, divergences}: Aligned, most: number): string[] {
  const odd = new Set(runs.length > most ? divergences.flatMap((one) => one.odd) : [])
  return [...runs]
    .sort((a, b) => Number(odd.has(b.name)) - Number(odd.has(a.name)))
    .map(({name, trace: {source, header}}) => `${name}: ${source?.name ?? header.title ?? 'a trace'}`)
}

/** Who does the same throughout, and so much of it as its log tells. */
function equals(groups: Aligned['groups'], isWhole: boolean): string {
  if (groups.every(({length}) => length === 1)) return 'No two hosts are equal.'
  const most = isWhole ? Infinity : shown
  const told = groups
    .slice(0, most)
    .map((names) => (names.length > most ? nameList(names) : names.join(', ')))
  const left = groups.length - most
  return `Equal hosts: ${told.join(' | ')}${left > 0 ? ` | and ${counted(left, 'more group')}` : ''}.`
}

/**
 * Where runs part from the others, and in what, in a sentence.
 *
 * @example
 * parting(hosts(logs).divergences[0]) // 'worker-1 differs from the others at compile 3 of `forward`: args[0].layers.1.deterministic is True, before False.'
 */
export function parting(divergence: Parting): string {
  const {odd, others, function: name, nth, what, own, causes, of, before} = divergence
  const verb = (one: string, many: string): string => (odd.length === 1 ? one : many)
  const theirs = (one: string, many: string): string => (others.length === 1 ? one : many)
  const [only = ''] = others
  const rest = others.length === 1 ? only : 'the others'
  const miss = `compile ${nth} of \`${name}\``
  const did = {
    differs: `${verb('differs', 'differ')} from ${rest} at ${miss}`,
    lacks: `${verb('lacks', 'lack')} ${miss}`,
    alone: `alone ${verb('has', 'have')} ${miss}`,
    absent: `${verb('lacks', 'lack')} every compile of \`${name}\``,
    read: `${verb('reads', 'read')} ${miss} from disk, which ${rest} ${theirs('compiles', 'compile')}`,
    compiled: `${verb('compiles', 'compile')} \`${name}\` (compile ${nth}), which ${rest} ${theirs('reads', 'read')} from disk`,
    order: `${verb('compiles', 'compile')} in another order, ${verb('its', 'their')} compile ${own} of \`${name}\` is compile ${nth} of ${rest}`,
  }[what]
  const why = causes.map(before === 'others' ? apart : phrase).join('; ')
  const whose = what === 'differs' && of === 'others' ? `, for ${rest}` : ''
  return `${nameList(odd)} ${did}${why === '' ? '' : `: ${why}${whose}`}.`
}

/** What one run holds at a place, and what the others do. */
function apart({path, delta, count}: Place): string {
  const all = count === undefined ? '' : ` (${count} of them)`
  const {now, before, from} = told(delta)
  if (from !== undefined) return `${path} stands at ${from} for the others${all}`
  const [mine, theirs] =
    now === null || before === null
      ? [now === null ? 'not there' : brief(now), before === null ? 'not there' : brief(before)]
      : besides(now, before)
  return `${path} is ${mine}, for the others ${theirs}${all}`
}

function alike({runs}: Aligned): string {
  const counts = runs.map(({explanation}) => explanation.misses.length)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const each = `${least === most ? '' : `${least} to `}${counted(most, 'miss', 'misses')}`
  if (runs.length === 1) return `One host, with none beside it to compare it with: ${each}.`
  return `${counted(runs.length, 'host')} compile alike${asFar(runs)}: ${each} each.`
}

function tell(divergence: Aligned['divergences'][number], width: number): string[] {
  const {function: name, nth, groups} = divergence
  const each = groups.map(
    ({runs, miss, elsewhere}) =>
      `  ${nameList(runs)}: ${miss?.sentence ?? (elsewhere === null ? `no compile ${nth} of ${name}` : `it is compile ${elsewhere} of ${name}`)}`,
  )
  return [...wrap(parting(divergence), '', width), ...each.flatMap((line) => wrap(line, '    ', width))]
}

function calls(misses: readonly Missed[]): string {
  const first = misses.slice(0, shown).map((miss) => `${miss.function} ${turn(miss)}`)
  return `${first.join(', ')}${misses.length > shown ? ` and ${misses.length - shown} more` : ''}`
}
