import {type DType, dtypeOf} from '../array/index.ts'
import {named} from '../python/index.ts'
import {modes} from './state.ts'
import {type Dim, hintOf} from './symbol.ts'

/** What a tensor is, but for its contents. */
export interface Spec {
  readonly shape: readonly Dim[]
  readonly strides: readonly number[]
  readonly dtype: DType
  readonly requires_grad: boolean
  readonly device: string
  readonly offset: number
  /** The number that all elements are, where that is known. */
  readonly fill: number | null
  /** Made under `inference_mode`. */
  readonly isInference: boolean
  /** Of an input of a trace: asks whether it is contiguous, which may fix strides. */
  readonly ask?: () => void
}

/** How a dimension is marked, and within which sizes. */
export interface Mark {
  /** Dynamic from the first compile on; the same where the code allows it; or static. */
  readonly how: 'dynamic' | 'maybe' | 'static'
  /** The least size; 2 where it is not given. */
  readonly min?: number
  /** The largest size; none where it is not given. */
  readonly max?: number
}

/** A tensor: shape, strides, dtype, and no contents. */
export class Tensor {
  #spec: Spec | (() => Spec)
  /** Marked dimensions, by `torch._dynamo.mark_dynamic` and its like. */
  readonly marks = new Map<number, Mark>()
  /** What it is a view of. */
  readonly base: Tensor | null
  grad: Tensor | null = null

  constructor(spec: Spec | (() => Spec), base: Tensor | null = null) {
    this.#spec = spec
    this.base = base
  }

  /** All that is known of it. */
  get spec(): Spec {
    if (typeof this.#spec === 'function') this.#spec = this.#spec()
    return this.#spec
  }

  get shape(): readonly Dim[] {
    return this.spec.shape
  }

  get dtype(): DType {
    return this.spec.dtype
  }

  get requires_grad(): boolean {
    return this.spec.requires_grad
  }

  /** Its sizes as numbers. */
  get sizes(): readonly number[] {
    return this.spec.shape.map(hintOf)
  }

  /** Makes it another tensor in place, as `.data = …` and `requires_grad_()` do. */
  become(change: Partial<Spec>): this {
    this.#spec = {...this.spec, ...change}
    return this
  }

  /** Whether gradients are kept for it. */
  requires_grad_(requires = true): this {
    return this.become({requires_grad: requires})
  }
}

/** A tensor that a module learns. */
export class Parameter extends Tensor {}

named(Tensor, {qualname: 'Tensor', module: 'torch'})
named(Parameter, {qualname: 'Parameter', module: 'torch.nn.parameter'})

/** How a new tensor is made. */
export interface TensorOptions {
  /** The default dtype where it is not given. */
  readonly dtype?: DType | string
  /** The number that all elements are; unknown where it is not given. */
  readonly fill?: number | null
  /** Whether gradients are kept for it; they are not where it is not given. */
  readonly requires_grad?: boolean
  /** The default device where it is not given. */
  readonly device?: string
}

/** Strides of rows that follow each other. */
export function contiguousStrides(sizes: readonly number[]): number[] {
  const strides: number[] = []
  sizes.reduceRight((step, size, i) => {
    strides[i] = step
    return step * Math.max(size, 1)
  }, 1)
  return strides
}

/** What a new tensor is. */
export const specOf = (
  shape: readonly Dim[],
  {
    dtype = modes().dtype,
    fill = null,
    requires_grad = false,
    device = modes().device ?? 'cpu',
  }: TensorOptions = {},
): Spec => ({
  shape,
  strides: contiguousStrides(shape.map(hintOf)),
  dtype: dtypeOf(dtype),
  requires_grad,
  device,
  offset: 0,
  fill,
  isInference: modes().inference,
})

/** `torch.full`, without a trace of it: a tensor of one number. */
export const full = (shape: readonly Dim[], fill: number, options: TensorOptions = {}): Tensor =>
  new Tensor(specOf(shape, {...options, fill}))

/** A new Parameter. */
export const parameter = (shape: readonly number[], options: TensorOptions = {}): Parameter =>
  new Parameter({...specOf(shape, {requires_grad: true, ...options}), isInference: false})

/** Layouts that a tensor may be made in. */
export const layouts: Readonly<Record<string, (tensor: Tensor) => Tensor>> = {
  /** `contiguous(memory_format=torch.channels_last)`. */
  channels_last(tensor) {
    const [, channels = 1, height = 1, width = 1] = tensor.sizes
    return new Tensor({
      ...tensor.spec,
      strides: [channels * height * width, 1, channels * width, channels],
    })
  },
  /** A view of a tensor whose dimensions stand the other way round. */
  transposed(tensor) {
    const base = full([...tensor.sizes].reverse(), tensor.spec.fill ?? 1, tensor.spec)
    return new Tensor({...tensor.spec, strides: [...base.spec.strides].reverse()}, base)
  },
  /** Every second column of a wider tensor. */
  sliced(tensor) {
    const wider = tensor.sizes.map((size, i, all) => (i === all.length - 1 ? 2 * size : size))
    const base = full(wider, tensor.spec.fill ?? 1, tensor.spec)
    const strides = base.spec.strides.map((stride, i, all) => (i === all.length - 1 ? 2 * stride : stride))
    return new Tensor({...tensor.spec, strides}, base)
  },
  /** A view that starts one row later. */
  offset(tensor) {
    const [rows = 1, ...rest] = tensor.sizes
    const base = full([rows + 1, ...rest], tensor.spec.fill ?? 1, tensor.spec)
    return new Tensor({...tensor.spec, offset: base.spec.strides[0] ?? 0}, base)
  },
  /** One row, seen as many. */
  expanded(tensor) {
    const [, ...rest] = tensor.sizes
    const base = full([1, ...rest], tensor.spec.fill ?? 1, tensor.spec)
    return new Tensor(
      {...tensor.spec, strides: tensor.spec.strides.map((stride, i) => (i === 0 ? 0 : stride))},
      base,
    )
  },
}
