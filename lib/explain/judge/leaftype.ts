import {axes, type Finding, list} from '../../words/index.ts'
import {type Aval, avalChange, differingAxes, parseAval} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {isParameter} from '../slot.ts'
import {avoidable, type Judgement, necessary, reducible, type Seen} from './judgement.ts'

/** An array of another shape, dtype, weak type or mesh. */
export function judgeLeaf(cause: Cause, seen: Seen): Judgement {
  const {path, segments, now, before, delta, unplaced = false} = cause
  const [mine, theirs] =
    delta.kind === 'value' ? [parseAval(delta.now), parseAval(delta.before)] : [null, null]
  if (mine === null || theirs === null) return necessary('type', {what: 'type', path: [path], now, before})
  const change = avalChange(mine, theirs)
  if ((unplaced || isParameter(segments)) && change !== 'sharding' && change !== 'weak type')
    return necessary('type', {what: 'parameter', path: [path]})
  switch (change) {
    case 'sharding':
      return necessary('placement', {what: 'sharding', path: [path]})
    case 'weak type':
      return avoidable('type', {what: 'weak type', path: [path], dtype: longName(mine.dtype)})
    case 'dtype':
      return dtype(cause, mine, theirs, seen)
    case 'shape':
      return shape(cause, mine, theirs, seen)
    default:
      return necessary('type', {what: 'type', path: [path], now, before})
  }
}

const isKey = ({dtype}: Aval): boolean => dtype.startsWith('key')

function dtype({path}: Cause, mine: Aval, theirs: Aval, seen: Seen): Judgement {
  const pair = {path: [path], now: mine.dtype, before: theirs.dtype}
  if (isKey(mine) || isKey(theirs)) return avoidable('type', {what: 'random key', ...pair})
  const [first] = seen
  const cast = longName(((first === undefined ? null : parseAval(first)) ?? theirs).dtype)
  if (mine.shape.length > 0 || theirs.shape.length > 0)
    return necessary('type', {what: 'dtype', path: [path], dtype: cast})
  const scalar: Finding =
    mine.weak === theirs.weak
      ? {what: 'scalar dtype', ...pair, dtype: cast}
      : {what: 'number or array', path: [path], dtype: cast}
  return avoidable('type', scalar)
}

function shape({path, now, before}: Cause, mine: Aval, theirs: Aval, seen: Seen): Judgement {
  const room = [...seen, before].find((text) => text !== null && isRoomFor(text, mine)) ?? null
  const roomy = room === null ? null : parseAval(room)
  const changed = differingAxes(mine, roomy ?? theirs)
  const place = {
    path: [path],
    axes: axes(changed.map(({axis}) => axis)),
    shapes: howMany(new Set([...seen, now, before]).size),
  }
  return reducible(
    'type',
    roomy === null
      ? {what: 'sizes', ...place, multiple: padding(mine.shape, theirs.shape)}
      : {
          what: 'fits',
          ...place,
          sizes: list(
            changed.map(({before: size}) => size),
            'and',
          ),
        },
  )
}

/** A number of values as far as they are remembered. */
const howMany = (count: number): number | 'many' => (count >= 64 ? 'many' : count)

/** Whether an array of type `a` fits into one of type `room` by padding. */
function isRoomFor(room: string, a: Aval): boolean {
  const b = parseAval(room)
  return (
    b !== null &&
    a.dtype === b.dtype &&
    a.weak === b.weak &&
    a.sharding === b.sharding &&
    a.shape.length === b.shape.length &&
    a.shape.every((size, at) => Number(b.shape[at]) >= Number(size))
  )
}

/** The smallest power of two, from 8, at whose multiples the sizes that differ become equal. */
function padding(a: readonly string[], b: readonly string[]): number {
  const up = (size: string | undefined, multiple: number): number => Math.ceil(Number(size) / multiple)
  let multiple = 8
  while (multiple < 2 ** 40 && a.some((size, at) => up(size, multiple) !== up(b[at], multiple))) multiple *= 2
  return multiple
}

const longNames = new Map([
  ['f16', 'float16'],
  ['f32', 'float32'],
  ['f64', 'float64'],
  ['bf16', 'bfloat16'],
  ['i8', 'int8'],
  ['i16', 'int16'],
  ['i32', 'int32'],
  ['i64', 'int64'],
  ['u8', 'uint8'],
  ['u16', 'uint16'],
  ['u32', 'uint32'],
  ['u64', 'uint64'],
  ['c64', 'complex64'],
  ['c128', 'complex128'],
  ['bool', 'bool_'],
])

/** A dtype as jax.numpy names it. */
const longName = (short: string): string => longNames.get(short) ?? short
