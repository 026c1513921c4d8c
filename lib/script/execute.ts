import {Pytree, Variable} from '../graph/index.ts'
import {PythonError, repr, typeName} from '../python/index.ts'
import {callMethod} from './attributes.ts'
import {namesBound} from './bound.ts'
import {invoke} from './callable.ts'
import {Settings} from './context.ts'
import {errorTypes, isErrorType, isOfType} from './errors.ts'
import {assign, defined, evaluate, remove} from './evaluate.ts'
import {textOf} from './format.ts'
import {itemsOf} from './iterate.ts'
import {imported} from './modules.ts'
import {makeClass} from './classes.ts'
import {binary, truth} from './operators.ts'
import type {Scope} from './scope.ts'
import type {ClassStatement, Expression, FunctionStatement, Statement} from './syntax.ts'

/** How a block ends before its end. */
type Ending = {readonly is: 'return'; readonly value: unknown} | {readonly is: 'break' | 'continue'} | null

/** Runs a program, statement by statement; the value of its last one, where that is an expression. */
export function* runAll(scope: Scope, block: readonly Statement[]): Generator<undefined, unknown> {
  let value: unknown = null
  for (const statement of block) {
    scope.machine.step(statement.line)
    value = located(statement.line, () =>
      statement.is === 'expression' ? acted(scope, statement) : (perform(scope, statement), null),
    )
    yield
  }
  return value
}

/** Runs statements one after the other. */
function execute(scope: Scope, block: readonly Statement[]): Ending {
  for (const statement of block) {
    scope.machine.step(statement.line)
    const ending = located(statement.line, () => perform(scope, statement))
    if (ending !== null) return ending
  }
  return null
}

const lines = new WeakMap<object, number>()

/** The line of the text that an error was raised in; undefined where it is not known. */
export const lineOfError = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null ? lines.get(error) : undefined

/** Whether JavaScript has no room for another call. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes('call stack')

function located<T>(line: number, run: () => T): T {
  try {
    return run()
  } catch (thrown) {
    const error = isTooDeep(thrown)
      ? new PythonError('RecursionError', 'maximum recursion depth exceeded')
      : thrown
    if (typeof error === 'object' && error !== null && !lines.has(error)) lines.set(error, line)
    throw error
  }
}

type Of<K extends Statement['is']> = Extract<Statement, {readonly is: K}>

function perform(scope: Scope, statement: Statement): Ending {
  switch (statement.is) {
    case 'expression':
      acted(scope, statement)
      return null
    case 'assign':
      return assigned(scope, statement)
    case 'update':
      return updated(scope, statement)
    case 'return':
      return {is: 'return', value: statement.value === null ? null : evaluate(scope, statement.value)}
    case 'if':
      return branch(scope, statement)
    case 'for':
      return loop(scope, statement)
    case 'while':
      return repeat(scope, statement)
    case 'break':
    case 'continue':
      return {is: statement.is}
    default:
      return performRare(scope, statement)
  }
}

function performRare(scope: Scope, statement: Statement): Ending {
  switch (statement.is) {
    case 'def':
      scope.set(statement.name, decorated(scope, statement, functionIn(scope, statement)))
      return null
    case 'class':
      scope.set(statement.name, decorated(scope, statement, classIn(scope, statement)))
      return null
    case 'annotation':
      annotate(scope, statement.name)
      return null
    case 'with':
      return within(scope, statement)
    case 'raise':
      throw raised(scope, statement)
    case 'assert':
      if (!truth(evaluate(scope, statement.test)))
        throw new PythonError(
          'AssertionError',
          statement.message === null ? '' : textOf(evaluate(scope, statement.message)),
        )
      return null
    case 'try':
      return attempt(scope, statement)
    default:
      return nameOnly(scope, statement)
  }
}

/** Statements that are about names alone. */
function nameOnly(scope: Scope, statement: Statement): Ending {
  switch (statement.is) {
    case 'import':
      for (const {name, path} of statement.names) scope.set(name, imported(scope.get('__modules__'), path))
      return null
    case 'del':
      for (const target of statement.targets) remove(scope, target)
      if (statement.targets.some(({is}) => is !== 'name')) edited(scope, statement.line)
      return null
    case 'global':
    case 'nonlocal':
      for (const name of statement.names) scope.declare(name, statement.is)
      return null
    default:
      return null
  }
}

/** The program itself changed a model or something else that calls may be given: the next event says so. */
function edited(scope: Scope, line: number): void {
  if (scope.isProgram) scope.machine.edited(line)
}

/** A statement that only calls something: a method of a model may change it. */
function acted(scope: Scope, {value, line}: Of<'expression'>): unknown {
  const {machine} = scope
  const before = machine.session.trace.length
  const result = evaluate(scope, value)
  const isMethod = value.is === 'call' && value.of.is === 'attribute' && isOfModel(scope, value.of.of)
  if (isMethod && machine.session.trace.length === before) edited(scope, line)
  return result
}

/** Whether an expression begins at a name that stands for a model or an optimizer. */
function isOfModel(scope: Scope, expression: Expression): boolean {
  if (expression.is === 'attribute' || expression.is === 'item') return isOfModel(scope, expression.of)
  return expression.is === 'name' && scope.get(expression.name) instanceof Pytree
}

function assigned(scope: Scope, {targets, value, line}: Of<'assign'>): Ending {
  const given = evaluate(scope, value)
  for (const target of targets) assign(scope, target, given)
  if (targets.some(({is}) => is === 'attribute' || is === 'item')) edited(scope, line)
  return null
}

/** `target += value`; a list is extended in place. */
function updated(scope: Scope, {target, sign, value, line}: Of<'update'>): Ending {
  const before = evaluate(scope, target)
  const by = evaluate(scope, value)
  if (sign === '+' && Array.isArray(before) && !Object.isFrozen(before)) {
    before.push(...itemsOf(by))
    assign(scope, target, before)
  } else if (before instanceof Variable)
    throw new PythonError(
      'NotImplementedError',
      `In-place operations are no longer supported for Variable.\nUse \`variable[...] ${sign}= x\` instead.`,
    )
  else assign(scope, target, binary(sign, before, by))
  if (target.is !== 'name') edited(scope, line)
  return null
}

function branch(scope: Scope, {cases, otherwise}: Of<'if'>): Ending {
  const found = cases.find(({test}) => truth(evaluate(scope, test)))
  return execute(scope, found?.body ?? otherwise)
}

function loop(scope: Scope, {target, source, body, otherwise, line}: Of<'for'>): Ending {
  for (const item of itemsOf(evaluate(scope, source))) {
    scope.machine.step(line)
    assign(scope, target, item)
    const ending = execute(scope, body)
    if (ending?.is === 'break') return null
    if (ending?.is === 'return') return ending
  }
  return execute(scope, otherwise)
}

function repeat(scope: Scope, {test, body, otherwise, line}: Of<'while'>): Ending {
  while (truth(evaluate(scope, test))) {
    scope.machine.step(line)
    const ending = execute(scope, body)
    if (ending?.is === 'break') return null
    if (ending?.is === 'return') return ending
  }
  return execute(scope, otherwise)
}

const decorated = (
  scope: Scope,
  {decorators}: {readonly decorators: FunctionStatement['decorators']},
  made: unknown,
): unknown =>
  decorators
    .map((one) => ({line: one.line, by: evaluate(scope, one)}))
    .reduceRight((value, {line, by}) => scope.machine.within(line, () => invoke(by, [value])), made)

function functionIn(scope: Scope, {name, line, params, body}: FunctionStatement): object {
  return defined(scope, {name, line}, params, namesBound(body), (inner) => {
    scope.machine.ran(name)
    const ending = execute(inner, body)
    return ending?.is === 'return' ? ending.value : null
  })
}

function classIn(scope: Scope, {name, bases, body}: ClassStatement): object {
  const qualname = `${scope.prefix}${name}`
  const inner = scope.body(qualname)
  execute(inner, body)
  return makeClass(
    qualname,
    bases.map((base) => evaluate(scope, base)),
    inner.names,
  )
}

const annotations = '__annotations__'

function annotate(scope: Scope, name: string): void {
  const found = scope.names.get(annotations)
  if (Array.isArray(found)) found.push(name)
  else scope.names.set(annotations, [name])
}

function within(scope: Scope, {items, body}: Of<'with'>): Ending {
  const [first, ...rest] = items
  if (first === undefined) return execute(scope, body)
  const context = evaluate(scope, first.value)
  const run = (): Ending => within(scope, {is: 'with', items: rest, body, line: 0})
  if (context instanceof Settings) return context.run(scope.machine.session, run)
  const entered = callMethod(context, '__enter__')
  if (first.target !== null) assign(scope, first.target, entered)
  try {
    return run()
  } finally {
    callMethod(context, '__exit__', null, null, null)
  }
}

const handled = '__error__'

function raised(scope: Scope, {value}: Of<'raise'>): unknown {
  const error = value === null ? scope.get(handled) : evaluate(scope, value)
  if (error instanceof Error) return error
  if (isErrorType(error)) return invoke(error, [])
  return new PythonError('TypeError', `exceptions must derive from BaseException, not ${typeName(error)}`)
}

function attempt(scope: Scope, {body, handlers, otherwise, last}: Of<'try'>): Ending {
  const run = (): Ending => {
    try {
      const ending = execute(scope, body)
      if (ending !== null) return ending
    } catch (error) {
      const found = handlers.find(
        ({type}) => type === null || typesIn(evaluate(scope, type)).some((one) => isOfType(error, one)),
      )
      if (found === undefined) throw error
      if (found.name !== null) scope.set(found.name, error)
      scope.names.set(handled, error)
      return execute(scope, found.body)
    }
    return execute(scope, otherwise)
  }
  let ending: Ending
  try {
    ending = run()
  } catch (error) {
    const instead = execute(scope, last)
    if (instead !== null) return instead
    throw error
  }
  return execute(scope, last) ?? ending
}

function typesIn(value: unknown): readonly object[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.map((one) => {
    if (isErrorType(one)) return one
    throw new PythonError(
      'TypeError',
      `catching ${repr(one)} is not in the Python that runs here: name an error, as ${[...errorTypes.keys()].slice(4, 6).join(' or ')}`,
    )
  })
}
