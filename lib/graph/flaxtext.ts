import {type JaxArray, type NumpyArray, ShapeDtypeStruct, volume} from '../array/index.ts'
import {entriesOf, consoleText, isDict, NamedTuple, qualname, repr, tuple, Tuple} from '../python/index.ts'
import {container} from './container.ts'
import {isArray} from './leaf.ts'
import {Dict, List} from './list.ts'
import {Pytree} from './module.ts'
import {isGraphNode} from './nodecell.ts'
import {byName, isIndex} from './order.ts'
import {flat, FlatTuple, State, VariableState} from './state.ts'
import {classOf, defaults, type Metadata, Variable, type VariableClass, isVariable} from './variable.ts'
import {vars} from './vars.ts'

/** How many elements, and how many bytes they take. */
export interface Amount {
  readonly size: number
  readonly bytes: number
}

/** What is known while a model is printed: the models that were printed already. */
type Seen = Set<unknown>

/**
 * A model, a state, a Variable or an array as flax prints it: a tree of attributes with the class, shape and dtype of each, and how many
 * elements and bytes there are. In a model arrays are told by shape and dtype, in a state with their elements.
 *
 * Source: flax `nnx/reprlib.py`, `pytreelib.py`, `variablelib.py`, `statelib.py`.
 */
const printed = (value: unknown): string => textOf(value, false, new Set())

/** An attribute as flax prints it in a model: arrays by shape and dtype, classes by their name. */
export const attributeText = (value: unknown): string => textOf(value, true, new Set())

/** An object with its entries below one another, and a comment where there is one. */
function block(
  type: string,
  brackets: readonly [string, string],
  entries: readonly string[],
  comment = '',
): string {
  const [open, close] = brackets
  if (entries.length === 0) return `${type}${open}${close}`
  const lines = entries.map((entry) => `  ${entry.replaceAll('\n', '\n  ')}`)
  return `${type}${open}${comment === '' ? '' : ` # ${comment}`}\n${lines.join(',\n')}\n${close}`
}

function textOf(value: unknown, isBrief: boolean, seen: Seen): string {
  if (isVariable(value)) return variableText(classOf(value), value.value, value.getMetadata(), isBrief, seen)
  if (value instanceof VariableState)
    return variableText(value.type, value.value, value.metadata, isBrief, seen)
  if (value instanceof State) return stateText(value, 'State(', ')', isBrief, seen)
  if (value instanceof List)
    return block(
      'List',
      ['([', '])'],
      [...value].map((item) => textOf(item, false, seen)),
    )
  if (value instanceof Dict)
    return block(
      'Dict',
      ['({', '})'],
      Object.keys(vars(value).target).map(
        (name) => `${repr(name)}: ${textOf(Reflect.get(value, name), false, seen)}`,
      ),
    )
  if (value instanceof Pytree) return modelText(value, seen)
  if (isArray(value)) return arrayLine(value, isBrief)
  if (Array.isArray(value)) return sequenceText(value, isBrief, seen)
  if (isDict(value))
    return `{${entriesOf(value)
      .map(([key, item]) => `${repr(key)}: ${textOf(item, isBrief, seen)}`)
      .join(', ')}}`
  return isClass(value) ? qualname(value) : repr(value)
}

function sequenceText(value: readonly unknown[], isBrief: boolean, seen: Seen): string {
  if (value instanceof NamedTuple && !isBrief) {
    const items = value.fields.map((field, i) => `${field}=${textOf(value[i], isBrief, seen)}`)
    return `${qualname(value.constructor)}(${items.join(', ')})`
  }
  if (value instanceof FlatTuple)
    return block(
      'FlatState',
      ['([', '])'],
      [...value].map(([path, leaf]) => `(${repr(path)}, ${textOf(leaf, isBrief, seen)})`),
    )
  if (value instanceof Tuple) {
    const items = [...value].map((item) => textOf(item, isBrief, seen))
    return items.length === 1 ? `(${String(items[0])},)` : `(${items.join(', ')})`
  }
  return `[${value.map((item) => textOf(item, isBrief, seen)).join(', ')}]`
}

const isClass = (value: unknown): value is object =>
  typeof value === 'function' && repr(value).startsWith('<class ')

/** In a model an array of several elements is told by its shape and dtype. */
const arrayLine = (value: JaxArray | NumpyArray, isBrief: boolean): string =>
  isBrief && value.size > 1
    ? `Array(shape=${repr(tuple(...value.shape))}, dtype=${repr(value.dtype)})`
    : repr(value)

/** The metadata that flax prints of a Variable: what every Variable has is left out as long as it is as always. */
export const shownMetadata = (metadata: Metadata): readonly (readonly [string, unknown])[] =>
  Object.entries(metadata).filter(([name, given]) => defaults[name] !== given)

function variableText(
  type: VariableClass,
  value: unknown,
  metadata: Metadata,
  isBrief: boolean,
  seen: Seen,
): string {
  return block(
    qualname(type),
    ['(', ')'],
    [['value', value] as const, ...shownMetadata(metadata)].map(
      ([name, given]) => `${name}=${textOf(given, isBrief, seen)}`,
    ),
    noteOf(amountOf(value)),
  )
}

const stateText = (state: object, open: string, close: string, isBrief: boolean, seen: Seen): string =>
  block(
    '',
    [`${open}{`, `}${close}`],
    Object.entries(state).map(([name, item]) => {
      const key = isIndex(name) ? name : repr(name)
      return `${key}: ${item instanceof State || isDict(item) ? stateText(item, '', '', isBrief, seen) : textOf(item, isBrief, seen)}`
    }),
  )

/** A model that was put together has its attributes in the order of their names, in flax too. */
const isMerged = (names: readonly string[]): boolean =>
  names.every((name, i) => i === 0 || String(names[i - 1]) <= name)

/** The attributes that flax prints: all but hidden static ones. */
export function shownNames(model: object): readonly string[] {
  const {target, nodes, filled} = vars(model)
  const all = Object.keys(target)
  const names = [...all.slice(0, filled).sort(byName), ...all.slice(filled)].filter(
    (name) => !name.startsWith('_') || nodes.get(name) === true,
  )
  const printed: unknown = Reflect.get(model.constructor, 'printed')
  if (typeof printed !== 'string' || filled > 0 || isMerged(names)) return names
  return [...new Set([...printed.split(' ').filter((name) => names.includes(name)), ...names])]
}

function modelText(model: Pytree, seen: Seen): string {
  const type = qualname(model.constructor)
  if (seen.has(model)) return `${type}(...)`
  seen.add(model)
  const entries = shownNames(model).map((name) => `${name}=${textOf(Reflect.get(model, name), true, seen)}`)
  return block(type, ['(', ')'], entries, statsText(model))
}

/** How much each class of Variable of a model holds; what random numbers need is told together. */
export function statsText(model: object): string {
  const stats = new Map<string, Amount>()
  const counted = new Set<unknown>()
  const add = (name: string, amount: Amount): void => {
    stats.set(name, addAmounts(stats.get(name) ?? noAmount, amount))
  }
  const walk = (value: unknown): void => {
    if (counted.has(value)) return
    if (isVariable(value)) {
      counted.add(value)
      const amount = amountOf(value.value)
      if (amount.size > 0) add(familyOf(classOf(value)), amount)
    } else if (isGraphNode(value)) {
      counted.add(value)
      for (const name of vars(value).names) walk(Reflect.get(value, name))
    } else if (value instanceof VariableState) add(qualname(value.type), amountOf(value.value))
    else for (const child of container(value)?.children ?? []) walk(child)
  }
  walk(model)
  const parts = [...stats].map(([name, amount]) => `${name}: ${amountText(amount)}`)
  const total = [...stats.values()].reduce(addAmounts, noAmount)
  return [...parts, ...(parts.length > 1 ? [`Total: ${amountText(total)}`] : [])].join(', ')
}

/** The class that a Variable is counted under: a key and a count of a stream are both an RngState. */
export function familyOf(type: VariableClass): string {
  for (let one: unknown = type; typeof one === 'function'; one = Reflect.getPrototypeOf(one))
    if (qualname(one) === 'RngState') return 'RngState'
  return qualname(type)
}

/** No elements at all. */
export const noAmount: Amount = {size: 0, bytes: 0}

/** Two amounts together. */
export const addAmounts = (a: Amount, b: Amount): Amount => ({
  size: a.size + b.size,
  bytes: a.bytes + b.bytes,
})

/** The elements of all arrays in a value. */
export function amountOf(value: unknown): Amount {
  if (isArray(value)) return {size: value.size, bytes: value.size * value.dtype.itemsize}
  if (value instanceof ShapeDtypeStruct) {
    const size = volume(value.shape)
    return {size, bytes: size * value.dtype.itemsize}
  }
  if (value instanceof State || value instanceof VariableState)
    return flat(value)
      .map(([, leaf]) => amountOf(leaf instanceof VariableState ? leaf.value : leaf))
      .reduce(addAmounts, noAmount)
  return Array.isArray(value) ? value.map(amountOf).reduce(addAmounts, noAmount) : noAmount
}

/** `5,790 (23.2 KB)`. */
export const amountText = ({size, bytes}: Amount): string =>
  `${size.toLocaleString('en-US')} (${bytesText(bytes)})`

/** An amount, where there is one. */
export const noteOf = (amount: Amount): string => (amount.size === 0 ? '' : amountText(amount))

/** Bytes by thousands, as flax says them. */
function bytesText(bytes: number): string {
  const units = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'KB'],
  ] as const
  const [scale, unit] = units.find(([one]) => bytes > one) ?? [1, 'B']
  const digits = scale === 1 ? 0 : 1
  return `${(bytes / scale).toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits})} ${unit}`
}

const printables = [Pytree, Variable, VariableState, State, FlatTuple]
const isPrintable = (value: unknown): boolean => printables.some((type) => value instanceof type)

/** Whether a list, a tuple or a dict holds one of them. */
const holdsPrintable = (value: unknown): boolean => isPrintable(value) || itemsOf(value).some(holdsPrintable)

const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isDict(value) ? entriesOf(value).map(([, item]) => item) : []

/**
 * Python's `repr(x)`; of a model, a Variable and a state, in a list or a dict too, what flax prints of them. Keys and messages hold their own, in one line.
 *
 * @example
 * reprText(new Param(jnp.ones([2]))) // 'Param( # 2 (8 B)\n  value=Array([1., 1.], dtype=float32)\n)'
 */
export const reprText = (value: unknown): string => (holdsPrintable(value) ? printed(value) : repr(value))

/** `String(model)` and Node's console print what flax prints. */
for (const {prototype} of printables)
  for (const name of ['toString', consoleText])
    Object.defineProperty(prototype, name, {
      value(this: unknown) {
        return printed(this)
      },
      configurable: true,
      writable: true,
    })
