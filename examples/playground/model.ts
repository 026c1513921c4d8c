import {Float, JaxArray, nnx, repr, show, Tuple} from '../../lib/index.ts'

/** A part of a model that a reader may change: where it is in the program, what it is, and what stands there. */
export interface Part {
  /** As a program writes it, `model.drop.rate`. */
  readonly path: string
  readonly kind: 'setting' | 'weights' | 'list' | 'module'
  /** The value of a setting, the type of weights, the class of a module. */
  readonly is: string
}

type Place = readonly (string | number)[]

/**
 * The parts of a model, each behind what it is in: its modules, their settings, their weights. Random numbers are left out.
 *
 * @example
 * partsOf('model', new nnx.Dropout(0.5)).map(({path}) => path) // 'model', …, 'model.rate', 'model.rng_collection'
 */
export function partsOf(name: string, model: nnx.Module): readonly Part[] {
  const parts: Part[] = []
  const random: Place[] = []
  for (const [place, value] of [...nnx.iterGraph(model)].toSorted(([one], [other]) => compared(one, other))) {
    if (random.at(-1)?.every((key, at) => place[at] === key) === true) continue
    if (value instanceof nnx.RngStream || value instanceof nnx.Rngs) random.push(place)
    else parts.push(...partOf(pathOf(name, place), value))
  }
  return parts
}

function partOf(path: string, value: unknown): readonly Part[] {
  const found = kindOf(value)
  return found === null ? [] : [{path, ...found}]
}

/** What contains comes before what it contains, items in their order. */
function compared(one: Place, other: Place): number {
  const at = one.findIndex((key, index) => key !== other[index])
  const [key, beside] = [one[at], other[at]]
  if (key === undefined || beside === undefined) return one.length - other.length
  if (typeof key === 'number' && typeof beside === 'number') return key - beside
  return String(key) < String(beside) ? -1 : 1
}

const pathOf = (name: string, place: Place): string =>
  show([name, ...place].map((key) => (typeof key === 'number' ? `[${key}]` : key)))

function kindOf(value: unknown): Omit<Part, 'path'> | null {
  if (value instanceof nnx.List) return {kind: 'list', is: 'List'}
  if (value instanceof nnx.Module) return {kind: 'module', is: classOf(value)}
  if (value instanceof nnx.Variable)
    return value.value instanceof JaxArray ? {kind: 'weights', is: value.value.aval.toString()} : null
  return isPlain(value) ? {kind: 'setting', is: repr(value)} : null
}

/** The name of a module's class, behind the module that defines it. */
const classOf = (module: nnx.Module): string => /(\w+)'>$/.exec(repr(module.constructor))?.[1] ?? ''

const isPlain = (value: unknown): boolean =>
  value === null ||
  ['boolean', 'number', 'string'].includes(typeof value) ||
  value instanceof Float ||
  value instanceof Tuple

/** A change of a part: its word on a button, and the line of Python that makes it. */
export interface Change {
  readonly label: string
  readonly line: string
}

/** What can be done with a part by a button; a setting is given another value instead, see `given`. */
export function changesOf({is, kind, path}: Part): readonly Change[] {
  if (kind === 'weights')
    return [
      {label: 'Other numbers', line: `${path}[...] = ${path}[...] + 1`},
      retyped(path, is.startsWith('bfloat16') ? 'float32' : 'bfloat16'),
    ]
  if (kind === 'list')
    return [
      {label: 'One more', line: `${path}.append(nnx.clone(${path}[-1]))`},
      {label: 'One less', line: `del ${path}[-1]`},
    ]
  return kind === 'setting' || !/[.[]/.test(path) ? [] : [{label: 'Remove', line: `del ${path}`}]
}

const retyped = (path: string, type: string): Change => ({
  label: `As ${type}`,
  line: `${path}.set_value(${path}[...].astype("${type}"))`,
})

/** The line that gives a setting another value. */
export const given = ({path}: Part, value: string): string => `${path} = ${value}`
