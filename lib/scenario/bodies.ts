import {booleanConversion, JaxArray, Tracer} from '../array/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {
  container,
  Intermediate,
  isGraphNode,
  iterGraph,
  Module,
  Param,
  Variable,
  isVariable,
} from '../graph/index.ts'
import {signed, type Signature} from '../jit/index.ts'
import {type Optimizer, valueAndGrad} from '../nn/index.ts'
import {Float, float, named, numberOf, PythonError, typeName} from '../python/index.ts'

type Body = (...args: readonly never[]) => unknown

const call = (model: unknown, x: unknown): unknown => {
  const method: unknown = typeof model === 'object' && model !== null ? Reflect.get(model, 'call') : undefined
  if (typeof method !== 'function')
    throw new PythonError('TypeError', `'${typeName(model)}' object is not callable`)
  return Reflect.apply(method, model, [x])
}

/** The leaves that jax.tree.leaves finds, Modules and Variables taken apart. */
function* leaves(value: unknown): Generator {
  if (isVariable(value)) yield* leaves(value.value)
  else if (isGraphNode(value) && value instanceof Module) {
    for (const name of Object.keys(value).sort()) {
      const child: unknown = Reflect.get(value, name)
      if (child instanceof JaxArray || isGraphNode(child)) yield* leaves(child)
      else
        for (const inner of container(child)?.children ?? [])
          if (inner instanceof JaxArray || isGraphNode(inner)) yield* leaves(inner)
    }
  } else {
    const parts = container(value)
    if (parts === null) yield value
    else for (const child of parts.children) yield* leaves(child)
  }
}

const isNumeric = (value: unknown): value is JaxArray => value instanceof JaxArray && value.dtype.kind !== 'k'

/** Python's `n + 1`. */
function successor(n: unknown): unknown {
  const number = numberOf(n)
  if (typeof number === 'number')
    return n instanceof Float || !Number.isInteger(number) ? float(number + 1) : number + 1
  if (typeof number === 'bigint') return number + 1n
  if (isVariable(n))
    throw new PythonError('NotImplementedError', 'In-place operations are no longer supported for Variable.')
  if (n instanceof JaxArray) return jnp.add(n, 1)
  if (typeof n === 'string') throw new PythonError('TypeError', 'can only concatenate str (not "int") to str')
  throw new PythonError('TypeError', `unsupported operand type(s) for +=: '${typeName(n)}' and 'int'`)
}

const attribute = (model: object, name: string): unknown => {
  if (!(name in model))
    throw new PythonError('AttributeError', `'${typeName(model)}' object has no attribute '${name}'`)
  return Reflect.get(model, name)
}

const bodies: Readonly<
  Record<string, {readonly name: string; readonly signature: Signature; readonly make: () => Body}>
> = {
  noop: {name: 'noop', signature: {params: [], args: true, kwargs: true}, make: () => () => 0},
  sum: {
    name: 'total',
    signature: {params: [], args: true, kwargs: true},
    make:
      () =>
      (...args: readonly unknown[]) => {
        let sum: unknown = 0
        for (const leaf of leaves(args))
          if (isNumeric(leaf))
            sum =
              sum === 0
                ? jnp.add(0, jnp.sum(jnp.astype(leaf, 'float32')))
                : sum instanceof JaxArray
                  ? jnp.add(sum, jnp.sum(jnp.astype(leaf, 'float32')))
                  : sum
        return sum
      },
  },
  forward: {
    name: 'forward',
    signature: {params: [{name: 'model'}, {name: 'x'}]},
    make: () => (model: unknown, x: unknown) => call(model, x),
  },
  xy: {
    name: 'xy',
    signature: {
      params: [{name: 'x'}, {name: 'y', optional: true}, {name: 'z', optional: true, keyword: true}],
    },
    make: () => () => 0,
  },
  train_step: {
    name: 'train_step',
    signature: {params: [{name: 'model'}, {name: 'optimizer'}, {name: 'x'}, {name: 'y'}]},
    make: () => (model: Module, optimizer: Optimizer, x: JaxArray, y: JaxArray) => {
      const loss = (inner: Module): JaxArray => {
        const out = call(inner, x)
        if (!(out instanceof JaxArray))
          throw new PythonError('TypeError', `unsupported operand type(s) for -: '${typeName(out)}'`)
        return jnp.mean(jnp.power(jnp.subtract(out, y), 2))
      }
      const [value, grads] = valueAndGrad(loss)(model)
      optimizer.update(model, grads)
      return value
    },
  },
  bump: {
    name: 'bump',
    signature: {params: [{name: 'model'}]},
    make: () => (model: unknown) => {
      for (const [, value] of iterGraph(model)) if (isVariable(value)) value.setValue(jnp.add(value, 1))
      return null
    },
  },
  grow: {
    name: 'grow',
    signature: {params: [{name: 'model'}]},
    make: () => (model: object) => {
      if (!('grown' in model)) Reflect.set(model, 'grown', new Variable(jnp.zeros([])))
      return null
    },
  },
  count_static: {
    name: 'count_static',
    signature: {params: [{name: 'model'}]},
    make: () => (model: object) => {
      Reflect.set(model, 'n', successor(attribute(model, 'n')))
      return null
    },
  },
  eval_inside: {
    name: 'eval_inside',
    signature: {params: [{name: 'model'}]},
    make: () => (model: Module) => {
      model.eval()
      return null
    },
  },
  cast_inside: {
    name: 'cast_inside',
    signature: {params: [{name: 'model'}]},
    make: () => (model: object) => {
      const kernel = attribute(model, 'kernel')
      if (!isVariable(kernel))
        throw new PythonError('TypeError', `'${typeName(kernel)}' object is not subscriptable`)
      Reflect.set(model, 'kernel', new Param(jnp.astype(kernel, 'bfloat16')))
      return null
    },
  },
  metadata_inside: {
    name: 'metadata_inside',
    signature: {params: [{name: 'model'}]},
    make: () => (model: object) => {
      const kernel = attribute(model, 'kernel')
      if (!isVariable(kernel))
        throw new PythonError(
          'AttributeError',
          `'${typeName(kernel)}' object has no attribute 'set_metadata'`,
        )
      kernel.setMetadata({tag: 'inside'})
      return null
    },
  },
  sow: {
    name: 'sow',
    signature: {params: [{name: 'model'}, {name: 'x'}]},
    make: () => (model: Module, x: unknown) => {
      model.sow(Intermediate, 'seen', x)
      return null
    },
  },
  branch: {
    name: 'branch',
    signature: {params: [{name: 'x'}]},
    make: () => (x: unknown) => {
      const number = numberOf(x)
      if (number !== undefined) return number > 0 ? x : -number
      if (!(x instanceof JaxArray))
        throw new PythonError(
          'TypeError',
          `'>' not supported between instances of '${typeName(x)}' and 'int'`,
        )
      const test = jnp.greater(x, 0)
      if (test instanceof Tracer) throw booleanConversion(test)
      return jnp.negative(x)
    },
  },
}

/** A new function object of a named body, called as it was when scenarios were recorded or by a name; null where there is no such body. */
export function makeBody(kind: string, name?: string): object | null {
  const body = Object.hasOwn(bodies, kind) ? bodies[kind] : undefined
  if (body === undefined) return null
  const qualname = name ?? `make_body.<locals>.${body.name}`
  return named(signed(body.make(), body.signature), {qualname})
}

/** The bodies that scenarios can name. */
export const bodyNames: readonly string[] = Object.keys(bodies)

/** Library functions that scenarios can name. */
export const functions: Readonly<Record<string, object>> = {
  relu: jax.nn.relu,
  gelu: jax.nn.gelu,
  tanh: jnp.tanh,
  silu: jax.nn.silu,
  identity: named((x: unknown) => x, {qualname: '_identity'}),
}
