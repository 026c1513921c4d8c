import {Session} from '../../lib/jit/index.ts'
import {isJson, type Json} from '../../lib/scenario/index.ts'
import {describeError} from '../../lib/scenario/errortext.ts'
import {recordedReason} from '../../lib/scenario/recordedreason.ts'
import {Interpreter, jitted, recorded} from './interpreter.ts'
import {type Expr, parse, type Statement} from './syntax.ts'

/** A program and what each of its statements did in real JAX. */
export interface Program {
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

/** A call of a jitted function: what the caches did, and what it gave. */
function jitCall(
  python: Interpreter,
  expr: Expr & {kind: 'call'},
): {out: Json; value: unknown; error: unknown} {
  const {session, globals} = python
  const [args, keywords] = python.arguments(expr.args, globals)
  const fun = python.of(expr.of, globals)
  if (!jitted(fun)) throw new TypeError('not jitted')
  python.ran.clear()
  const [before, events] = [fun.size(), session.trace.length]
  let value: unknown
  let error: unknown = null
  try {
    value = python.call(fun, args, keywords)
  } catch (raised) {
    error = raised
  }
  const event = session.trace.length > events ? session.trace.at(session.trace.length - 1) : null
  const {traced, lowered, compiled} =
    event?.outcome === 'hit' ? {traced: 0, lowered: 0, compiled: 0} : session.last
  const word = error === null ? (event?.outcome ?? 'hit') : 'error'
  const why = event?.blamed && {why: recordedReason(event.blamed, session.release.rules.reason)}
  const size = fun.size() - before
  const jit = error === null ? [word, traced, lowered, compiled, size] : [word, size]
  return {out: {jit, ...why}, value, error}
}

function take(python: Interpreter, statement: Statement): Json {
  python.ran.clear()
  let [out, value, error]: [Json, unknown, unknown] = [{}, null, null]
  try {
    const {globals} = python
    const expr = statement.kind === 'expr' || statement.kind === 'assign' ? statement.value : null
    if (expr === null) python.statement(statement, globals)
    else {
      const isJit = expr.kind === 'call' && expr.of.kind === 'name' && jitted(globals.names.get(expr.of.text))
      if (isJit) ({out, value, error} = jitCall(python, expr))
      else value = python.of(expr, globals)
      if (statement.kind === 'assign' && error === null)
        for (const target of statement.targets) python.assign(target, value, globals)
    }
    if (error === null && statement.kind === 'expr') out = {...out, value: recorded(value)}
  } catch (raised) {
    error = raised
  }
  const ran = Object.fromEntries([...python.ran].sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    ...out,
    ...(python.ran.size > 0 && {ran}),
    ...(error !== null && {error: Object.values(describeError(error))}),
  }
}

/** Plays a program; gives what each of its statements did. */
export function play({code}: Program, release: string): readonly Json[] {
  const python = new Interpreter(new Session({release}))
  return parse(code.join('\n')).map((statement) => python.session.within(() => take(python, statement)))
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
export function differences(program: Program, release: string): readonly Difference[] {
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
