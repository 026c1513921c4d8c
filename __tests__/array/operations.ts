import {asOperand, laxOperations as lax, gradientsOf} from '../../lib/lax/index.ts'
import {
  configured,
  dtypeOf,
  isArrayLike,
  type Operand,
  type ShapedArray,
  shaped,
  trace,
} from '../../lib/array/index.ts'
import {jax, jnp, span} from '../../lib/numpy/index.ts'
import {float} from '../../lib/python/index.ts'
import {textOf} from './lines.ts'

/** A call as JAX took it: what its results are, and the equations that it and its gradient leave; or that it raised. */
export interface Operation {
  readonly fn: string
  readonly args: readonly unknown[]
  readonly kwargs?: Readonly<Record<string, unknown>>
  readonly x64?: boolean
  readonly error?: string
  readonly types?: readonly string[]
  readonly equations?: readonly string[]
  readonly gradient?: readonly string[]
}

export const isOperation = (row: unknown): row is Operation =>
  typeof row === 'object' && row !== null && 'fn' in row && 'args' in row

const written = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/\{"array":\["(\w+)",(\[[\d,]*\])\]\}/g, '$1$2')
    .replace(/\{"(float|slice|key)":(.*?)\}/g, '$1 $2')
    .replace('{"ellipsis":true}', '...')

/** The call as a line: `jnp.sum(float32[2,3,4] {"axis":0})`. */
export const title = ({fn, args, kwargs, x64 = false}: Operation): string =>
  `${fn}(${args.map(written).join(', ')}${kwargs === undefined ? '' : ` ${JSON.stringify(kwargs)}`})${x64 ? ' in 64 bits' : ''}`

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function find(name: string): (...args: readonly unknown[]) => unknown {
  let at: unknown = {jnp, lax, jax}
  for (const part of name.split('.')) {
    const owner: unknown = at
    at = typeof owner === 'object' && owner !== null ? Reflect.get(owner, camel(part)) : undefined
  }
  if (typeof at !== 'function') throw new Error(`there is no ${name}`)
  const found = at
  return (...args): unknown => Reflect.apply(found, undefined, args)
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const list = (value: unknown): readonly unknown[] => (isList(value) ? value : [])
const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => typeof n === 'number')

/** The dtype and shape of an argument that is an array. */
function arrayIn(given: object): {readonly dtype: string; readonly shape: readonly number[]} | null {
  const [dtype, shape] = list('array' in given ? given.array : null)
  return typeof dtype === 'string' && isShape(shape) ? {dtype, shape} : null
}

const bound = (value: unknown): number | null => (typeof value === 'number' ? value : null)

function slice(parts: unknown): unknown {
  const [start, stop, step] = list(parts)
  return span(bound(start), bound(stop), bound(step) ?? 1)
}

/** The key of all calls, which exists before they are traced. */
const key = jax.random.key(0)

/** An argument; arrays are taken in turn. */
function decode(given: unknown, next: () => unknown): unknown {
  if (Array.isArray(given)) return given.map((item) => decode(item, next))
  if (typeof given !== 'object' || given === null) return given
  if ('array' in given) return next()
  if ('float' in given) return float(Number(given.float))
  if ('slice' in given) return slice(given.slice)
  if ('ellipsis' in given) return '...'
  if ('key' in given) return key
  throw new Error(`no argument: ${JSON.stringify(given)}`)
}

function avalsOf(given: unknown): ShapedArray[] {
  if (Array.isArray(given)) return given.flatMap(avalsOf)
  if (typeof given !== 'object' || given === null) return []
  const found = arrayIn(given)
  return found === null ? [] : [shaped(found.shape, dtypeOf(found.dtype))]
}

const outputs = (value: unknown): Operand[] =>
  Array.isArray(value) ? value.flatMap(outputs) : isArrayLike(value) ? [asOperand(value)] : []

const none = (): never => {
  throw new Error('an option is no array')
}

/** What the library makes of a call. */
export interface Made {
  readonly types: readonly string[]
  readonly equations: readonly string[]
  readonly gradient: () => readonly string[]
}

export function make({fn, args, kwargs, x64 = false}: Operation): Made {
  const options = Object.entries(kwargs ?? {}).map(([name, one]) => [name, decode(one, none)] as const)
  const body = (operands: readonly Operand[]): Operand[] => {
    const queue = [...operands]
    const given = args.map((arg) => decode(arg, () => queue.shift()))
    return outputs(find(fn)(...given, ...(options.length === 0 ? [] : [Object.fromEntries(options)])))
  }
  const sum = (operands: readonly Operand[]): readonly [Operand] => [
    asOperand(jnp.sum(body(operands)[0] ?? none())),
  ]
  return configured({x64}, () => {
    const avals = avalsOf(args)
    const jaxpr = trace(avals, body)
    return {
      types: jaxpr.outvars.map(({aval}) => aval.toString()),
      equations: textOf(jaxpr),
      gradient: () =>
        configured({x64}, () =>
          textOf(
            trace(
              avals,
              (inputs) =>
                gradientsOf(
                  sum,
                  inputs,
                  inputs.map((_, at) => at === 0),
                ).gradients,
            ),
          ),
        ),
    }
  })
}
