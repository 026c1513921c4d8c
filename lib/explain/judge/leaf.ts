import {type Aval, aval, avalChange} from '../aval.ts'
import type {Cause} from '../explanation.ts'
import type {Judgement, Seen} from './judgement.ts'

/** An array of another shape, dtype, weak type or mesh. */
export function leaf({path, segments, now, before}: Cause, seen: Seen): Judgement {
  const judgement = {taxonomy: 'type', verdict: 'necessary'} as const
  const a = aval(now ?? '')
  const b = aval(before ?? '')
  if (a === null || b === null)
    return {
      ...judgement,
      advice: `Give \`${path}\` one type in every call: ${now ?? 'nothing'} now, ${before ?? 'nothing'} before.`,
      because: `\`${path}\` changed its type`,
    }
  const change = avalChange(now ?? '', before ?? '')
  if (isParameter(segments) && change !== 'sharding' && change !== 'weak type')
    return {
      ...judgement,
      advice: `Give \`${path}\` its final shape and dtype before the first call.`,
      because: `the parameter \`${path}\` changed its type`,
    }
  switch (change) {
    case 'sharding':
      return {
        taxonomy: 'placement',
        verdict: 'necessary',
        advice: `Place \`${path}\` with one sharding before the first call (jax.device_put).`,
        because: `\`${path}\` came with other shardings`,
      }
    case 'weak type':
      return {
        ...judgement,
        verdict: 'avoidable',
        advice: `Pass \`${path}\` always as a Python number, or always as an array (jnp.${longName(a.dtype)}(…)): the one has a weak type.`,
        because: `\`${path}\` came as a number and as an array`,
      }
    case 'dtype': {
      if (
        a.dtype.startsWith('key') !== b.dtype.startsWith('key') ||
        (a.dtype.startsWith('key') && b.dtype.startsWith('key'))
      )
        return {
          ...judgement,
          verdict: 'avoidable',
          advice: `Make the random key \`${path}\` one way: jax.random.key with one implementation, in every call.`,
          because: `\`${path}\` came as ${b.dtype} and as ${a.dtype}`,
        }
      const isScalar = a.shape.length === 0 && b.shape.length === 0
      const first = aval(seen[0] ?? '') ?? b
      const cast = isScalar ? `jnp.${longName(first.dtype)}(…)` : `.astype(jnp.${longName(first.dtype)})`
      const because =
        isScalar && (a.weak || b.weak) && a.weak !== b.weak
          ? `\`${path}\` came as a number and as an array`
          : `\`${path}\` came as ${b.dtype} and as ${a.dtype}`
      return {
        ...judgement,
        verdict: isScalar ? 'avoidable' : 'necessary',
        advice: `Give \`${path}\` one dtype: ${cast} in every call.`,
        because,
      }
    }
    case 'shape': {
      const fits = [...seen, before ?? ''].find((text) => isRoomFor(text, a))
      const multiple = padding(a.shape, (fits === undefined ? b : (aval(fits) ?? b)).shape)
      return {
        ...judgement,
        verdict: fits === undefined ? 'necessary' : 'avoidable',
        advice:
          fits === undefined
            ? `Pad \`${path}\` to a multiple of ${multiple}, or sort its sizes into few buckets, and mask what was added.`
            : `Pad \`${path}\` to a multiple of ${multiple} (${fits} is compiled already), and mask what was added.`,
        because: `\`${path}\` came in ${howMany(new Set([...seen, now, before]).size)} shapes`,
      }
    }
    default:
      return {
        ...judgement,
        advice: `Give \`${path}\` one type in every call: ${now ?? ''} now, ${before ?? ''} before.`,
        because: `\`${path}\` came as ${before ?? ''} and as ${now ?? ''}`,
      }
  }
}

/** The path of a leaf in a module, or of one without a name, not of an argument or of what a container holds. */
export const isParameter = (segments: readonly string[]): boolean =>
  segments[0] === 'leaves' || (segments[1] !== undefined && !segments[1].startsWith('['))

/** A number of values as far as they are remembered. */
const howMany = (count: number): string => (count >= 64 ? 'many' : String(count))

/** Whether an array of type `a` fits into one of type `room` by padding. */
function isRoomFor(room: string, a: Aval): boolean {
  const b = aval(room)
  return (
    b !== null &&
    a.dtype === b.dtype &&
    a.weak === b.weak &&
    a.sharding === b.sharding &&
    a.shape.length === b.shape.length &&
    a.shape.every((size, at) => Number(b.shape[at]) >= Number(size))
  )
}

/** The smallest power of two, from 8, at whose multiples the sizes that differ become equal; at most 1024. */
function padding(a: readonly string[], b: readonly string[]): number {
  const up = (size: string | undefined, multiple: number): number => Math.ceil(Number(size) / multiple)
  let multiple = 8
  while (multiple < 1024 && a.some((size, at) => up(size, multiple) !== up(b[at], multiple))) multiple *= 2
  return multiple < 1024 ? multiple : 8
}

const dtypes: Readonly<Record<string, string>> = {
  f16: 'float16',
  f32: 'float32',
  f64: 'float64',
  bf16: 'bfloat16',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  c64: 'complex64',
  c128: 'complex128',
  bool: 'bool_',
}

const longName = (dtype: string): string => (Object.hasOwn(dtypes, dtype) ? (dtypes[dtype] ?? dtype) : dtype)
