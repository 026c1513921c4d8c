import {Span} from '../array/index.ts'
import {ellipsis} from '../graph/index.ts'
import {entriesOf, isDict, numberOf, PythonError, type PythonSet, tuple, typeName} from '../python/index.ts'
import {deleteAttribute, getAttribute, setAttribute, superOf} from './attributes.ts'
import {builtin, functionOf, invoke, keep} from './callable.ts'
import {converted, formatted} from './format.ts'
import {deleteItem, getItem, setItem} from './items.ts'
import {Items, itemsOf, listOf} from './iterate.ts'
import {putItem} from './methods.ts'
import {isFloat} from './numbers.ts'
import {binary, comparison, truth, unary} from './operators.ts'
import {checked, setOf} from './sets.ts'
import type {Scope} from './scope.ts'
import type {Argument, Clause, Expression, Field, ScriptParameter} from './syntax.ts'

type Of<K extends Expression['is']> = Extract<Expression, {readonly is: K}>

/** The value of an expression. */
export function evaluate(scope: Scope, expression: Expression): unknown {
  switch (expression.is) {
    case 'constant':
      return expression.value
    case 'name':
      return scope.get(expression.name)
    case 'attribute':
      return getAttribute(evaluate(scope, expression.of), expression.name)
    case 'call':
      return called(scope, expression)
    case 'binary':
      return binary(expression.sign, evaluate(scope, expression.left), evaluate(scope, expression.right))
    case 'item':
      return getItem(evaluate(scope, expression.of), evaluate(scope, expression.index))
    case 'conditional':
      return evaluate(scope, truth(evaluate(scope, expression.test)) ? expression.yes : expression.no)
    default:
      return evaluateRare(scope, expression)
  }
}

function evaluateRare(scope: Scope, expression: Expression): unknown {
  switch (expression.is) {
    case 'unary':
      return unary(expression.sign, evaluate(scope, expression.of))
    case 'comparison':
      return compared(scope, expression)
    case 'and':
    case 'or': {
      const left = evaluate(scope, expression.left)
      return truth(left) === (expression.is === 'or') ? left : evaluate(scope, expression.right)
    }
    case 'lambda':
      return lambda(scope, expression)
    case 'walrus': {
      const value = evaluate(scope, expression.value)
      scope.set(expression.name, value)
      return value
    }
    case 'comprehension':
      return comprehended(scope, expression)
    case 'starred':
      throw new PythonError('SyntaxError', `line ${expression.line}: can't use starred expression here`)
    default:
      return written(scope, expression)
  }
}

/** The value of what is written out: a text, a tuple, a list, a dict. */
function written(scope: Scope, expression: Expression): unknown {
  switch (expression.is) {
    case 'ellipsis':
      return ellipsis
    case 'text':
      return expression.parts.map((part) => fieldText(scope, part)).join('')
    case 'tuple':
      return tuple(...collected(scope, expression.items))
    case 'list':
      return [...collected(scope, expression.items)]
    case 'set':
      return setFrom(scope, expression.items)
    case 'dict':
      return dictOf(scope, expression)
    case 'slice':
      return sliceOf(scope, expression)
    default:
      return null
  }
}

function* collected(scope: Scope, items: readonly Expression[]): Generator {
  for (const item of items)
    if (item.is === 'starred') yield* itemsOf(evaluate(scope, item.of))
    else yield evaluate(scope, item)
}

function fieldText(scope: Scope, part: string | Field): string {
  if (typeof part === 'string') return part
  const value = evaluate(scope, part.value)
  const spec = part.spec.map((one) => fieldText(scope, one)).join('')
  return formatted(converted(value, part.conversion), spec)
}

function dictOf(scope: Scope, {items}: Of<'dict'>): Map<unknown, unknown> {
  const made = new Map<unknown, unknown>()
  for (const {key, value} of items)
    if (key !== null) putItem(made, evaluate(scope, key), evaluate(scope, value))
    else for (const [name, item] of entriesOf(dictIn(evaluate(scope, value)))) putItem(made, name, item)
  return made
}

function dictIn(value: unknown): Parameters<typeof entriesOf>[0] {
  if (isDict(value)) return value
  throw new PythonError('TypeError', `'${typeName(value)}' object is not a mapping`)
}

function sliceOf(scope: Scope, {parts}: Of<'slice'>): Span {
  const [start = null, stop = null, step = null] = parts.map((part) => {
    const value = part === null ? null : evaluate(scope, part)
    const number = value === null ? null : numberOf(value)
    if (number === null || (typeof number === 'number' && !isFloat(value))) return number
    throw new PythonError(
      'TypeError',
      `a slice of ${typeName(value)} is not in the Python that runs here: take ints`,
    )
  })
  return new Span(start, stop, step ?? 1)
}

function compared(scope: Scope, {first, rest}: Of<'comparison'>): unknown {
  let left = evaluate(scope, first)
  let result: unknown = true
  for (const [i, [sign, operand]] of rest.entries()) {
    const right = evaluate(scope, operand)
    result = comparison(sign, left, right)
    if (i < rest.length - 1 && !truth(result)) return result
    left = right
  }
  return result
}

function called(scope: Scope, {of, args, line}: Of<'call'>): unknown {
  const {machine} = scope
  const fun = evaluate(scope, of)
  const [given, named] = argumentsOf(scope, args)
  machine.step(line)
  return machine.within(line, () => invoke(fun, given, named))
}

function argumentsOf(
  scope: Scope,
  args: readonly Argument[],
): readonly [readonly unknown[], ReadonlyMap<string, unknown>] {
  const given: unknown[] = []
  const named = new Map<string, unknown>()
  for (const {key, value} of args) {
    const result = evaluate(scope, value)
    if (key === null) given.push(result)
    else if (key === '*') given.push(...itemsOf(result))
    else if (key === '**') for (const [name, item] of entriesOf(dictIn(result))) named.set(String(name), item)
    else named.set(key, result)
  }
  return [given, named]
}

/** What a text defines with parameters: the values of their defaults are those of the moment when it is defined. */
export function defined(
  scope: Scope,
  {name, line}: {readonly name: string; readonly line: number},
  params: readonly ScriptParameter[],
  own: ReadonlySet<string>,
  run: (inner: Scope) => unknown,
): object {
  const defaults = params.map(({otherwise}) => (otherwise === null ? undefined : evaluate(scope, otherwise)))
  const qualname = `${scope.prefix}${name}`
  const ones = params.filter(({takes}) => takes === 'one')
  const [rest, byName] = (['args', 'kwargs'] as const).map(
    (takes) => params.find((one) => one.takes === takes)?.name,
  )
  const signature = {
    params: ones.map((one) => ({name: one.name, optional: one.otherwise !== null, keyword: one.keyword})),
    args: rest !== undefined,
    kwargs: byName !== undefined,
  }
  const {around} = scope
  const made = scope === around ? null : scope.prefix.slice(0, -1)
  return functionOf({
    qualname,
    place: {file: scope.machine.file, line},
    signature,
    run: (values) => {
      const inner = around.call(own, qualname)
      if (made !== null)
        inner.names.set(
          'super',
          builtin('super', () => superOf(made, values[0])),
        )
      params.forEach(({name: parameter, takes}, i) => {
        if (takes !== 'one') return
        const value = values[ones.findIndex((one) => one.name === parameter)]
        inner.names.set(parameter, value === undefined ? defaults[i] : value)
      })
      if (rest !== undefined)
        inner.names.set(rest, tuple(...values.slice(ones.length, byName === undefined ? undefined : -1)))
      if (byName !== undefined) inner.names.set(byName, new Map(entriesOf(dictIn(values.at(-1) ?? {}))))
      return run(inner) ?? null
    },
  })
}

const nothing: ReadonlySet<string> = new Set()

const lambda = (scope: Scope, {params, body, line}: Of<'lambda'>): object =>
  defined(scope, {name: '<lambda>', line}, params, nothing, (inner) => {
    scope.machine.ran('<lambda>')
    return evaluate(inner, body)
  })

function comprehended(scope: Scope, {makes, key, value, clauses}: Of<'comprehension'>): unknown {
  const inner = scope.call(nothing, '<listcomp>')
  const rows: (readonly [unknown, unknown])[] = []
  const run = (depth: number): void => {
    const clause = clauses[depth]
    if (clause === undefined) rows.push([key === null ? null : evaluate(inner, key), evaluate(inner, value)])
    else
      each(inner, clause, () => {
        run(depth + 1)
      })
  }
  run(0)
  const values = rows.map(([, one]) => one)
  if (makes === 'dict')
    return rows.reduce((made, [name, one]) => (putItem(made, name, one), made), new Map<unknown, unknown>())
  if (makes === 'set') return setOf(values)
  return makes === 'list' ? values : new Items(values)
}

/** Of three constants or more CPython makes a set as it compiles, out of that another, and of this a copy each time. */
function setFrom(scope: Scope, written: readonly Expression[]): PythonSet {
  const isMade = written.length > 2 && written.every(isConstant)
  const made = setOf([])
  for (const item of written) {
    const value = evaluate(scope, item.is === 'starred' ? item.of : item)
    made.update(checked(item.is === 'starred' ? value : [value]))
  }
  return isMade ? setOf(setOf([...made])) : made
}

const isConstant = (one: Expression): boolean =>
  one.is === 'constant' || (one.is === 'unary' && one.sign !== 'not' && isConstant(one.of))

function each(scope: Scope, {target, source, tests}: Clause, run: () => void): void {
  for (const item of itemsOf(evaluate(scope, source))) {
    scope.machine.step(target.line)
    assign(scope, target, item)
    if (tests.every((test) => truth(evaluate(scope, test)))) run()
  }
}

/**
 * `target = value`.
 *
 * @throws {PythonError} ValueError where a value has not as many items as there are names.
 */
export function assign(scope: Scope, target: Expression, value: unknown): void {
  keep(value)
  switch (target.is) {
    case 'name':
      scope.set(target.name, value)
      break
    case 'attribute':
      setAttribute(evaluate(scope, target.of), target.name, value)
      break
    case 'item':
      setItem(evaluate(scope, target.of), evaluate(scope, target.index), value)
      break
    case 'tuple':
    case 'list':
      unpack(scope, target.items, listOf(value))
      break
    default:
      throw new PythonError('SyntaxError', `line ${target.line}: cannot assign to this`)
  }
}

function unpack(scope: Scope, targets: readonly Expression[], values: readonly unknown[]): void {
  const star = targets.findIndex(({is}) => is === 'starred')
  const isShort = values.length < targets.length - (star < 0 ? 0 : 1)
  if (isShort || (star < 0 && values.length > targets.length))
    throw new PythonError(
      'ValueError',
      isShort
        ? `not enough values to unpack (expected ${star < 0 ? '' : 'at least '}${targets.length - (star < 0 ? 0 : 1)}, got ${values.length})`
        : `too many values to unpack (expected ${targets.length}, got ${values.length})`,
    )
  const after = targets.length - 1 - star
  targets.forEach((target, i) => {
    if (target.is === 'starred') assign(scope, target.of, values.slice(i, values.length - after))
    else assign(scope, target, values[star < 0 || i < star ? i : values.length - targets.length + i])
  })
}

/** `del target`. */
export function remove(scope: Scope, target: Expression): void {
  if (target.is === 'name') scope.delete(target.name)
  else if (target.is === 'attribute') deleteAttribute(evaluate(scope, target.of), target.name)
  else if (target.is === 'item') deleteItem(evaluate(scope, target.of), evaluate(scope, target.index))
  else if (target.is === 'tuple') for (const item of target.items) remove(scope, item)
  else throw new PythonError('SyntaxError', `line ${target.line}: cannot delete this`)
}
