import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Session} from '../../lib/jit/index.ts'
import {isJson, type Json} from '../../lib/scenario/index.ts'
import {PythonError} from '../../lib/python/index.ts'
import {describeError} from '../../lib/scenario/errortext.ts'
import {recordedReason} from '../../lib/scenario/recordedreason.ts'
import {parse, Program} from '../../lib/script/index.ts'
import {primitives, recorded} from './recorded.ts'

/** A program and what each of its statements did in real JAX. */
export interface Recorded {
  readonly id: string
  readonly code: readonly string[]
  readonly expect: readonly Json[]
}

/** One statement that does something else here. */
export interface Difference {
  readonly id: string
  readonly statement: number
  readonly field: string
  readonly expected: unknown
  readonly got: unknown
}

/** A class as a program of the goldens' folder defines it. */
const classIn = (file: string, name: string): string =>
  new RegExp(`^class ${name}\\b.*\\n(?:(?:[ ].*)?\\n)*`, 'm').exec(
    readFileSync(join(__dirname, '../golden', file), 'utf8'),
  )?.[0] ?? ''

/** What the programs find. */
const head = [
  'import jax, jax.numpy as jnp, optax',
  'from flax import nnx',
  'from functools import partial',
  'from jax import lax',
  classIn('lifted.py', 'Scale'),
  classIn('transforms.py', 'MLP'),
  classIn('transforms.py', 'Block'),
].join('\n')

/** The functions of the head are not those whose bodies are counted. */
const own = new Set(['__init__', '__call__'])

/** The statements of a program, each with the lines that it has. */
function statementsOf(code: readonly string[]): readonly string[] {
  const found: string[] = []
  let isOpen = false
  for (const line of code.flatMap((one) => one.split('\n'))) {
    const last = found.at(-1)
    const goesOn =
      isOpen || /^(?:\s|else\b|elif\b|[)\]}])/.test(line) || (last?.split('\n').at(-1) ?? '').startsWith('@')
    if (goesOn && last !== undefined) found[found.length - 1] = `${last}\n${line}`
    else if (line.trim() !== '' && !line.startsWith('#')) found.push(line)
    const text = found.at(-1) ?? ''
    isOpen = (text.match(/[([{]/g)?.length ?? 0) > (text.match(/[)\]}]/g)?.length ?? 0)
  }
  return found
}

const callText = /^(?:[\w, ]+ = )?(\w+)\(/

interface Sized {
  size(): number
}
const isJitted = (value: unknown): value is Sized =>
  typeof value === 'function' && 'wrapper' in value && 'size' in value

/** What a statement did. */
function take(program: Program, ran: Map<string, number>, text: string): Json {
  ran.clear()
  const named: unknown = program.get(callText.exec(text)?.[1] ?? '')
  const jitted = isJitted(named) ? named : null
  const {session} = program
  const [before, events] = [jitted?.size() ?? 0, session.trace.length]
  const {value, error} = program.run(text)
  const jit = jitted === null ? {} : jitOf(session, events, jitted.size() - before, error !== null)
  const counts = Object.fromEntries([...ran].sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    ...jit,
    ...(error === null && isExpression(text) && {value: recorded(value)}),
    ...(ran.size > 0 && {ran: counts}),
    ...(error !== null && {error: Object.values(describeError(new PythonError(error.type, error.message)))}),
  }
}

const isExpression = (text: string): boolean => parse(text).at(-1)?.is === 'expression'

/** What the caches did in a call of a jitted function, as the recording has it. */
function jitOf(session: Session, events: number, size: number, hasRaised: boolean): Json {
  const event = session.trace.length > events ? session.trace.at(session.trace.length - 1) : null
  const {traced, lowered, compiled} =
    event?.outcome === 'hit' ? {traced: 0, lowered: 0, compiled: 0} : session.last
  const why = event?.blamed && {why: recordedReason(event.blamed, session.release.rules.reason)}
  return {
    jit: hasRaised ? ['error', size] : [event?.outcome ?? 'hit', traced, lowered, compiled, size],
    ...why,
  }
}

/** Plays a program; gives what each of its statements did. */
export function play({code}: Recorded, release: string): readonly Json[] {
  const ran = new Map<string, number>()
  const program = new Program({
    session: new Session({release}),
    names: {primitives},
    ran: (name) => own.has(name) || ran.set(name, (ran.get(name) ?? 0) + 1),
  })
  program.run(head)
  return statementsOf(code).map((text) => take(program, ran, text))
}

/** Whether two values are the same, numbers up to the last digits of a float32. */
function near(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 2e-5 * Math.max(1, Math.abs(a), Math.abs(b))
  if (typeof a === 'number' && Array.isArray(b)) return /^[fi]\d+\[\]~$/.test(String(b[0])) && near(a, b[1])
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => near(item, b[i]))
  if (!isJson(a) || !isJson(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => near(a[key], b[key]))
}

/** Where a program does not do here what it did in real JAX; the texts of errors are fields of their own. */
export function differences(program: Recorded, release: string): readonly Difference[] {
  const got = play(program, release)
  return program.expect.flatMap((expected, statement) => {
    const here = got[statement] ?? {}
    return ['jit', 'ran', 'why', 'error', 'value'].flatMap((field) => {
      if (near(expected[field] ?? null, here[field] ?? null)) return []
      if (field === 'why' && expected[field] === null) return []
      const [type, other] = [expected, here].map(({error}) =>
        Array.isArray(error) ? String(error[0]) : null,
      )
      const isText = field === 'error' && type === other
      return [
        {
          id: program.id,
          statement,
          field: isText ? 'text' : field,
          expected: expected[field],
          got: here[field],
        },
      ]
    })
  })
}
