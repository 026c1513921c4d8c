import {data} from './attribute.ts'
import {classOf, isVariable, type Variable, type VariableClass} from './variable.ts'
import {isPlain, tuple, Tuple} from '../python/index.ts'

/** The attribute in which flax keeps what a capture collects from a Module, for as long as it runs. */
const attribute = '__captures__'

/** Values by the names under which a Module gave them. */
export type Collected = Readonly<Record<string, unknown>>

/** Lets a Module collect values of some classes, beginning with what is there. */
export function collect(module: object, start: ReadonlyMap<VariableClass, Collected>): void {
  Reflect.set(module, attribute, data(tuple(...[...start].map(([type, values]) => new type(values)))))
}

/** What collects in a Module, a Variable for each class; null where nothing does. */
function collectors(module: object): readonly Variable[] | null {
  const found: unknown = attribute in module ? Reflect.get(module, attribute) : null
  return found instanceof Tuple ? found.filter(isVariable) : null
}

/**
 * Changes what a Module collects under a name, while a capture runs.
 *
 * @param next the value from the one before, undefined where there is none.
 * @returns the value; undefined where values of that class are not collected, null where no capture runs.
 */
export function collected(
  module: object,
  type: VariableClass,
  name: string,
  next: (before: unknown) => unknown,
): unknown {
  const all = collectors(module)
  if (all === null) return null
  const into = all.find((variable) => classOf(variable) === type)
  if (into === undefined) return undefined
  const values = valuesOf(into)
  const value = next(values[name])
  if (value !== values[name]) into.value = {...values, [name]: value}
  return value
}

const valuesOf = ({value}: Variable): Collected => (isPlain(value) ? value : {})

/** Ends the collection of a Module, and gives what it has, by class. */
export function takeCollected(module: object): readonly (readonly [VariableClass, Collected])[] {
  const all = collectors(module)
  if (all === null) return []
  Reflect.deleteProperty(module, attribute)
  return all.map((variable) => [classOf(variable), valuesOf(variable)])
}
