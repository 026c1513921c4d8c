import {faultsOf} from './faults.ts'
import {type Format, jaxFormat, type Lock, locks} from './format.ts'
import {deeperThan, type JsonPath, lineAt, jsonPlaces} from './jsonplaces.ts'
import {isJson, type Json, jsonList, textOr} from './jsonvalue.ts'
import {torchFormat} from './torchformat.ts'

/** One step of a scenario, `{"do": …}`; the format is that of the goldens. */
export interface Step extends Json {
  /** Its word: `call`, `set`, `jit`, `config` … */
  readonly do: string
  /** What real JAX did, where it was recorded. */
  readonly expect?: unknown
}

/** A small program over models and jitted functions, written as JSON: steps, or a text of Python. */
export interface Scenario {
  /** What it is called, without spaces. */
  readonly id: string
  /** The group that it is counted in. */
  readonly category: string
  /** What it shows, in a line. */
  readonly title: string
  /** What it does, in order; nothing where it is a program. */
  readonly steps: readonly Step[]
  /** The text in Python that it is, where it has no steps. */
  readonly program?: string
  /** Which of the program's calls an editor looks at, from 1. */
  readonly call?: number
  /** What of the program an editor keeps as it is, or does not show. */
  readonly locked?: readonly Lock[]
  /** The version of jax that it was recorded on, or asks for, where its file says. */
  readonly release?: string
  /** Whether each hit is compared with what its function gives without caches; see `Session.verify`. */
  readonly verify?: boolean
  /** Whether its file records calls alone: it looks at things, and nowhere says what was seen. */
  readonly isCallsOnly?: boolean
}

const isStep = (value: unknown): value is Step => isJson(value) && typeof value['do'] === 'string'

/**
 * Reads scenarios: one as JSON, a list of them, or one a line. A line `{"versions": {"jax": …}}` tells on which
 * release those below it were recorded.
 *
 * @param name what messages call the text, a file's name.
 * @throws {SyntaxError} in one sentence: the line, the path, what is expected and what was meant.
 * @example
 * loadScenarios('{"id": "one", "steps": []}', 'one.json').length // 1
 */
export function loadScenarios(text: string, name = 'scenario'): readonly Scenario[] {
  const scenarios: Scenario[] = []
  let release: string | undefined
  for (const {row, where, at} of rowsOf(text, name))
    if (isJson(row) && isHead(row)) release = versionIn(row['versions'])
    else {
      const scenario = read(row, where, release)
      if (isJson(row)) refuse(row, isTorch(scenario) ? torchFormat : jaxFormat, at)
      scenarios.push(scenario)
    }
  if (recordsCallsOnly(scenarios)) return scenarios.map((scenario) => ({...scenario, isCallsOnly: true}))
  if (scenarios.length === 0)
    throw new SyntaxError(`${name}: no scenario in it; expected {"id": …, "steps": [{"do": …}, …]}`)
  return scenarios
}

/** Whether a scenario is one of torch: torch.compile jits a function in it. */
export const isTorch = ({steps}: Pick<Scenario, 'steps'>): boolean =>
  steps.some((step) => step.do === 'jit' && String(step['with']).startsWith('torch.compile'))

/** Whether a row tells the release of those below it, and is no scenario itself. */
const isHead = (row: Json): boolean =>
  'versions' in row && !['$schema', 'id', 'title', 'steps', 'program'].some((name) => name in row)

/** @throws {SyntaxError} where a scenario has what the format has not: the first of it, and how much more there is. */
function refuse(row: Json, format: Format, at: (path: JsonPath) => string): void {
  const [first, ...more] = faultsOf(row, format)
  if (first === undefined) return
  throw new SyntaxError(
    `${at(first.path)}: ${first.message}${more.length === 0 ? '' : `; and ${more.length} more`}`,
  )
}

/** Whether a file has looks and no record of any, but records of calls. */
function recordsCallsOnly(scenarios: readonly Scenario[]): boolean {
  const steps = scenarios.flatMap((scenario) => scenario.steps)
  const looks = steps.filter((step) => step.do === 'inspect' || step.do === 'describe')
  const isRecorded = ({expect}: Step): boolean => expect !== undefined
  return looks.length > 0 && !looks.some(isRecorded) && steps.some(isRecorded)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A value of a file that may be a scenario. */
interface Row {
  readonly row: unknown
  /** What it is called where it has no name. */
  readonly where: string
  /** A path in it as messages tell it, with the line of the file. */
  readonly at: (path: JsonPath) => string
}

/** What Python can hold is not deeper. */
const deepest = 1000

/** @throws {SyntaxError} where a text, which begins at that line of its file, holds more within one another than any scenario. */
function bounded(text: string, name: string, first = 1): void {
  const offset = deeperThan(text, deepest)
  if (offset === null) return
  const line = first - 1 + lineAt(text, offset)
  throw new SyntaxError(
    `${name}, line ${line}: lists and objects are nested too deep; a scenario nests at most ${deepest}`,
  )
}

function rowsOf(text: string, name: string): readonly Row[] {
  const whole = parse(text)
  if (whole === undefined) return lines(text, name)
  bounded(text, name)
  const at = (path: JsonPath): string =>
    `${name}, line ${lineAt(text, jsonPlaces(text).at(path))}, ${pathText(path)}`
  return Array.isArray(whole)
    ? whole.map((row: unknown, i) => ({row, where: `${name}, item ${i}`, at: (path) => at([i, ...path])}))
    : [{row: whole, where: name, at}]
}

const lineBreak = /\r?\n/

/** The values of a file of one a line. */
function lines(text: string, name: string): readonly Row[] {
  const rows: Row[] = []
  for (const [i, line] of text.split(lineBreak).entries()) {
    if (line.trim() === '') continue
    bounded(line, name, i + 1)
    const row = parse(line)
    const where = `${name}, line ${i + 1}`
    if (row === undefined)
      throw new SyntaxError(
        rows.length === 0 ? brokenIn(text, name) : `${where}: not JSON; expected one scenario a line`,
      )
    rows.push({row, where, at: (path) => `${where}, ${pathText(path)}`})
  }
  return rows
}

/** Where a file of one value is no JSON. */
function brokenIn(text: string, name: string): string {
  bounded(text, name)
  const offset = jsonPlaces(text).broken ?? 0
  const found = text
    .slice(offset, offset + 30)
    .split(lineBreak, 1)
    .join()
  const what =
    found === '' ? 'the file ends within a value' : `${JSON.stringify(found)} does not belong there`
  return `${name}, line ${lineAt(text, offset)}: not JSON: ${what}`
}

const plainName = /^[\w$]+$/

/** `steps[2].args[0].jnp`; a name of other letters stands in quotes. */
const pathText = (path: JsonPath): string =>
  path
    .map((part, i) =>
      typeof part === 'string' && plainName.test(part)
        ? `${i === 0 ? '' : '.'}${part}`
        : `[${JSON.stringify(part)}]`,
    )
    .join('')

const versionIn = (versions: unknown): string | undefined =>
  isJson(versions) && typeof versions['jax'] === 'string' ? versions['jax'] : undefined

function read(row: unknown, where: string, release: string | undefined): Scenario {
  if (!isJson(row)) throw new SyntaxError(`${where}: not an object; expected {"id": …, "steps": […]}`)
  const {id, category, title, steps, verify, versions} = row
  const asked = versionIn(versions) ?? release
  const head = {
    id: textOr(id, where),
    category: textOr(category, 'scenario'),
    title: textOr(title, textOr(id, where)),
    ...(asked !== undefined && {release: asked}),
    ...(verify === true && {verify}),
  }
  if ('program' in row) return {...head, steps: [], ...programIn(row)}
  if (!Array.isArray(steps))
    throw new SyntaxError(
      `${where}: "steps" is missing; expected a list of {"do": …}, or a "program" in Python`,
    )
  const bad = steps.findIndex((step) => !isStep(step))
  if (bad >= 0)
    throw new SyntaxError(
      `${where}, steps[${bad}]: expected an object with a "do", got ${JSON.stringify(steps[bad])?.slice(0, 80) ?? 'nothing'}`,
    )
  return {...head, steps: steps.filter(isStep)}
}

/** What a program in a file says of itself. */
const programIn = ({program, call, locked}: Json): Pick<Scenario, 'program' | 'call' | 'locked'> => ({
  program: Array.isArray(program) ? program.join('\n') : String(program),
  ...(call !== undefined && {call: Number(call)}),
  ...(locked !== undefined && {locked: locks.filter((lock) => jsonList(locked).includes(lock))}),
})
