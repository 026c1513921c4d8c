import {PythonError} from '../python/index.ts'
import {type TensorCheck, dispatchKeys} from './tensorcheck.ts'
import {viewing} from './actual.ts'
import {type Guard, guards} from './guard.ts'
import {ascending} from './memory.ts'
import {below, ranks, type Source} from './source.ts'
import {
  combined,
  type Dim,
  hintOf,
  root,
  sameDim,
  type Spot,
  spotPath,
  spotText,
  SymNumber,
  valueBy,
  symbolText,
} from './symbol.ts'
import {Parameter, type Spec, Tensor} from './tensor.ts'
import type {Check, Relational} from './tree.ts'
import {remembered, type Wrapping} from './wrapping.ts'

/** How a dimension enters a trace: as it is, as a symbol of its own, or as one with all that are equal. */
type Entry = 'static' | 'dynamic' | 'duck'

interface Input {
  readonly source: Source
  readonly value: Tensor
  readonly spec: Spec
  readonly strides: readonly Dim[]
  readonly spots: readonly (readonly [Spot, Dim])[]
}

/** The tensors that a trace reads. */
export class InputTensors {
  readonly #trace: Wrapping
  readonly #seen = new Map<Tensor, Input>()

  constructor(trace: Wrapping) {
    this.#trace = trace
  }

  /** A tensor as code sees it; it is an input, and guarded, from the moment that something of it is used. */
  view(value: Tensor, source: Source): Tensor {
    const read = (): Spec => this.#input(value, source).spec
    const view = value instanceof Parameter ? new Parameter(read) : new Tensor(read)
    view.grad = value.grad
    return viewing(view, value)
  }

  #input(value: Tensor, source: Source): Input {
    const known = this.#seen.get(value)
    if (known !== undefined) {
      if (known.source.name !== source.name) this.#trace.once(value, source, () => null)
      return known
    }
    this.#trace.once(value, source, () => null)
    const isStatic =
      value instanceof Parameter || source.name.includes('._buffers[') || source.rank === ranks.builtin
    const made = isStatic ? fixed(value, source) : this.#symbolic(value, source)
    this.#seen.set(value, made)
    this.#count(value, source)
    return made
  }

  /** A tensor that is one whole number, or one double, is known to the trace as a number too, whatever it is. */
  #count({spec: {dtype, device}, sizes}: Tensor, source: Source): void {
    const isNumber = dtype.kind === 'i' || dtype.name === 'float64'
    if (sizes.length > 0 || device !== 'cpu' || !isNumber || this.#trace.how.policy.byIdentity) return
    this.#trace.env.add({source, property: {of: 'item'}}, 'int', 0, [-Infinity, Infinity])
  }

  #symbolic(value: Tensor, source: Source): Input {
    if (value.base !== null) this.#symbolic(value.base, below(source, {by: 'attribute', key: '_base'}))
    const {spec, sizes} = value
    const known = remembered(this.#trace.how, source)
    known.tensor(sizes, spec.strides)
    for (const [dim, {how}] of value.marks) if (how === 'dynamic') known.mark(dim, sizes.length)
    const spots: (readonly [Spot, Dim])[] = []
    const entries = sizes.map((_, at): Entry => {
      const how = value.marks.get(at)?.how
      if (how === 'dynamic' || how === 'maybe') return 'dynamic'
      if (how === 'static') return 'static'
      return known.isSizeDynamic(at) ? 'dynamic' : this.#trace.how.dynamic === true ? 'duck' : 'static'
    })
    const isStatic = entries.every((entry) => entry === 'static')
    const shape = sizes.map((size, at): Dim => {
      const spot: Spot = {source, property: {of: 'size', at}}
      const dim = this.#enter(spot, size, entries[at] ?? 'static', value.marks.get(at))
      spots.push([spot, dim])
      return dim
    })
    const strides = this.#strides(
      value,
      source,
      shape,
      (at) => (known.isStrideDynamic(at) ? 'dynamic' : isStatic ? 'static' : 'duck'),
      spots,
    )
    if (!isStatic) this.#enter({source, property: {of: 'offset'}}, spec.offset, 'duck')
    return {source, value, spec: {...spec, shape, ask: () => contiguity(shape, strides)}, strides, spots}
  }

  #enter(spot: Spot, value: number, how: Entry, mark?: {readonly min?: number; readonly max?: number}): Dim {
    if (how === 'static' || value === 0 || value === 1) return value
    if (how === 'duck') return this.#trace.env.duck(spot, value)
    return this.#trace.env.add(spot, 'size', value, [Math.max(2, mark?.min ?? 2), mark?.max ?? Infinity])
  }

  /** Strides that follow of other dimensions, or are symbols (torch `_compute_symbolic_stride`). */
  #strides(
    {sizes, spec}: Tensor,
    source: Source,
    shape: readonly Dim[],
    entry: (at: number) => Entry,
    spots: (readonly [Spot, Dim])[],
  ): readonly Dim[] {
    const strides: Dim[] = [...spec.strides]
    const candidates = new Map<number, Dim>()
    for (const at of ascending(spec.strides)) {
      const value = spec.strides[at] ?? 0
      const spot: Spot = {source, property: {of: 'stride', at}}
      const next = at + 1 < sizes.length ? (sizes[at + 1] ?? 1) * (spec.strides[at + 1] ?? 0) : null
      const found = candidates.get(value)
      const stride =
        (value === 0 || value === 1) && next !== value
          ? value
          : entry(at) !== 'dynamic' && found !== undefined
            ? found
            : this.#enter(spot, value, entry(at))
      strides[at] = stride
      spots.push([spot, stride])
      candidates.set((sizes[at] ?? 1) * value, times(shape[at] ?? 1, stride))
    }
    return strides
  }

  /**
   * A dimension that is marked dynamic is not to be fixed by the code.
   *
   * @throws {PythonError} ConstraintViolationError where it is.
   */
  demand(): void {
    for (const {value, spec} of this.#seen.values())
      for (const [at, {how}] of value.marks) {
        const dim = spec.shape[at]
        if (how === 'dynamic' && dim !== undefined && known(dim) !== null)
          throw new PythonError('ConstraintViolationError', "Constraints violated (L['x'].size()[0])!")
      }
  }

  /** The guards on each tensor, once the trace is done and it is known which sizes it fixed. */
  finish(): readonly (Guard | Relational)[] {
    const inputs = [...this.#seen.values()]
    const apart = inputs.filter(
      ({value, source}) => !(value instanceof Parameter) && source.rank !== ranks.builtin,
    )
    return inputs.flatMap((input) => {
      const isApart = apart.length > 1 && apart.includes(input)
      return [
        guards.TENSOR_MATCH(input.source, this.#check(input)),
        ...(input.value instanceof Parameter
          ? []
          : [
              guards.DIM_MARKING(
                input.source,
                new Set([...input.value.marks].map(([dim, {how}]) => `${how} ${dim}`)),
              ),
            ]),
        ...(isApart
          ? [
              noAliasing(
                input.source,
                apart.map(({source}) => source),
              ),
            ]
          : []),
      ]
    })
  }

  /** Strides and sizes that equal another symbol's. */
  relations(): readonly {
    readonly text: string
    readonly path: readonly unknown[]
    readonly spots: readonly Spot[]
    readonly by?: 'duck sizing'
    readonly fails: (read: (spot: Spot) => number) => boolean
  }[] {
    return [...this.#seen.values()].flatMap(({spots}) =>
      spots.flatMap(([spot, dim]) => {
        if (typeof dim === 'number' || isFixed(dim)) return []
        if (dim.symbol !== null && symbolText(dim.symbol) === spotText(spot)) return []
        const all = [spot, ...dim.symbols.map((symbol) => root(symbol).spot)]
        return [
          {
            text: `${spotText(spot)} == ${dim.text(symbolText)}`,
            path: all.map(spotPath),
            spots: all,
            ...(isDuck(spot, dim) && {by: 'duck sizing' as const}),
            fails: (read: (spot: Spot) => number) => read(spot) !== dim.read(valueBy(read)),
          },
        ]
      }),
    )
  }

  #check({value, spec, strides}: Input): TensorCheck {
    return {
      type: value.constructor,
      keys: dispatchKeys(value),
      dtype: spec.dtype,
      requires_grad: spec.requires_grad,
      sizes: spec.shape.map(known),
      strides: strides.map(known),
      isOld: this.#trace.how.policy.byIdentity,
      isParameter: value instanceof Parameter,
    }
  }
}

/** Whether a tensor is contiguous, as pointwise operations ask, or else one whose channels come last (torch `is_channels_last_contiguous_2d`, `3d`). */
function contiguity(shape: readonly Dim[], strides: readonly Dim[]): void {
  const [batch = 0, channels = 0, ...spatial] = shape.map((_, i) => i)
  const isImage = spatial.length === 2 || spatial.length === 3
  const orders = [
    shape.map((_, i) => i).reverse(),
    ...(isImage ? [[channels, ...spatial.reverse(), batch]] : []),
  ]
  orders.some((order) => isDense(order, shape, strides))
}

/** Whether dimensions lie one within the next: a stride that is what it then would be is fixed, or is another size. */
function isDense(order: readonly number[], shape: readonly Dim[], strides: readonly Dim[]): boolean {
  let expected: Dim = 1
  for (const at of order) {
    const [size, stride] = [shape[at] ?? 1, strides[at] ?? 0]
    if (size === 1) continue
    if (hintOf(stride) !== hintOf(expected)) return false
    if (isStride(stride)) sameDim(expected, stride)
    expected = times(size, expected)
  }
  return true
}

/** Whether a dimension is a symbol that a stride alone has. */
const isStride = (dim: Dim): boolean => dim instanceof SymNumber && dim.symbol?.spot.property.of === 'stride'

/** Whether a dimension was another place's symbol from the beginning, since both were of one size. */
const isDuck = (spot: Spot, {symbol}: SymNumber): boolean =>
  spot.property.of === 'size' && symbol !== null && spotText(symbol.spot) !== spotText(spot)

const isFixed = ({symbols}: SymNumber): boolean => symbols.every((symbol) => root(symbol).isFixed)

/** The number that a dimension is known to be; null where it is dynamic. */
const known = (dim: Dim): number | null => (typeof dim === 'number' || isFixed(dim) ? hintOf(dim) : null)

const times = (a: Dim, b: Dim): Dim => (a === 1 ? b : b === 1 ? a : combined(a, b, '*', (x, y) => x * y))

/** An input whose sizes are as they are. */
const fixed = (value: Tensor, source: Source): Input => ({
  source,
  value,
  spec: value.spec,
  strides: value.spec.strides,
  spots: [],
})

const noAliasing = (source: Source, all: readonly Source[]): Relational => ({
  kind: 'NO_TENSOR_ALIASING',
  source,
  path: all.map(({path}) => path),
  all,
  fails(value, {met}: Check) {
    if (!(value instanceof Tensor)) return null
    if (met.has(value))
      return {text: `Duplicate tensors found: [${all.map(({name}) => `"${name}"`).join(', ')}]`}
    met.add(value)
    return null
  },
})
