import {ArrayMethods, at, type Index, JaxArray, shapeText} from '../array/index.ts'
import type {Input} from '../lax/index.ts'
import {camelCase, isPlain, PythonError, refuseNames} from '../python/index.ts'
import {Indexed} from './at.ts'
import {jnp} from './namespace.ts'

const own = (x: unknown): JaxArray => (x instanceof JaxArray ? x : jnp.asarray(x))

const defineOn =
  (prototype: object) =>
  (name: string | symbol, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(prototype, name, {configurable: true, ...descriptor})
  }
const define = defineOn(JaxArray.prototype)
/** What a Variable that holds an array has too. */
const defineForAll = defineOn(ArrayMethods.prototype)

/** The functions of `jnp` that are methods of the same name. */
const shared = {
  sum: jnp.sum,
  mean: jnp.mean,
  prod: jnp.prod,
  max: jnp.max,
  min: jnp.min,
  std: jnp.std,
  var: jnp.var,
  all: jnp.all,
  any: jnp.any,
  argmax: jnp.argmax,
  argmin: jnp.argmin,
  cumsum: jnp.cumsum,
  cumprod: jnp.cumprod,
  trace: jnp.trace,
  diagonal: jnp.diagonal,
  sort: jnp.sort,
  argsort: jnp.argsort,
  ravel: jnp.ravel,
  flatten: jnp.ravel,
  swapaxes: jnp.swapaxes,
  squeeze: jnp.squeeze,
  round: jnp.round,
  clip: jnp.clip,
  dot: jnp.dot,
  take: jnp.take,
  repeat: jnp.repeat,
  astype: jnp.astype,
  ptp: jnp.ptp,
  nonzero: jnp.nonzero,
  searchsorted: jnp.searchsorted,
  choose: jnp.choose,
  compress: (x: JaxArray, condition: Input, ...options: readonly Parameters<typeof jnp.compress>[2][]) =>
    jnp.compress(condition, x, ...options),
  reshape: (x: JaxArray, ...given: readonly unknown[]): unknown => {
    const isNamed = isPlain(given.at(-1))
    const shape = (isNamed ? given.slice(0, -1) : given).flat()
    return Reflect.apply(jnp.reshape, undefined, [x, shape, ...(isNamed ? given.slice(-1) : [])])
  },
  transpose: (x: JaxArray, ...axes: readonly number[]) =>
    jnp.transpose(x, axes.length === 0 ? undefined : axes.flat()),
  at: (x: JaxArray, ...indices: readonly Index<Input>[]) => new Indexed(x, indices),
}

for (const [name, apply] of Object.entries(shared))
  defineForAll(name, {
    value(this: unknown, ...args: readonly unknown[]): unknown {
      return Reflect.apply(apply, undefined, [own(this), ...args])
    },
  })
for (const name of ['blockUntilReady', 'block_until_ready'])
  defineForAll(name, {
    value(this: unknown): JaxArray {
      return own(this)
    },
  })
defineForAll('itemsize', {
  get(this: unknown): number {
    return own(this).dtype.itemsize
  },
})
defineForAll('nbytes', {
  get(this: unknown): number {
    const {dtype, size} = own(this)
    return size * dtype.itemsize
  },
})
define('copy', {
  value(this: unknown): JaxArray {
    return jnp.array(own(this))
  },
})

/** The places of items that a program asks for most. */
const places = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(String)

/** What lists of JavaScript have and arrays do not. */
const slips: Readonly<Record<string, (x: JaxArray) => string>> = {
  length: (x) => `x.length is not there: an array has x.shape, here ${shapeText(x.shape)}, and x.size`,
  ...Object.fromEntries(
    places.map((i) => [
      i,
      () => `x[${i}] is jnp.getitem(x, ${i}): JavaScript has no operator for it; jnp.s_(1, 3) stands for 1:3`,
    ]),
  ),
}

for (const [name, says] of Object.entries(slips))
  define(name, {
    get(this: unknown): never {
      throw new PythonError('TypeError', says(own(this)))
    },
    set(): never {
      throw new PythonError(
        'TypeError',
        `JAX arrays are immutable and do not support in-place item assignment. Instead of x[${name}] = y, use x = x.at(${name}).set(y).`,
      )
    },
  })

define(Symbol.iterator, {
  value: function* (this: unknown): Generator<JaxArray> {
    const x = own(this)
    if (x.ndim === 0) throw new PythonError('TypeError', 'iteration over a 0-d array')
    for (let i = 0; i < at(x.shape, 0); i++) yield jnp.getitem(x, i)
  },
})
defineForAll('T', {
  get(this: unknown): JaxArray {
    return jnp.transpose(own(this))
  },
})
defineForAll('mT', {
  get(this: unknown): JaxArray {
    return jnp.swapaxes(own(this), -1, -2)
  },
})

/** What else JAX's arrays have. */
const others =
  `addressable_data addressable_shards argpartition byteswap clone conj conjugate copy_to_host_async
  delete device devices flat imag is_deleted is_fully_addressable is_fully_replicated is_ready real sharding
  to_device tobytes view`.split(/\s+/)

/** Has arrays say what these names are, of those that they have not. */
function refuse(names: readonly string[], says: (name: string) => string): void {
  const absent = names.filter((name) => !(name in JaxArray.prototype))
  refuseNames(JaxArray.prototype, Object.fromEntries(absent.map((name) => [name, says(name)])))
}

refuse(
  others.flatMap((name) => [name, camelCase(name)]),
  (name) => `Array.${name} is not in this version of jitlens: docs/coverage.md lists what is`,
)
refuse(
  Object.entries(jnp).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  (name) => `Array.${name} is no method of arrays, it is the function jnp.${name}`,
)
refuse(
  Object.getOwnPropertyNames(Array.prototype),
  (name) =>
    `Array.${name} is a method of JavaScript's lists: of an array x, x.tolist() is a list, and jnp.getitem(x, …) a part`,
)
refuseNames(
  ArrayMethods.prototype.at,
  Object.fromEntries([
    ...places.map((i): [string, string] => [i, `x.at[${i}] is x.at(${i}) here`]),
    ...Object.getOwnPropertyNames(Indexed.prototype)
      .filter((name) => name !== 'constructor')
      .map((name): [string, string] => [name, `x.at.${name} is x.at(i).${name}(…) here`]),
  ]),
)
