import {nearestName} from '../python/index.ts'
import {
  type FieldKinds,
  type Format,
  type ValueKind,
  type KindWord,
  isOfWords,
  jaxFormat,
  locks,
  programFields,
  scenarioFields,
} from './format.ts'
import type {JsonPath} from './jsonplaces.ts'
import {isJson, type Json} from './jsonvalue.ts'

/** Something in a scenario that the format does not have. */
interface Fault {
  readonly path: JsonPath
  /** What is expected there. */
  readonly message: string
}

/** The format of a scenario, and what its earlier steps have named. */
interface Names {
  readonly format: Format
  readonly values: Set<string>
  readonly definitions: Set<string>
  readonly jitted: Set<string>
}

/** More of them are no scenario that somebody wrote. */
const mostSteps = 100_000
const mostAxes = 32
const largest = 2 ** 31 - 1

/**
 * What is wrong with a scenario, in the order of its steps: keys, words, kinds of values, and names that no earlier step gave.
 *
 * @param format of which sort it is; of JAX and flax where it is not given
 * @example
 * [...faultsOf({steps: [{do: 'cal', fn: 'f'}]})][0]?.message // 'unknown step "cal"; did you mean "call"?'
 */
export function* faultsOf(scenario: Json, format = jaxFormat): Generator<Fault> {
  const {steps, ...rest} = scenario
  const names: Names = {format, values: new Set(format.known), definitions: new Set(), jitted: new Set()}
  if ('program' in rest) {
    if (steps !== undefined) yield {path: ['steps'], message: 'a scenario has steps or a program, not both'}
    yield* inFields(rest, programFields, [], names)
    return
  }
  yield* inFields(rest, scenarioFields, [], names)
  if (!Array.isArray(steps)) return
  if (steps.length > mostSteps) {
    yield {path: ['steps'], message: `${steps.length} steps; a scenario has at most ${mostSteps}`}
    return
  }
  for (const [at, step] of steps.entries()) {
    yield* inStep(step, ['steps', at], names)
    if (isJson(step)) remember(step, names)
  }
}

function* inStep(step: unknown, path: JsonPath, names: Names): Generator<Fault> {
  if (!isJson(step)) return
  const {do: word, expect: _expect, ...fields} = step
  const known =
    typeof word === 'string' && Object.hasOwn(names.format.steps, word) ? names.format.steps[word] : undefined
  if (known === undefined)
    yield {path: [...path, 'do'], message: unknown('step', word, Object.keys(names.format.steps))}
  else yield* inFields(fields, known, path, names)
}

/** What a step gives a name. */
function remember(step: Json, {format, values, definitions, jitted}: Names): void {
  const name = String(step['name'])
  if (format.known !== null && 'name' in step && step['do'] !== 'config') values.add(name)
  if (step['do'] === 'def') definitions.add(name)
  if (step['do'] === 'jit' || step['do'] === 'cached_partial') jitted.add(name)
  if (step['do'] === 'let') values.add(name)
  if (step['do'] === 'set') values.add(String(step['at']).split('.', 1).join())
}

function* inFields(given: Json, fields: FieldKinds, path: JsonPath, names: Names): Generator<Fault> {
  const known = Object.keys(fields).map((name) => name.replace('?', ''))
  for (const [name, value] of Object.entries(given)) {
    const kind = fields[name] ?? fields[`${name}?`]
    if (kind === undefined) yield {path: [...path, name], message: unknown('key', name, known)}
    else yield* inKind(value, kind, [...path, name], names)
  }
  for (const name of Object.keys(fields))
    if (!name.endsWith('?') && !(name in given))
      yield {path, message: `${quoted(name)} is missing; expected ${expectedBy(fields[name] ?? 'anything')}`}
}

function* inKind(value: unknown, kind: ValueKind, path: JsonPath, names: Names): Generator<Fault> {
  if (typeof kind === 'object') {
    if (isOfWords(kind)) {
      if (!kind.includes(String(value))) yield {path, message: unknown('word', value, kind)}
    } else if (isJson(value)) yield* inFields(value, kind, path, names)
    else yield wrong(value, kind, path)
  } else if (kind === 'value') yield* inValue(value, path, names)
  else if (kind === 'values' && Array.isArray(value))
    for (const [at, item] of value.entries()) yield* inValue(item, [...path, at], names)
  else if (kind === 'named values' && isPairs(value))
    for (const [at, [, item]] of value.entries()) yield* inValue(item, [...path, at, 1], names)
  else if (!(fits[kind]?.(value) ?? false)) yield wrong(value, kind, path)
  else yield* inNames(String(value), kind, path, names)
}

/** An expression: an object with one key. */
function* inValue(value: unknown, path: JsonPath, names: Names): Generator<Fault> {
  const entries = isJson(value) ? Object.entries(value) : []
  const [entry, second] = entries
  if (entry === undefined || second !== undefined) {
    yield wrong(value, 'value', path)
    return
  }
  const [word, inner] = entry
  const kind = Object.hasOwn(names.format.values, word) ? names.format.values[word] : undefined
  if (kind === undefined) yield {path, message: unknown('expression', word, Object.keys(names.format.values))}
  else yield* inKind(inner, kind, [...path, word], names)
}

/** A name that no earlier step gave. */
function* inNames(text: string, kind: string, path: JsonPath, names: Names): Generator<Fault> {
  const [head = '', ...rest] = text.split('.')
  const isValue = kind === 'reference' || (kind === 'place' && rest.length > 0)
  const asked = isValue
    ? {name: head, known: names.values, by: 'let'}
    : kind === 'definition'
      ? {name: text, known: names.definitions, by: 'def'}
      : kind === 'jitted'
        ? {name: text, known: names.jitted, by: 'jit'}
        : null
  if (asked === null || asked.known.has(asked.name)) return
  const {name, known, by} = asked
  yield {path, message: `${unknown('name', name, [...known])}; a {"do": "${by}"} before it gives one`}
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isPair = (value: unknown): value is readonly [string, unknown] =>
  Array.isArray(value) && value.length === 2 && isText(value[0])
const isPairs = (value: unknown): value is readonly (readonly [string, unknown])[] =>
  Array.isArray(value) && value.every(isPair)
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isWhole = (value: unknown): boolean => Number.isInteger(value)
const isSize = (value: unknown): boolean =>
  isNumber(value) && isWhole(value) && value >= 0 && value <= largest
const wholeText = /^-?\d{1,4000}$/

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: isText,
  number: isNumber,
  integer: (value) => isWhole(value) || (isText(value) && wholeText.test(value)),
  flag: (value) => typeof value === 'boolean',
  anything: () => true,
  shape: (value) => Array.isArray(value) && value.length <= mostAxes && value.every(isSize),
  numbers: (value) => Array.isArray(value) && value.every(isNumber),
  positions: (value) => isWhole(value) || (Array.isArray(value) && value.every(isWhole)),
  names: (value) => isText(value) || isTexts(value),
  lines: (value) => isText(value) || isTexts(value),
  locks: (value) => Array.isArray(value) && value.every((one) => locks.some((lock) => lock === one)),
  reference: isText,
  place: isText,
  definition: isText,
  jitted: isText,
}

const expected: Readonly<Record<KindWord, string>> = {
  text: 'a text',
  number: 'a number',
  integer: 'a whole number',
  flag: 'true or false',
  anything: 'a value',
  shape: `a list of at most ${mostAxes} whole numbers from 0 to ${largest}`,
  numbers: 'a list of numbers',
  positions: 'a whole number, or a list of them',
  names: 'a text, or a list of them',
  lines: 'a text, or a list of its lines',
  locks: `a list of ${locks.join(', ')}, or of some of them`,
  value: 'an expression: an object with one key, as {"int": 1}',
  values: 'a list of expressions, as [{"int": 1}]',
  'named values': 'a list of pairs of a name and an expression, as [["y", {"int": 1}]]',
  reference: 'the name of a value',
  place: 'the name of a value, or a path in it',
  definition: 'the name of a function',
  jitted: 'the name of a jitted function',
}

const expectedBy = (kind: ValueKind): string =>
  typeof kind !== 'object'
    ? expected[kind]
    : isOfWords(kind)
      ? `one of ${kind.join(', ')}`
      : `an object with ${Object.keys(kind).join(', ').replaceAll('?', '')}`

const quoted = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? 'nothing'

const wrong = (value: unknown, kind: ValueKind, path: JsonPath): Fault => ({
  path,
  message: `expected ${expectedBy(kind)}, got ${quoted(value)}`,
})

function unknown(what: string, given: unknown, known: readonly string[]): string {
  const near = nearestName(String(given), known)
  const hint =
    near !== undefined
      ? `did you mean ${quoted(near)}?`
      : known.length === 0
        ? 'there is none'
        : `known are ${known.join(', ')}`
  return `unknown ${what} ${quoted(given)}; ${hint}`
}
