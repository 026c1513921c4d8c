import {PythonError} from '../python/index.ts'
import {at} from './arity.ts'
import {canonical, type DType, dtypeOf, dtypes} from './dtype.ts'
import {settings} from './settings.ts'

/** A dtype, and whether it is only the default of a Python scalar. */
export interface Promoted {
  readonly dtype: DType
  readonly weak_type: boolean
}

/** Python's scalar types as nodes of the lattice. */
const weakNode = new Map([
  ['i', 'int'],
  ['u', 'int'],
  ['f', 'float'],
  ['c', 'complex'],
])
const scalarNodes: ReadonlySet<string> = new Set(weakNode.values())

/** The floats that JAX promotes to nothing, and the integers smaller than a byte. */
const smallFloat = /^float[468]_/
const smallInt = /^u?int[124]$/

/** Which node each dtype is directly below; source: JAX's type promotion semantics, https://docs.jax.dev/en/latest/type_promotion.html */
const above: Readonly<Record<string, readonly string[]>> = {
  bool: ['int'],
  int: ['uint8', 'uint1', 'uint2', 'uint4', 'int8', 'int1', 'int2', 'int4'],
  uint8: ['int16', 'uint16'],
  uint16: ['int32', 'uint32'],
  uint32: ['int64', 'uint64'],
  uint64: ['float'],
  int8: ['int16'],
  int16: ['int32'],
  int32: ['int64'],
  int64: ['float'],
  float: [...[...dtypes.keys()].filter((name) => smallFloat.test(name)), 'bfloat16', 'float16', 'complex'],
  bfloat16: ['float32'],
  float16: ['float32'],
  float32: ['float64', 'complex64'],
  float64: ['complex128'],
  complex: ['complex64'],
  complex64: ['complex128'],
}

/** Strict promotion knows only Python's scalars beside one dtype. */
const aboveStrict: Readonly<Record<string, readonly string[]>> = {
  int: [
    'float',
    ...[...dtypes.values()].filter(({kind}) => kind === 'i' || kind === 'u').map(({name}) => name),
  ],
  float: ['complex', ...[...dtypes.values()].filter(({kind}) => kind === 'f').map(({name}) => name)],
  complex: ['complex64', 'complex128'],
}

type Lattice = (node: string) => ReadonlySet<string>

function lattice(edges: Readonly<Record<string, readonly string[]>>): Lattice {
  const bounds = new Map<string, ReadonlySet<string>>()
  const upper: Lattice = (node) => {
    let found = bounds.get(node)
    if (found === undefined) {
      found = new Set([node, ...(edges[node] ?? []).flatMap((next) => [...upper(next)])])
      bounds.set(node, found)
    }
    return found
  }
  return upper
}

const standard = lattice(above)
const strict = lattice(aboveStrict)

function leastUpperBound(nodes: readonly string[]): string {
  const upper = settings().dtypePromotion === 'strict' ? strict : standard
  const given = [...new Set(nodes)]
  const common = [...upper(at(given, 0))].filter((node) => given.every((other) => upper(other).has(node)))
  const least =
    given.find((node) => common.includes(node)) ??
    common.find((node) => common.every((other) => upper(node).has(other)))
  if (least === undefined) throw new PythonError('TypePromotionError', noPath(given))
  return least
}

function noPath(nodes: readonly string[]): string {
  const text = `Input dtypes (${nodes.map((node) => (scalarNodes.has(node) ? `"<class '${node}'>"` : `'${node}'`)).join(', ')}) have no available implicit dtype promotion path`
  if (settings().dtypePromotion === 'strict')
    return `${text} when jax_numpy_dtype_promotion=strict. Try explicitly casting inputs to the desired output type, or set jax_numpy_dtype_promotion=standard.`
  const advice = (example: string) =>
    ` does not support implicit promotion. If you'd like your inputs to be promoted to another type, you can do so explicitly using e.g. x.astype('${example}')`
  for (const bits of [8, 6, 4]) {
    if (nodes.some((node) => node.startsWith(`float${bits}_`)))
      return `${text}. To avoid unintended promotion, ${bits}-bit floats${advice('float32').replace('does', 'do')}`
  }
  if (nodes.some((node) => smallInt.test(node)))
    return `${text}. To avoid unintended promotion, 1-bit, 2-bit and 4-bit integers${advice('int32').replace('does', 'do')}`
  return `${text}. Try explicitly casting inputs to the desired output type.`
}

/**
 * The dtype and weak type that JAX gives to an operation on these operands.
 *
 * @throws {PythonError} ValueError for no operands; TypePromotionError, where JAX has no implicit path (8-bit floats, strict mode).
 * @example
 * promote([{dtype: dtypeOf('bfloat16'), weak_type: false}, {dtype: dtypeOf('float32'), weak_type: true}]).dtype.name // 'bfloat16'
 */
export function promote(operands: readonly Promoted[]): Promoted {
  const [first] = operands
  if (first === undefined) throw new PythonError('ValueError', 'at least one array or dtype is required')
  if (operands.length === 1) return first
  const allWeak = operands.every(({weak_type}) => weak_type)
  if (!allWeak && operands.every(({dtype}) => dtype === first.dtype))
    return {dtype: first.dtype, weak_type: false}
  const weakly = allWeak && settings().dtypePromotion !== 'strict'
  const nodes = operands.map(({dtype, weak_type}) =>
    weak_type && !weakly ? (weakNode.get(dtype.kind) ?? dtype.name) : dtype.name,
  )
  const least = leastUpperBound(nodes)
  const dtype = canonical(dtypeOf(least))
  return {dtype, weak_type: dtype.kind !== 'b' && (weakly || scalarNodes.has(least))}
}
