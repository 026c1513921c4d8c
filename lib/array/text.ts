import {at} from './arity.ts'
import type {Shape} from './aval.ts'
import {type Contents, readElement, stride} from './contents.ts'
import type {DType} from './dtype.ts'

const longest = 1000

/** The elements in NumPy's brackets, `[[1., 2.], [3., 4.]]`; null where they are not known or too many to print. */
export function elementsText(contents: Contents | null, dtype: DType, shape: Shape): string | null {
  const size = shape.reduce((product, n) => product * n, 1)
  if (contents === null || dtype.kind === 'k' || size > longest) return null
  let index = 0
  const nested = (depth: number): string => {
    if (depth === shape.length) return element(contents, dtype, index++)
    const items = Array.from({length: at(shape, depth)}, () => nested(depth + 1))
    return `[${items.join(', ')}]`
  }
  return nested(0)
}

function element(contents: Contents, dtype: DType, index: number): string {
  if (contents.length < stride(dtype)) return ''
  const value = readElement(contents, dtype, index)
  if (typeof value === 'object')
    return `${floatText(value[0])}${value[1] < 0 ? '' : '+'}${floatText(value[1])}j`
  if (dtype.kind === 'b') return value ? 'True' : 'False'
  return dtype.kind === 'f' ? floatText(Number(value), dtype.bits) : String(value)
}

function floatText(value: number, bits = 32): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.'
  const short = bits === 64 ? String(value) : String(Number(value.toPrecision(bits === 32 ? 8 : 4)))
  return Number.isInteger(value) && !short.includes('e') ? `${short}.` : short
}
