import {avalOf, typeText} from '../array/index.ts'
import {
  addAmounts,
  type Amount,
  amountOf,
  amountText,
  classOf,
  clone,
  container,
  defaults,
  familyOf,
  intercepted,
  isArray,
  isGraphNode,
  noAmount,
  noteOf,
  type NodePath,
  pathKey,
  Variable,
  vars,
  isVariable,
} from '../graph/index.ts'
import {
  constructorOf,
  entriesOf,
  isClass,
  isDict,
  isPlain,
  nearestName,
  PythonError,
  qualname,
  repr,
} from '../python/index.ts'
import {Rngs, RngStream} from './stream.ts'
import {drawnTable} from './table.ts'

/** What `tabulate` takes beside the arguments of the call. */
export interface TabulateOptions {
  /** How deep the rows go: `1` for the model and its direct parts; all of them where it is not given. */
  readonly depth?: number
  /** Which method is called; `'call'` where it is not given. */
  readonly method?: string
}

/** A part of a model: where it stands, its own Variables by class, and how much each class holds in it and below. */
interface ModelPart {
  readonly path: NodePath
  readonly own: Map<string, [string, Variable][]>
  readonly amounts: Map<string, Amount>
}

/** One call of a part. */
interface PartCall {
  readonly node: object
  readonly path: NodePath
  readonly inputs: string
  outputs: string
}

/**
 * A model as a table: each part that a call reaches, what goes in and comes out, and the Variables that it holds.
 *
 * Source: flax `nnx/summary.py`, `tabulate`.
 *
 * @param given what the model is called with, of which shapes and dtypes count alone; last of all options, together with those of the call.
 * @throws {PythonError} what the model raises, and AttributeError where it has no such method.
 * @example
 * console.log(tabulate(model, x, {depth: 1}))
 */
export function tabulate(model: object, ...given: readonly unknown[]): string {
  const [inputs, {depth = Infinity, method = 'call'}] = optionsIn(given)
  const copy = clone(model)
  const parts = new Map<object, ModelPart>()
  const root = partOf(copy, [], parts, new Set())
  const calls = callsOf(copy, method, inputs, parts)
  const families = [...root.amounts.keys()].sort()
  const name = qualname(constructorOf(copy))
  return drawnTable({
    title: `${name} Summary`,
    caption: `Total Parameters: ${amountText([...root.amounts.values()].reduce(addAmounts, noAmount))}`,
    head: ['path', 'type', 'inputs', 'outputs', ...families],
    rows: calls
      .filter(({path}) => path.length <= depth)
      .map(({node, path, inputs: given, outputs}) => {
        const part = parts.get(node)
        const cells = families.map((family) => (part === undefined ? '' : cellText(part, family)))
        return [path.join('/'), qualname(constructorOf(node)), given, outputs, ...cells]
      }),
    foot: [
      '',
      '',
      '',
      'Total',
      ...families.map((family) => amountText(root.amounts.get(family) ?? noAmount)),
    ],
    right: 3,
  })
}

/** Takes the options off the end of the arguments; those of the call stay. */
function optionsIn(given: readonly unknown[]): readonly [readonly unknown[], TabulateOptions] {
  const last = given.at(-1)
  if (isPlain(last)) refuseMisspelt(last)
  if (!isPlain(last) || !('depth' in last || 'method' in last)) return [given, {}]
  const {depth, method, ...others} = last
  const rest = Object.keys(others).length > 0 ? [others] : []
  return [
    [...given.slice(0, -1), ...rest],
    {...(typeof depth === 'number' && {depth}), ...(typeof method === 'string' && {method})},
  ]
}

const options = ['depth', 'method'] as const

/** Refuses a number or a text whose name is nearly that of an option: the call of the model would take it for an input. */
function refuseMisspelt(last: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(last)) {
    const meant = nearestName(name, options)
    if (meant !== undefined && meant !== name && typeof value !== 'object')
      throw new PythonError(
        'TypeError',
        `nnx.tabulate(…) got an unexpected keyword argument '${name}': did you mean ${meant}?`,
      )
  }
}

/** What a part holds; a Variable or part that was met before is counted there alone. */
function partOf(node: unknown, path: NodePath, parts: Map<object, ModelPart>, met: Set<unknown>): ModelPart {
  const part: ModelPart = {path, own: new Map(), amounts: new Map()}
  if (isGraphNode(node)) parts.set(node, part)
  met.add(node)
  const add = (family: string, amount: Amount): void => {
    part.amounts.set(family, addAmounts(part.amounts.get(family) ?? noAmount, amount))
  }
  for (const [key, value] of childrenOf(node)) {
    if (met.has(value)) continue
    if (isVariable(value)) {
      met.add(value)
      const family = familyOf(classOf(value))
      part.own.set(family, [...(part.own.get(family) ?? []), [String(key), value]])
      add(family, amountOf(value.value))
    } else if (isGraphNode(value) || container(value) !== null)
      for (const [family, amount] of partOf(value, [...path, key], parts, met).amounts) add(family, amount)
  }
  return part
}

function childrenOf(node: unknown): readonly (readonly [string | number, unknown])[] {
  if (isGraphNode(node)) return vars(node).names.map((name) => [pathKey(node, name), Reflect.get(node, name)])
  const parts = container(node)
  return parts === null ? [] : parts.keys.map((key, i) => [key, parts.children[i]])
}

/** The calls of methods of the parts, in the order in which they begin. */
function callsOf(
  model: object,
  method: string,
  args: readonly unknown[],
  parts: ReadonlyMap<object, ModelPart>,
): readonly PartCall[] {
  const calls: PartCall[] = []
  const met = new Set<string>()
  const nodes = [...parts.keys()]
  const called =
    (node: object, name: string, body: (...given: never[]) => unknown) =>
    (...given: readonly unknown[]): unknown => {
      const path = [...(parts.get(node)?.path ?? []), ...(name === 'call' ? [] : [name])]
      const call: PartCall = {node, path, inputs: inputsText(given), outputs: ''}
      const id = `${nodes.indexOf(node)} ${call.inputs}`
      const isNew = !met.has(id)
      met.add(id)
      if (isNew) calls.push(call)
      const result: unknown = Reflect.apply(body, node, given)
      if (isNew) call.outputs = plainText(result, arrayText)
      return result
    }
  const read = (node: object, name: string, value: unknown): unknown =>
    isMethod(value) && !Object.hasOwn(vars(node).target, name) && parts.has(node) && isShown(node, name)
      ? called(node, name, value)
      : value
  intercepted(read, (): unknown => {
    const body: unknown = Reflect.get(model, method)
    if (!isMethod(body))
      throw new PythonError(
        'AttributeError',
        `'${qualname(constructorOf(model))}' object has no attribute '${method}'`,
      )
    return Reflect.apply(body, model, args)
  })
  return calls
}

const isMethod = (value: unknown): value is (...args: never[]) => unknown =>
  typeof value === 'function' && !isClass(value)

const isShown = (node: object, name: string): boolean =>
  !name.startsWith('_') && name !== 'constructor' && !(node instanceof Rngs || node instanceof RngStream)

/** The Variables of one class in a part, and how much they are with those below. */
function cellText({own, amounts}: ModelPart, family: string): string {
  const entries = (own.get(family) ?? []).flatMap(([name, variable]): [string, unknown][] => {
    const more = Object.entries(variable.getMetadata()).filter(([key]) => !(key in defaults))
    const value = isArray(variable.value) ? arrayText(variable.value) : ''
    return more.length > 0
      ? [[name, {value, ...Object.fromEntries(more.map(([key, one]) => [key, shownText(one)]))}]]
      : value === ''
        ? []
        : [[name, value]]
  })
  const total = noteOf(amounts.get(family) ?? noAmount)
  return entries.length === 0 ? total : `${yaml(Object.fromEntries(entries)).join('\n')}\n\n${total}`
}

/** The arguments of a call: one alone as it is, several as a list, options below them. */
function inputsText(given: readonly unknown[]): string {
  const last = given.at(-1)
  const hasOptions = given.length > 1 && isPlain(last)
  const args = hasOptions ? given.slice(0, -1) : given
  const texts = [
    args.length === 1 && !hasOptions ? plainText(args[0], shownText) : plainText([...args], shownText),
    ...(hasOptions ? [plainText(last, shownText)] : []),
  ]
  return texts.filter((text) => text !== '').join('\n')
}

/** A tree as lines of YAML; nothing for None and for what is empty. */
function plainText(value: unknown, leaf: (value: unknown) => string): string {
  const isEmpty =
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isDict(value) && entriesOf(value).length === 0)
  return isEmpty ? '' : yaml(simple(value, leaf)).join('\n')
}

/** A tree as nested lists, objects and texts, keys in order. */
function simple(value: unknown, leaf: (value: unknown) => string): unknown {
  if (value === null) return 'None'
  const parts = isGraphNode(value) ? null : container(value)
  if (parts === null) return leaf(value)
  const children = parts.children.map((child) => simple(child, leaf))
  return Array.isArray(value)
    ? children
    : Object.fromEntries(parts.keys.map((key, i) => [String(key), children[i]]))
}

/** What a jitted call gives: numbers are arrays too. */
function arrayText(value: unknown): string {
  const aval = avalOf(value)
  return aval === null ? shownText(value) : typeText(aval)
}

function shownText(value: unknown): string {
  if (isArray(value)) return arrayText(value)
  if (isGraphNode(value)) return `${qualname(constructorOf(value))}(...)`
  return isClass(value) ? `type[${qualname(value)}]` : typeof value === 'string' ? value : repr(value)
}

/** Lines of block YAML: a list stands as deep as its key. */
function yaml(value: unknown): readonly string[] {
  if (Array.isArray(value))
    return value.length === 0
      ? ['[]']
      : value.flatMap((item: unknown) => yaml(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`))
  if (!isPlain(value)) return [String(value)]
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return ['{}']
  return entries.flatMap(([key, item]) => {
    const lines = yaml(item)
    if (typeof item !== 'object' || lines[0] === '[]' || lines[0] === '{}')
      return [`${key}: ${lines.join('\n')}`]
    return [`${key}:`, ...lines.map((line) => (Array.isArray(item) ? line : `  ${line}`))]
  })
}
