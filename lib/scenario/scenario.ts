/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** One step of a scenario, `{"do": …}`; the format is that of the goldens. */
export interface Step extends Json {
  /** Its word: `call`, `set`, `jit`, `config` … */
  readonly do: string
  /** What real JAX did, where it was recorded. */
  readonly expect?: unknown
}

/** A small program over models and jitted functions, written as JSON. */
export interface Scenario {
  /** What it is called, without spaces. */
  readonly id: string
  /** The group that it is counted in. */
  readonly category: string
  /** What it shows, in a line. */
  readonly title: string
  /** What it does, in order. */
  readonly steps: readonly Step[]
  /** The version of jax that it was recorded on, where its file says. */
  readonly release?: string
  /** Whether each hit is compared with what its function gives without caches; see `Session.verify`. */
  readonly verify?: boolean
  /** Whether its file records calls alone: it looks at things, and nowhere says what was seen. */
  readonly isCallsOnly?: boolean
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStep = (value: unknown): value is Step => isJson(value) && typeof value['do'] === 'string'

/**
 * Reads scenarios: one as JSON, a list of them, or one a line. A line `{"versions": {"jax": …}}` tells on which
 * release those below it were recorded.
 *
 * @param name what messages call the text, a file's name.
 * @throws {SyntaxError} in one sentence: where, what is expected.
 * @example
 * loadScenarios('{"id": "one", "steps": []}', 'one.json').length // 1
 */
export function loadScenarios(text: string, name = 'scenario'): readonly Scenario[] {
  const whole = parse(text)
  const rows =
    whole === undefined
      ? lines(text, name)
      : Array.isArray(whole)
        ? whole.map((row: unknown, i) => [`${name}, item ${i}`, row] as const)
        : [[name, whole] as const]
  const scenarios: Scenario[] = []
  let release: string | undefined
  for (const [where, row] of rows)
    if (isJson(row) && 'versions' in row) release = versionIn(row['versions'])
    else scenarios.push(read(row, where, release))
  if (recordsCallsOnly(scenarios)) return scenarios.map((scenario) => ({...scenario, isCallsOnly: true}))
  if (scenarios.length === 0)
    throw new SyntaxError(`${name}: no scenario in it; expected {"id": …, "steps": [{"do": …}, …]}`)
  return scenarios
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

const lineBreak = /\r?\n/

function lines(text: string, name: string): (readonly [string, unknown])[] {
  const rows: (readonly [string, unknown])[] = []
  text.split(lineBreak).forEach((line, i) => {
    if (line.trim() === '') return
    const row = parse(line)
    if (row === undefined)
      throw new SyntaxError(`${name}, line ${i + 1}: not JSON; expected one scenario a line`)
    rows.push([`${name}, line ${i + 1}`, row])
  })
  return rows
}

const versionIn = (versions: unknown): string | undefined =>
  isJson(versions) && typeof versions['jax'] === 'string' ? versions['jax'] : undefined

function read(row: unknown, where: string, release: string | undefined): Scenario {
  if (!isJson(row)) throw new SyntaxError(`${where}: not an object; expected {"id": …, "steps": […]}`)
  const {id, category, title, steps, verify} = row
  if (!Array.isArray(steps))
    throw new SyntaxError(`${where}: "steps" is missing; expected a list of {"do": …}`)
  const bad = steps.findIndex((step) => !isStep(step))
  if (bad >= 0)
    throw new SyntaxError(
      `${where}, steps[${bad}]: expected an object with a "do", got ${JSON.stringify(steps[bad])?.slice(0, 80) ?? 'nothing'}`,
    )
  return {
    id: textOr(id, where),
    category: textOr(category, 'scenario'),
    title: textOr(title, textOr(id, where)),
    steps: steps.filter(isStep),
    ...(release !== undefined && {release}),
    ...(verify === true && {verify}),
  }
}

/** A string of a step; `otherwise` where it has none. */
export const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise

/** An object of a step; empty where it has none. */
export const jsonObject = (value: unknown): Json => (isJson(value) ? value : {})

/** A list of a step; empty where it has none. */
export const jsonList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A list of names, each with its value; empty where a step has none. */
export const jsonPairs = (value: unknown): readonly (readonly [string, unknown])[] =>
  jsonList(value).map((row) => [String(jsonList(row)[0]), jsonList(row)[1]])
