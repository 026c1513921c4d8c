import {jax, type JaxArray, jnp, kwargs, named, nnx, Session, signed} from '../../lib/index.ts'
import {container, isGraphNode, vars} from '../../lib/graph/index.ts'
import type {Jitted} from '../../lib/index.ts'
import {type Given, type How, Twin} from './twin.ts'
import {Walker} from './walker.ts'

/** Every array of a tree, each graph node once. */
function* arrays(value: unknown, seen = new Set<unknown>()): Generator<JaxArray> {
  if (value instanceof jax.Array) yield value
  else if (typeof value === 'object' && value !== null && isGraphNode(value)) {
    if (seen.has(value)) return
    seen.add(value)
    if (value instanceof nnx.Variable) yield* arrays(value.value, seen)
    else
      for (const name of vars(value).names)
        if (vars(value).nodes.get(name) === true) yield* arrays(Reflect.get(value, name), seen)
  } else for (const child of container(value)?.children ?? []) yield* arrays(child, seen)
}

const sum = (...args: readonly unknown[]): JaxArray =>
  [...arrays(args)].reduce(
    (total, array) => jnp.add(total, jnp.sum(jnp.astype(array, 'float32'))),
    jnp.zeros([]),
  )

/** Uses every array, so that no input is dropped when the program is lowered. */
const reading = () =>
  signed(
    named((x: unknown, y: unknown, n: unknown) => sum(x, y, n), {qualname: 'reading'}),
    {params: [{name: 'x'}, {name: 'y', optional: true}, {name: 'n', optional: true}]},
  )

/** Changes what it was given as well. */
const writing = () =>
  signed(
    named(
      (x: unknown, y: unknown, n: unknown) => {
        const total = sum(x, y, n)
        for (const [, value] of nnx.iterGraph([x])) {
          if (value instanceof nnx.Variable && value.value instanceof jax.Array)
            value.setValue(jnp.add(value.value, 1))
          if (value instanceof nnx.Module && Object.hasOwn(value, 's0')) Reflect.set(value, 's0', 2)
        }
        return total
      },
      {qualname: 'writing'},
    ),
    {params: [{name: 'x'}, {name: 'y', optional: true}, {name: 'n', optional: true}]},
  )

interface Function {
  readonly how: How
  readonly jitted: Jitted
}

/** Functions jitted in every way, some of them twice. */
function functions(session: Session): readonly Function[] {
  const [read, write] = [reading(), writing()]
  const of = (
    mode: How['mode'],
    fun: object,
    options: {
      readonly static_argnums?: number
      readonly compiler_options?: Record<string, unknown>
      readonly out_shardings?: string
    } = {},
  ): Function => {
    const jitted =
      mode === 'jax'
        ? session.jaxJit(fun, options)
        : session.nnxJit(fun, {...options, graph: mode !== 'tree', graph_updates: mode !== 'values'})
    const how = {
      mode,
      identity: mode === 'jax' ? fun : jitted,
      wrapper: jitted,
      named: options.static_argnums !== undefined,
      lowering: options.out_shardings ?? '',
      compiling: JSON.stringify(options.compiler_options ?? null),
    }
    return {how, jitted}
  }
  const fixed = {static_argnums: 2}
  return [
    of('jax', read, fixed),
    of('jax', read, fixed),
    of('jax', read),
    of('jax', read, {...fixed, out_shardings: 'data'}),
    of('jax', read, {...fixed, compiler_options: {fast: true}}),
    of('jax', write, fixed),
    of('graph', read, fixed),
    of('graph', read),
    of('graph', write, fixed),
    of('values', read, fixed),
    of('values', write),
    of('tree', read, fixed),
    of('tree', write),
  ]
}

interface Call extends Function {
  readonly given: readonly Given[]
}

/** A function and arguments for it: the same call is made again and again, with edits in between. */
function call(walker: Walker, {how, jitted}: Function): Call {
  const {random, models} = walker
  const count = random.below(3) + 1
  const given: Given[] = [{name: null, value: random.pick(models), isStatic: false}]
  if (count > 1)
    given.push({name: random.chance(0.3) ? 'y' : null, value: walker.argument(), isStatic: false})
  if (count > 2)
    given.push({
      name: given[1]?.name === null && random.chance(0.5) ? null : 'n',
      value: how.named ? walker.fixed(random.chance(0.9)) : walker.leaf(),
      isStatic: how.named,
    })
  return {how, jitted, given}
}

const calls = 250

/** Calls of one session after random edits, until twin and session disagree; what happened in words. */
function run(seed: number, release: string, tally: Map<string, number>): string | null {
  const session = new Session({release})
  const twin = new Twin(release)
  const walker = new Walker(seed)
  const {random} = walker
  const all = functions(session)
  const config: Record<string, unknown> = {jax_enable_x64: false, jax_default_matmul_precision: null}
  const log: string[] = []
  let next = call(walker, random.pick(all))
  for (let i = 0; i < calls; i++) {
    if (random.chance(0.3)) log.push(walker.edit())
    if (random.chance(0.02)) {
      const [name, value] = random.pick([
        ['jax_enable_x64', true],
        ['jax_enable_x64', false],
        ['jax_default_matmul_precision', 'highest'],
        ['jax_default_matmul_precision', null],
      ] as const)
      config[name] = value
      session.update(name, value)
    }
    if (random.chance(0.004)) {
      session.clearCaches()
      twin.clearCaches()
    }
    if (random.chance(0.4)) next = call(walker, random.pick(all))
    else if (random.chance(0.3))
      next = {...next, given: next.given.map((one) => (one.isStatic ? {...one, value: walker.pair()} : one))}
    const {how, jitted, given} = next
    if (random.chance(0.004)) {
      jitted.clear()
      twin.clearCache(how)
    }
    const expected = twin.call(how, given, config)
    const keywords = Object.fromEntries(
      given.flatMap(({name, value}) => (name === null ? [] : [[name, value]])),
    )
    try {
      jitted(
        ...given.flatMap(({name, value}) => (name === null ? [value] : [])),
        ...(Object.keys(keywords).length > 0 ? [kwargs(keywords)] : []),
      )
    } catch {
      // the outcome says that it raised
    }
    const got = session.trace.outcome(session.trace.length - 1)
    tally.set(got, (tally.get(got) ?? 0) + 1)
    if (session.trace.length !== i + 1) return `seed ${seed}, call ${i}: not logged`
    if (got !== expected)
      return `seed ${seed}, call ${i} under ${how.mode}: the twin says ${expected}, the session ${got}; edits before: ${log.slice(-6).join(', ')}; ${JSON.stringify(session.trace.at(i).error ?? '')}`
  }
  return null
}

describe('an obvious slow twin of the caches agrees with Session', () => {
  test.each([
    [1, '0.10.2'],
    [2, '0.11.2'],
    [3, '0.12.0.1'],
  ])('on 10,000 random calls of seed %i, as JAX %s', (seed, release) => {
    const tally = new Map<string, number>()
    const disagreements: string[] = []
    for (let i = 0; i < 10_000 / calls; i++) {
      const found = run(seed * 1000 + i, release, tally)
      if (found !== null) disagreements.push(found)
    }
    expect(disagreements).toEqual([])
    const least = {hit: 1000, dispatch: 20, rebind: 10, relower: 5, rewrap: 1, retrace: 1000, error: 50}
    expect(Object.entries(least).filter(([outcome, n]) => (tally.get(outcome) ?? 0) < n)).toEqual([])
  })
})
