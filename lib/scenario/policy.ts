import {GraphDef, merge, Module, split, State} from '../graph/index.ts'
import {type Jitted, Kwargs, type Session, signatureOf, signed, type JitOptions} from '../jit/index.ts'
import {named, qualname, tuple} from '../python/index.ts'

/** Ways of keying a cache, to be shown side by side. */
export const policies = ['nnx.jit', 'values', 'tree', 'jax.jit', 'graphdef'] as const

/**
 * | policy | what a model is to the key |
 * | --- | --- |
 * | `nnx.jit` | its graphdef and avals; structure comes back (graph mode) |
 * | `values` | the same, but only values come back (`graph_updates=False`) |
 * | `tree` | a pytree without sharing (`graph=False`) |
 * | `jax.jit` | a pytree; nothing comes back |
 * | `graphdef` | `jax.jit` with the graphdef as a static argument, beside the state |
 */
export type Policy = (typeof policies)[number]

/** Jits a function under a policy. */
export function jitUnder(policy: Policy, session: Session, fun: object, options: JitOptions): Jitted {
  switch (policy) {
    case 'nnx.jit':
      return session.nnxJit(fun, options)
    case 'values':
      return session.nnxJit(fun, {...options, graph_updates: false})
    case 'tree':
      return session.nnxJit(fun, {...options, graph: false})
    case 'jax.jit':
      return session.jaxJit(fun, options)
    case 'graphdef':
      return withStatics(session, fun, (model) => {
        const [graphdef, state] = split(model)
        return [graphdef, state]
      })
  }
}

/** jax.jit of a function whose models are cut into a static and a dynamic part. */
function withStatics(
  session: Session,
  fun: object,
  cut: (model: Module) => readonly [unknown, unknown],
): Jitted {
  const apply = (statics: unknown, ...args: readonly unknown[]): unknown => {
    const fixed: readonly unknown[] = Array.isArray(statics) ? statics : []
    const whole = args.map((arg, i): unknown => {
      const known = fixed[i]
      return known instanceof GraphDef && arg instanceof State ? merge(known, arg) : arg
    })
    return typeof fun === 'function' ? Reflect.apply(fun, undefined, whole) : null
  }
  const {params} = signatureOf(fun)
  const inner = named(
    signed(apply, {
      params: [{name: 'graphdef'}, ...params.map((param) => ({...param, keyword: false, optional: true}))],
      args: true,
    }),
    {qualname: qualname(fun)},
  )
  const jitted = session.jaxJit(inner, {static_argnums: [0]})
  const call = (...args: readonly unknown[]): unknown => {
    const last = args[args.length - 1]
    const keywords = last instanceof Kwargs ? [last] : []
    const plain = args.slice(0, args.length - keywords.length)
    const parts = plain.map((arg) => (arg instanceof Module ? cut(arg) : ([null, arg] as const)))
    return jitted(
      tuple(...parts.map(([fixed]) => fixed)),
      ...parts.map(([, dynamic]) => dynamic),
      ...keywords,
    )
  }
  return Object.assign(call, jitted, {size: () => jitted.size()})
}
