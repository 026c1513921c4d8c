import {protocol, legible} from '../python/index.ts'
import type {DType} from './dtype.ts'

/** The size of each axis. */
export type Shape = readonly number[]

/** How many elements an array of a shape has. */
export const volume = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

/** A type as JAX's messages name it, without weakness: `float32[4,8]`. */
export const typeText = ({dtype, shape}: {readonly dtype: DType; readonly shape: Shape}): string =>
  `${dtype.name}[${shape.join(',')}]`

/** What an aval tells of a sharding: the mesh as JAX prints it, and the mesh axes that cut the dimensions where types know them. */
export interface Cut {
  readonly mesh: string
  readonly spec: readonly (string | null)[]
}

/**
 * What JAX knows of an array without its contents. Equal avals are one object (`shaped` interns them), so `===` compares.
 */
export class ShapedArray {
  static readonly [protocol.type] = 'jax._src.core.ShapedArray'
  readonly shape: Shape
  readonly dtype: DType
  readonly weak_type: boolean
  /** As JAX prints it in a jaxpr: `f32[4,8]`, on a mesh `f32[4@data,8]({Explicit: ('data',)})`; a weak type is not shown, as in JAX. */
  readonly short: string

  constructor(shape: Shape, dtype: DType, weak_type: boolean, cut: Cut | null) {
    this.shape = Object.freeze([...shape])
    this.dtype = dtype
    this.weak_type = weak_type
    this.short = shortText(shape, dtype, cut)
    Object.freeze(this)
  }

  get ndim(): number {
    return this.shape.length
  }

  get size(): number {
    return volume(this.shape)
  }

  /** `float32[4,8]`, with `~` before a weak type. */
  toString(): string {
    return `${this.weak_type ? '~' : ''}${typeText(this)}`
  }

  /** `ShapedArray(float32[4,8])`, as the log of JAX shows avals. */
  [protocol.repr](): string {
    return `ShapedArray(${typeText(this)}${this.weak_type ? ', weak_type=True' : ''})`
  }
}

legible(ShapedArray)

const shortText = (shape: Shape, dtype: DType, cut: Cut | null): string => {
  if (cut === null) return `${dtype.short}[${shape.join(',')}]`
  const dimensions = shape.map((n, i) => (typeof cut.spec[i] === 'string' ? `${n}@${cut.spec[i]}` : `${n}`))
  return `${dtype.short}[${dimensions.join(',')}](${cut.mesh})`
}

const interned = new Map<string, ShapedArray>()

/**
 * The aval of a shape and dtype.
 *
 * @example
 * shaped([4, 8], dtypeOf('float32')).short // 'f32[4,8]'
 */
export function shaped(shape: Shape, dtype: DType, weak_type = false, cut: Cut | null = null): ShapedArray {
  const id = `${dtype.name}|${shape.join(',')}|${weak_type ? '~' : ''}|${cut === null ? '' : shortText(shape, dtype, cut)}`
  let aval = interned.get(id)
  if (aval === undefined) {
    aval = new ShapedArray(shape, dtype, weak_type, cut)
    interned.set(id, aval)
  }
  return aval
}

/** Python's text of a shape: `(4, 8)`, `(4,)`, `()`. */
export const shapeText = (shape: Shape): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])
