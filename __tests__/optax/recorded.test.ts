import {jax, jnp, optax, type Transformation, type Tree} from '../../lib/index.ts'
import {float} from '../../lib/python/index.ts'
import golden from './recorded.json' with {type: 'json'}

/** A call of optax as it is written down: its name in Python, its arguments, its options. */
interface Call {
  readonly call: string
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
}

const isCall = (value: object): value is Call => 'call' in value
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function found(name: string): (...args: readonly unknown[]) => unknown {
  const value = name
    .split('.')
    .reduce<unknown>(
      (at, part) => (typeof at === 'object' && at ? Reflect.get(at, camel(part)) : undefined),
      optax,
    )
  if (typeof value !== 'function') throw new Error(`optax has no ${name}`)
  return (...args) => {
    const result: unknown = /^[A-Z]/.test(name)
      ? Reflect.construct(value, args)
      : Reflect.apply(value, undefined, args)
    return result
  }
}

const withOptions = (args: readonly unknown[], options: object): readonly unknown[] =>
  Object.keys(options).length === 0 ? args : [...args, options]

function made(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(made)
  if (typeof value !== 'object' || value === null) return value
  if (isCall(value)) return found(value.call)(...withOptions(value.args.map(made), inside(value.options)))
  return inside(value)
}

const inside = (value: object): object =>
  Object.fromEntries(Object.entries(value).map(([k, v]) => [k, made(v)]))

const callable = (value: unknown): ((...args: readonly unknown[]) => unknown) => {
  if (typeof value !== 'function') throw new Error('no function')
  return (...args) => {
    const result: unknown = Reflect.apply(value, undefined, args)
    return result
  }
}

const isTransformation = (value: unknown): value is Pick<Transformation, 'init' | 'update'> =>
  typeof value === 'object' && value !== null && 'init' in value && 'update' in value

const transformationOf = (value: unknown): Pick<Transformation, 'init' | 'update'> => {
  if (isTransformation(value)) return value
  throw new Error('no transformation')
}

const text = ({call, args, options}: Call): string =>
  `${call}(${[...args, options].map((one) => JSON.stringify(one)).join(', ')})`

/** The numbers of each array of a dict, in order of its names. */
const numbersOf = (tree: Tree): unknown[] =>
  tree instanceof jax.Array
    ? [jnp.ravel(jnp.astype(tree, 'float32')).tolist()]
    : typeof tree === 'object' && tree !== null
      ? Object.entries(tree)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flatMap(([, leaf]) => numbersOf(leaf))
      : []

const close = (got: unknown, want: unknown): void => {
  const [mine, theirs] = [[got].flat(9), [want].flat(9)].map((list) => list.map(Number))
  expect(mine?.length).toBe(theirs?.length)
  mine?.forEach((value, i) => {
    const wanted = theirs?.[i] ?? Number.NaN
    if (Math.abs(value - wanted) > 1e-6 + 2e-5 * Math.abs(wanted)) expect(mine).toEqual(theirs)
  })
}

const floats = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(floats) : typeof value === 'number' ? float(value) : value
const arrays = (tree: Readonly<Record<string, unknown>>): Tree =>
  Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, jnp.array(floats(value))]))

describe('five updates give optax’s numbers', () => {
  test.each(golden.transformations.map(({tx, updates}) => [text(tx), tx, updates] as const))(
    '%s',
    (_, tx, updates) => {
      const {init, update} = transformationOf(made(tx))
      let params = arrays(golden.start)
      let state = init(params)
      golden.gradients.forEach((gradient, i) => {
        const [moved, next] = update(arrays(gradient), state, params)
        params = optax.applyUpdates(params, moved)
        state = next
        close(numbersOf(moved), updates[i])
      })
    },
  )
})

describe('a schedule gives optax’s rates at the steps from 0 to 9', () => {
  test.each(golden.schedules.map(({schedule, values}) => [text(schedule), schedule, values] as const))(
    '%s',
    (_, schedule, values) => {
      const rate = callable(made(schedule))
      close(
        values.map((_value, i) => Number(jnp.asarray(rate(jnp.array(i, 'int32'))).item())),
        values,
      )
    },
  )
})

describe('a loss and its gradient by the predictions are optax’s', () => {
  test.each(golden.losses.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const isClasses = row.args[1]?.every((label) => typeof label === 'number') === true
    const [first, ...rest] = row.args.map((arg, i) => jnp.array(i === 1 && isClasses ? arg : floats(arg)))
    const loss = (x: unknown) => found(row.name)(...withOptions([x, ...rest], row.options))
    close(numbersOf(loss(first)), row.loss)
    close(numbersOf(jax.grad((x: unknown) => jnp.sum(jnp.asarray(loss(x))))(first)), row.gradient)
  })
})
