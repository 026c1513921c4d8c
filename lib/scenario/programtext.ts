import {printedBody} from './bodytext.ts'
import {definitions, type Needs, plainValue, printedKeywords, printedPath, printedValue} from './valuetext.ts'
import {isJson, jsonList, jsonObject, jsonPairs, textOr} from './jsonvalue.ts'
import {isTorch, type Scenario, type Step} from './scenario.ts'

/** A program that is being written. */
interface Writing extends Needs {
  readonly scenario: Scenario
  /** Statements, a block each; an empty one is a blank line. */
  readonly blocks: (readonly string[])[]
  /** The names that are defined. */
  readonly defined: Set<string>
}

/** What a program imports for a name that stands in it. */
const imports: readonly (readonly [name: string, line: string])[] = [
  ['deepcopy', 'from copy import deepcopy'],
  ['@dataclass', 'from dataclasses import dataclass'],
  ['partial', 'from functools import partial'],
  ['@partial', 'from functools import partial'],
  ['jax', 'import jax'],
  ['@jax', 'import jax'],
  ['jnp', 'import jax.numpy as jnp'],
  ['np', 'import numpy as np'],
  ['optax', 'import optax'],
  ['nnx', 'from flax import nnx'],
  ['@nnx', 'from flax import nnx'],
]

/** What stands between the names of a text. */
const between = /[^\w.@]+/

/**
 * A scenario as a program in Python that does the same, on JAX and on `lib/script`; one that is a program is that.
 *
 * @throws {SyntaxError} for a step or an expression for which no Python is known.
 * @example
 * pythonOf(scenario) // 'import jax\nimport jax.numpy as jnp\nimport numpy as np\n\n@jax.jit\ndef scale(x, y=2.0, *, z=None):…'
 */
export function pythonOf(scenario: Scenario): string {
  if (scenario.program !== undefined) return scenario.program
  if (isTorch(scenario))
    throw new SyntaxError(`${scenario.id}: a scenario of torch.compile has no program of JAX`)
  const blocks: (readonly string[])[] = []
  const defined = new Set<string>()
  const writing: Writing = {
    scenario,
    blocks,
    defined,
    module: (name, attrs) => printedModule(writing, name, attrs),
    define(name) {
      if (!defined.has(name)) blocks.push([...definitions[name]])
      defined.add(name)
      return name
    },
  }
  scenario.steps.forEach((step, at) => write(writing, step, at))
  const text = joined(blocks)
  const used = new Set(text.split(between).map((name) => name.split('.')[0]))
  const head = new Set(imports.filter(([name]) => used.has(name)).map(([, line]) => line))
  return `${[...head].join('\n')}\n\n${text}\n`
}

/** How a definition starts. */
const openings = ['@', 'class ', 'def ']

/** Blocks one under the other; a blank line stands around definitions. */
function joined(blocks: readonly (readonly string[])[]): string {
  const lines: string[] = []
  let wasDefinition = false
  for (const block of blocks) {
    const isDefinition = openings.some((opening) => block[0]?.startsWith(opening) === true)
    if (lines.length > 0 && (isDefinition || wasDefinition)) lines.push('')
    lines.push(...block)
    wasDefinition = isDefinition
  }
  return lines.join('\n')
}

/** Writes a step; one that real JAX refused stands in a `try`. */
function write(writing: Writing, step: Step, at: number): void {
  const lines = statement(writing, step, at)
  if (lines.length === 0) return
  writing.blocks.push(
    isRefused(step)
      ? ['try:', ...lines.map((line) => `    ${line}`), 'except Exception as error:', '    print(error)']
      : lines,
  )
}

const isRefused = ({expect}: Step): boolean => isJson(expect) && 'error' in expect

/** The lines of a step; none for one that only looks. */
function statement(writing: Writing, step: Step, at: number): readonly string[] {
  const print = Object.hasOwn(statements, step.do) ? statements[step.do] : undefined
  if (print === undefined) throw new SyntaxError(`no Python is known for a step ${JSON.stringify(step.do)}`)
  const lines = print({
    writing,
    step,
    at,
    place: printedPath(step['at']),
    value: (expression) => printedValue(expression, writing),
  })
  return typeof lines === 'string' ? [lines] : lines
}

/** What a statement is made of. */
interface Statement {
  readonly writing: Writing
  readonly step: Step
  /** Which step it is, from 0. */
  readonly at: number
  /** The path that it acts on, where it names one. */
  readonly place: string
  readonly value: (expression: unknown) => string
}

/** What each kind of step is in Python. */
const statements: Readonly<Record<string, (made: Statement) => string | readonly string[]>> = {
  def: ({at, step, writing}) =>
    isDecorated(writing.scenario, at) ? [] : definition(writing, step, String(step['name'])),
  jit: ({at, step, writing}) => jitted(writing, step, at),
  cached_partial: ({step, value}) =>
    `${String(step['name'])} = nnx.cached_partial(${[String(step['fun']), ...jsonList(step['args']).map(value)].join(', ')})`,
  let: ({step, value}) => `${String(step['name'])} = ${value(step['to'])}`,
  set: ({place, step, value}) => `${place} = ${value(step['to'])}`,
  delete: ({place}) => `del ${place}`,
  write: ({place, step}) => `${place}[...] = jnp.full_like(${place}[...], ${plainValue(step['fill'] ?? 3)})`,
  replace: ({place, step, value}) => `${place}.set_value(${value({jnp: step['to']})})`,
  metadata: ({place, step}) => `${place}.set_metadata(${printedKeywords(step['to'])})`,
  method: ({step, writing}) => `${printedPath(step['on'])}.${String(step['name'])}(${given(writing, step)})`,
  append: ({step, value}) => `${printedPath(step['to'])}.append(${value(step['item'])})`,
  mutate: ({place, step, value}) =>
    'item' in step
      ? `${place}.append(${value(step['item'])})`
      : `${place}.${String(step['field'])} = ${value(step['to'])}`,
  pop: ({place, step}) => `nnx.pop(${place}, nnx.${String(step['type'])})`,
  update: ({step, value}) => `nnx.update(${printedPath(step['target'])}, ${value(step['state'])})`,
  config: ({step}) => `jax.config.update(${plainValue(step['name'])}, ${plainValue(step['to'])})`,
  clear_caches: () => 'jax.clear_caches()',
  forget: ({step}) =>
    `del ${[step['jit'], step['def']].filter((name) => typeof name === 'string').join(', ')}`,
  forget_class({step, writing}) {
    writing.defined.delete(String(step['name']))
    return []
  },
  call: ({step, writing}) => `${String(step['fn'])}(${given(writing, step)})`,
  inspect: () => [],
  describe: () => [],
}

/** The arguments of a call, by position and by name. */
const given = (writing: Writing, step: Step): string =>
  [
    ...jsonList(step['args']).map((arg) => printedValue(arg, writing)),
    ...jsonPairs(step['kwargs']).map(([name, value]) => `${name}=${printedValue(value, writing)}`),
  ].join(', ')

/** Whether a function is jitted in the next step and by no other: then it is written with a decorator. */
function isDecorated({steps}: Scenario, at: number): boolean {
  const [def, jit, ...later] = steps.slice(at)
  if (def === undefined || jit?.do !== 'jit' || def['name'] !== jit['fun']) return false
  const again = later.findIndex((step) => step.do === 'def' && step['name'] === def['name'])
  return !later
    .slice(0, again < 0 ? undefined : again)
    .some((step) => step.do === 'jit' && step['fun'] === def['name'])
}

/** What the functions that a scenario defines are called in its program: by their own names, or as what they are jitted to where they are decorated. */
export const writtenNames = (scenario: Scenario): ReadonlyMap<Step, string> =>
  new Map(
    scenario.steps.flatMap((step, at) =>
      step.do === 'def'
        ? [[step, String((isDecorated(scenario, at) ? scenario.steps[at + 1] : step)?.['name'])] as const]
        : [],
    ),
  )

function definition({scenario}: Writing, def: Step, name: string): string[] {
  const {params, lines} = printedBody(String(def['body']), paramsOf(scenario, def))
  return [`def ${name}(${params}):`, ...lines.map((line) => `    ${line}`)]
}

function jitted(writing: Writing, step: Step, at: number): string[] {
  const {steps} = writing.scenario
  const jit = step['with'] === 'jax.jit' ? 'jax.jit' : 'nnx.jit'
  const names = ['static_argnums', 'static_argnames', 'donate_argnums', 'donate_argnames', 'keep_unused']
  const graph = step['with'] === 'nnx.jit' ? ['graph', 'graph_updates'] : []
  const options = [...names, ...graph]
    .filter((name) => name in step)
    .map((name) => `${name}=${option(step[name])}`)
  const name = String(step['name'])
  const def = steps[at - 1]
  if (def === undefined || !isDecorated(writing.scenario, at - 1))
    return [`${name} = ${jit}(${[String(step['fun']), ...options].join(', ')})`]
  const decorator = options.length === 0 ? jit : `partial(${[jit, ...options].join(', ')})`
  return [`@${decorator}`, ...definition(writing, def, name)]
}

/** One position or name alone stands without brackets. */
const option = (value: unknown): string =>
  plainValue(Array.isArray(value) && value.length === 1 ? value[0] : value)

/** A name that stands for a value itself, and not for a part of it. */
const plainName = /^[a-z]\w*$/

const free = ['x', 'y', 'z', 'u', 'v', 'w']

/** Names for what the calls of a function are given, where all give as many by position; null where they do not. */
function paramsOf({steps}: Scenario, def: Step): readonly string[] | null {
  const jits = new Set(
    steps.filter((step) => step.do === 'jit' && step['fun'] === def['name']).map((step) => step['name']),
  )
  const calls = steps.filter((step) => step.do === 'call' && jits.has(step['fn']))
  const [first] = calls
  const isWhole = calls.every(
    (call) =>
      jsonList(call['args']).length === jsonList(first?.['args']).length &&
      jsonList(call['kwargs']).length === 0,
  )
  if (first === undefined || !isWhole || steps.some((step) => step.do === 'cached_partial')) return null
  const names: string[] = []
  jsonList(first['args']).forEach((_, at) => {
    const all = new Set(calls.map((call) => textOr(jsonObject(jsonList(call['args'])[at])['ref'], '')))
    const [only = ''] = all
    const isName = all.size === 1 && plainName.test(only) && !names.includes(only)
    names.push(isName ? only : (free.find((name) => !names.includes(name)) ?? `x${at}`))
  })
  return names
}

/** A module of a class: the class is written before, the first time that one of it is made. */
function printedModule(
  writing: Writing,
  name: string,
  attrs: readonly (readonly [string, unknown])[],
): string {
  const shapes = modulesOf(writing.scenario).filter((module) => module['class'] === name)
  const isOne = new Set(shapes.map((module) => JSON.stringify(module['attrs']))).size === 1
  const values = attrs.map(([attr, value]) => [attr, printedValue(value, writing)] as const)
  if (!writing.defined.has(name)) {
    writing.defined.add(name)
    writing.blocks.push(isOne ? fixedClass(name, values) : openClass(name))
  }
  return isOne ? `${name}()` : `${name}(${values.map(([attr, value]) => `${attr}=${value}`).join(', ')})`
}

const fixedClass = (name: string, values: readonly (readonly [string, string])[]): string[] => [
  `class ${name}(nnx.Module):`,
  ...(values.length === 0
    ? ['    pass']
    : ['    def __init__(self):', ...values.map(([attr, value]) => `        self.${attr} = ${value}`)]),
]

const openClass = (name: string): string[] => [
  `class ${name}(nnx.Module):`,
  '    def __init__(self, **parts):',
  '        for name, part in parts.items():',
  '            setattr(self, name, part)',
]

/** All modules of classes of its own that a scenario makes. */
function modulesOf({steps}: Scenario): Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    if (!isJson(value)) return
    if (isJson(value['module'])) found.push(value['module'])
    Object.values(value).forEach(walk)
  }
  steps.forEach(({expect: _expect, ...step}) => walk(step))
  return found
}
