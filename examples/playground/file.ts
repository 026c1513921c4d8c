import {loadScenarios, pythonOf, type Scenario, simulated} from '../../lib/index.ts'
import {isProgram, kindOf} from '../../viz/hosts/index.ts'
import {mostInLink, type Shared} from '../site/index.ts'

const schema = './node_modules/jitlens/schema/scenario.schema.json'

/**
 * What the page shows, as a scenario file that the command line runs. `sharedInFile` is its inverse.
 *
 * @example
 * fileOf({text: 'x = 1', at: 0}) // '{\n  "$schema": "./node_modules/jitlens/schema/scenario.schema.json",\n  "program": [\n    "x = 1"\n  ],\n  "call": 1\n}\n'
 */
export function fileOf({text, at, jax, locked = []}: Shared): string {
  const held = {
    $schema: schema,
    ...(jax !== undefined && {versions: {jax}}),
    program: text.split('\n'),
    call: at + 1,
    ...(locked.length > 0 && {locked}),
  }
  return `${JSON.stringify(held, null, 2)}\n`
}

/**
 * What a file has the page show: a program in Python, or the first scenario of a file, whose steps become a program.
 *
 * @throws {Error} in one sentence that begins with the file's name, where it holds neither, or more than a page takes.
 */
export function sharedInFile(text: string, name: string): Shared {
  const shared = isProgram(name) ? {text, at: 0} : sharedBy(scenarioIn(text, name), name)
  if (shared.text.length <= mostInLink) return shared
  throw new Error(
    `${name}: a program of ${shared.text.length} characters; the playground takes ${mostInLink} at most`,
  )
}

function scenarioIn(text: string, name: string): Scenario {
  const [scenario] = kindOf(text) === 'scenario' ? loadScenarios(text, name) : []
  if (scenario !== undefined) return scenario
  throw new Error(
    `${name}: expected a program in Python (.py) or a scenario; a log or a recording is read by the page Your log`,
  )
}

function sharedBy(scenario: Scenario, name: string): Shared {
  const {call = 1, locked, release} = scenario
  if (release !== undefined && !simulated.some(({jax}) => jax === release))
    throw new Error(
      `${name}, versions.jax: the caches of release ${JSON.stringify(release)} are not known; known are ${simulated.map(({jax}) => jax).join(', ')}`,
    )
  return {
    text: printed(scenario, name),
    at: Math.max(call - 1, 0),
    ...(release !== undefined && {jax: release}),
    ...(locked !== undefined && locked.length > 0 && {locked}),
  }
}

function printed(scenario: Scenario, name: string): string {
  try {
    return pythonOf(scenario)
  } catch (thrown) {
    throw new Error(
      `${name}: this scenario cannot be written in Python: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      {cause: thrown},
    )
  }
}
