import {protocol} from '../python/index.ts'
import type {Cut} from './aval.ts'

/** A mesh of devices by the names and sizes of its axes. */
export interface Mesh {
  /** The names and sizes of its axes. */
  readonly axes: Readonly<Record<string, number>>
  /** Whether shardings are part of types (`Explicit`) or left to the compiler (`Auto`). */
  readonly type?: 'Auto' | 'Explicit'
}

/** How an array lies on a mesh: for each dimension the mesh axis that it is cut along, or null. Here it is a label: no array is cut. */
export class NamedSharding {
  static readonly [protocol.type] = 'jax._src.named_sharding.NamedSharding'
  readonly mesh: Mesh
  readonly spec: readonly (string | null)[]

  constructor(mesh: Mesh, spec: readonly (string | null)[]) {
    this.mesh = Object.freeze(mesh)
    this.spec = Object.freeze([...spec])
    Object.freeze(this)
  }

  get #type(): string {
    return this.mesh.type ?? 'Auto'
  }

  get #names(): string {
    const names = Object.keys(this.mesh.axes).map((name) => `'${name}'`)
    return `(${names.join(', ')}${names.length === 1 ? ',' : ''})`
  }

  /** What an aval tells of it: the mesh, and with explicit axes the spec. */
  get inAval(): Cut {
    return {mesh: `{${this.#type}: ${this.#names}}`, spec: this.mesh.type === 'Explicit' ? this.spec : []}
  }

  /** The spec without what makes no difference: `P('a', None)` cuts like `P('a')`. */
  get equivalent(): string {
    const last = this.spec.findLastIndex((axis) => axis !== null)
    return specText(this.spec.slice(0, last + 1))
  }

  /** The devices of its mesh. */
  get devices(): string {
    return `mesh ${Object.entries(this.mesh.axes)
      .map(([name, size]) => `${name}=${size}`)
      .join(', ')}`
  }

  /** Two are `==` that cut along equal axes of equal meshes, to the letter of the spec. */
  [protocol.by](): string {
    return this[protocol.repr]()
  }

  [protocol.repr](): string {
    const axes = Object.entries(this.mesh.axes)
      .map(([name, size]) => `'${name}': ${size}`)
      .join(', ')
    const types = Object.keys(this.mesh.axes).map(() => this.#type)
    return `NamedSharding(mesh=Mesh(${axes}, axis_types=(${types.join(', ')}${types.length === 1 ? ',' : ''})), spec=${specText(this.spec)}, memory_kind=device)`
  }
}

const specText = (spec: readonly (string | null)[]): string =>
  `P(${spec.map((axis) => (axis === null ? 'None' : `'${axis}'`)).join(', ')}${spec.length === 1 ? ',' : ''})`
