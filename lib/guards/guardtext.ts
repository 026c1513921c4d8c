import type {Guard} from '../log/index.ts'
import {comparisonIn, type Relation} from './operator.ts'
import {pattern, holesIn, type Filled} from './pattern.ts'
import {sourceOf, sourcesOf, type Sourced} from './sources.ts'
import {valueIn} from './wholevalue.ts'
import {type GuardWords, guardWords} from './words.ts'

/** What the words of a guard tell. */
export type ToldGuard = Omit<Guard, 'entry' | 'site'>

const numeral = /^-?\d+$/
const stop = /\.$/
const onParameter = '. Guard failed on a parameter'

/**
 * Reads the words in which torch tells a guard that did not hold.
 *
 * @example
 * guardOf("tensor 'x' size mismatch at index 0. expected 3, actual 5")
 * // {kind: 'TENSOR_MATCH', path: ['x'], what: 'size', index: 0, before: '3', now: '5', said: …}
 */
export const guardOf = (said: string): ToldGuard => ({
  ...guardIn(said.replace(ofClass, '$<of>.$<name>')),
  said,
})

/** What an object has of its class: a program reads it of the object. */
const ofClass = /\bdict\(type\((?<of>[^()]+)\)(?:\.__mro__\[\d+\])?\.__dict__\)\['(?<name>\w+)'\]/g

function guardIn(said: string): ToldGuard {
  for (const row of guardWords) {
    const holes = holesIn(row.pattern, said.split(onParameter, 1)[0] ?? said)
    const told = holes === null ? null : worded(row, holes, said)
    if (told !== null) return told
  }
  const comparison = wholeIn(said)
  return (comparison === null ? null : compared(comparison, said)) ?? relation(said) ?? unread(said)
}

/** A comparison of which neither side is lost. */
function wholeIn(said: string): Relation | null {
  const found = comparisonIn(said)
  return found === null || found.left === '' || found.right === '' ? null : found
}

/** Torch 2.6 says nothing where the backend alone differs. */
const unread = (said: string): ToldGuard => ({
  kind: said === '' ? 'BACKEND_MATCH' : 'UNREAD',
  path: [],
  before: null,
  now: null,
  said,
})

/** A guard by the row that its words fit; null where the row asks for more. */
function worded({kind, says, isStrict}: GuardWords, holes: Filled, said: string): ToldGuard | null {
  const all: Filled = {...holes, ...says}
  const {place, places, index, before} = all
  if (isStrict && !isLength(place, before)) return null
  const [first, ...others] = sourcesIn(place ?? places ?? '')
  const what = all['what'] ?? (kind === 'ID_MATCH' ? first?.what : undefined)
  return {
    kind,
    path: first?.path ?? [],
    ...(others.length > 0 && {others: others.map(({path}) => path)}),
    ...(what !== undefined && what.trim() !== '' && {what: what.trim()}),
    ...(index !== undefined && numeral.test(index) && {index: Number(index)}),
    ...valuesOf(all),
    said,
  }
}

const isLength = (place = '', before = ''): boolean =>
  sourceOf(place) !== null && numeral.test(valueIn(before) ?? '')

/** The places in a text; of one that lists them in quotes, what these hold. */
const sourcesIn = (text: string): Sourced[] =>
  text.startsWith('[') ? quoted(text).flatMap((one) => sourcesOf(one)) : sourcesOf(text)

const inQuotes = /"([^"]*)"/g
const quoted = (text: string): string[] => [...text.matchAll(inQuotes)].map(([, inside = '']) => inside)

const told = (text = ''): string | null => (text === '' ? null : (valueIn(text)?.replace(stop, '') ?? null))

/** What was and what is; of two things that can only be one or the other, one tells the other. */
function valuesOf({what, before, now}: Filled): Pick<Guard, 'before' | 'now'> {
  const was = told(before)
  const other = was === '0' ? '1' : '0'
  return {before: was, now: told(now) ?? (what === 'requires_grad' ? other : null)}
}

const keyForms = [pattern('list(dict.keys({place}))[{index}]'), pattern('list({place}.keys())[{index}]')]

/** A comparison with a value; null for one between places, or of sizes. */
function compared({left, operator, right}: Relation, said: string): ToldGuard | null {
  const key = keyForms.map((one) => holesIn(one, left)).find((holes) => holes !== null)
  if (key !== undefined) return keyed(key, right, said)
  const place = sourceOf(left) ?? cast(left)
  if (place === null) return null
  const other = sourceOf(right)
  const {path} = place
  if (operator === 'is' && other !== null)
    return {kind: 'DUPLICATE_INPUT', path, others: [other.path], before: null, now: null, said}
  if (operator === 'is not')
    return right === 'None'
      ? {kind: 'EQUALS_MATCH', path, before: null, now: 'None', said}
      : {
          kind: 'NO_TENSOR_ALIASING',
          path,
          ...(other && {others: [other.path]}),
          before: null,
          now: null,
          said,
        }
  const isOfValue = (operator === '==' || operator === 'is') && place.what === undefined && other === null
  return isOfValue && !isOfSize(right)
    ? {kind: 'EQUALS_MATCH', path, before: valueIn(right), now: null, said}
    : null
}

const keyed = ({place = '', index}: Filled, right: string, said: string): ToldGuard => ({
  kind: 'EQUALS_MATCH',
  path: sourcesOf(place)[0]?.path ?? [],
  what: 'key',
  index: Number(index),
  before: valueIn(right),
  now: null,
  said,
})

const casted = /^(?:int|float|str|bool|complex|bytes)\((.+)\)$/

/** The place whose value stands in a call of its class, as torch compares those of a class of the program's. */
const cast = (text: string): Sourced | null => sourceOf(casted.exec(text)?.[1] ?? '')

const sized = /\.(?:size|stride|storage_offset)\(\)/
const isOfSize = (text: string): boolean => sized.test(text)

/** A relation of sizes and numbers; null where it names no place. */
function relation(said: string): ToldGuard | null {
  const [first, ...rest] = sourcesOf(said)
  const fixed = wholeIn(said)
  if (first === undefined || fixed === null) return null
  const {path, what, index} = first
  const others = rest.map((one) => one.path).filter((one) => one.join('.') !== path.join('.'))
  const isFixed = fixed.operator === '==' && numeral.test(fixed.right) && sourceOf(fixed.left) !== null
  return {
    kind: 'SHAPE_ENV',
    path,
    ...(others.length > 0 && {others}),
    ...(what !== undefined && {what}),
    ...(index !== undefined && {index}),
    before: isFixed ? fixed.right : null,
    now: null,
    said,
  }
}
