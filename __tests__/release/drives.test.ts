import {jax, jnp, type JaxArray, Session} from '../../lib/index.ts'
import {type Drive, type Setting, simulated} from '../../lib/release/index.ts'

/** A program that every rule which a setting could drive would touch: promotion, 64 bits, donation, tracing, the disk. */
const body = (x: JaxArray): unknown => [
  jnp.add(x, 1),
  jnp.sum(x),
  jnp.where(jnp.less(x, 0), x, jnp.multiply(x, 2)),
]

interface Told {
  readonly outcomes: readonly string[]
  readonly equations: string
}

/** What two calls of a function do, and the equations that it leaves. */
function told(session: Session): Told {
  const f = session.jaxJit(body, {donate_argnums: 0})
  const x = (): JaxArray => jnp.zeros([3])
  f(x())
  f(x())
  const outcomes = [...session.trace].map(({outcome, within}) => `${outcome} ${within ?? ''}`)
  return {outcomes, equations: JSON.stringify(f.lower(x()).jaxpr.eqns.map(({op}) => [op.name, op.outs]))}
}

/** Another value than the one that a program starts with. */
const other = ({start, choices}: Setting): unknown =>
  choices?.values.find((value) => value !== start) ??
  (typeof start === 'boolean' ? !start : typeof start === 'number' ? start + 1 : 'another')

const under = (settings: Readonly<Record<string, unknown>>, release?: string): Session => {
  const session = new Session(release === undefined ? {} : {release})
  for (const [name, value] of Object.entries(settings)) session.update(name, value)
  return session
}

describe.each(simulated.map(({jax, rules}) => [jax, rules] as const))(
  'the settings of jax %s',
  (jax, {settings}) => {
    const keysOnly = Object.entries(settings).filter(([, {drives}]) => drives === null)

    test('that only key change nothing that a program does', () => {
      const start = told(under({}, jax))
      for (const [name, setting] of keysOnly)
        expect([name, told(under({[name]: other(setting)}, jax))]).toEqual([name, start])
    })

    test('make the next call miss in the layers that they key, and in no other', () => {
      const fell = (name: string, setting: Setting): string => {
        const session = under({}, jax)
        const f = session.jaxJit((x: JaxArray) => x)
        const x = jnp.zeros([3])
        f(x)
        session.update(name, other(setting))
        f(x)
        return session.trace.at(1).outcome
      }
      for (const [name, setting] of keysOnly) {
        const {keys} = setting
        const isSeen = keys.includes('dispatch')
        const expected = !isSeen
          ? 'hit'
          : keys.includes('trace')
            ? 'retrace'
            : keys.includes('infer')
              ? 'rebind'
              : 'dispatch'
        expect([name, fell(name, setting)]).toEqual([name, expected])
      }
    })

    test('that neither key nor drive are four, and do nothing here, whatever they do in JAX', () => {
      const idle = keysOnly.filter(([, {keys}]) => keys.length === 0)
      expect(idle.map(([name]) => name)).toEqual([
        'jax_log_compiles',
        'jax_explain_cache_misses',
        'jax_transfer_guard',
        'jax_check_tracer_leaks',
      ])
    })

    test('drive each rule once', () => {
      const drives = Object.values(settings).flatMap(({drives: rule}) => (rule === null ? [] : [rule]))
      expect([...drives].sort()).toEqual(Object.keys(shown).sort())
    })
  },
)

/** For each rule that a setting drives, what a program does when it is set. */
const shown: Readonly<Record<Drive, () => void>> = {
  x64: () => {
    const f = under({jax_enable_x64: true}).jaxJit((x: number) => jnp.add(x, 1))
    expect(String(f.lower(1).jaxpr.outvars[0]?.aval)).toBe('~int64[]')
  },
  'rank promotion': () => {
    const f = under({jax_numpy_rank_promotion: 'raise'}).jaxJit((x: JaxArray, y: JaxArray) => jnp.add(x, y))
    expect(() => f(jnp.zeros([2, 3]), jnp.zeros([3]))).toThrow(
      "Operands could not be broadcast together for add on shapes (2, 3) (3,) and with the config option jax_numpy_rank_promotion='raise'. For more information, see https://docs.jax.dev/en/latest/rank_promotion_warning.html.",
    )
    expect(() => f(jnp.zeros([2, 3]), jnp.zeros([]))).not.toThrow()
  },
  'dtype promotion': () => {
    const session = under({jax_numpy_dtype_promotion: 'strict'})
    const f = session.jaxJit((x: JaxArray, y: JaxArray) => jnp.add(x, y))
    expect(() => f(jnp.zeros([3]), jnp.zeros([3], 'int32'))).toThrow(
      "Input dtypes ('float32', 'int32') have no available implicit dtype promotion path when jax_numpy_dtype_promotion=strict. Try explicitly casting inputs to the desired output type, or set jax_numpy_dtype_promotion=standard.",
    )
    expect(() => session.within(() => jnp.add(jnp.zeros([3]), jnp.zeros([3], 'int32')))).toThrow('strict')
    expect(() => f(jnp.zeros([3]), 1)).not.toThrow()
  },
  'random bits': () => {
    const session = new Session()
    const f = session.jaxJit((k: JaxArray) => jax.random.normal(k, [2]))
    const [typed, plain] = [() => jax.random.key(0), () => jax.random.PRNGKey(0)]
    for (const [impl, dtype, words] of [
      ['threefry2x32', 'key<fry>', 2],
      ['rbg', 'key<rbg>', 4],
      ['unsafe_rbg', 'key<urbg>', 4],
    ] as const) {
      session.update('jax_default_prng_impl', impl)
      expect([session.within(typed).dtype.name, session.within(plain).shape]).toEqual([dtype, [words]])
      f(session.within(typed))
      f(session.within(plain))
    }
    // Two raw keys of one shape hit, as in jax 0.12.0.1: the setting enters no key.
    expect([...session.trace].map(({outcome}) => outcome).join(' ')).toBe(
      'retrace retrace retrace retrace retrace hit',
    )
  },
  'no jit': () => {
    const session = under({jax_disable_jit: true})
    session.jaxJit(body)(jnp.zeros([3]))
    expect(session.trace.length).toBe(0)
  },
  'no tracing': () => {
    const f = under({jax_no_tracing: true}).jaxJit((x: JaxArray) => x)
    expect(() => f(jnp.zeros([3]))).toThrow("re-tracing function <lambda> for `jit`, but 'no_tracing' is set")
  },
  'no donation': () => {
    for (const isSet of [false, true]) {
      const session = under({jax_debug_nans: isSet})
      const x = jnp.zeros([3])
      const f = session.jaxJit((y: JaxArray) => jnp.add(y, 1), {donate_argnums: 0})
      f(x)
      if (isSet) expect(() => f(x)).not.toThrow()
      else expect(() => f(x)).toThrow('Array has been deleted with shape=float32[3].')
    }
  },
  'persistent folder': () => {
    const session = under({jax_compilation_cache_dir: 'cache', jax_persistent_cache_min_compile_time_secs: 0})
    for (let i = 0; i < 2; i++) {
      session.jaxJit(body)(jnp.zeros([3]))
      session.clearCaches()
    }
    expect([...session.trace].map(({within}) => within)).toEqual([undefined, 'persistent'])
  },
  'persistent seconds': () => {
    const session = under({
      jax_compilation_cache_dir: 'cache',
      jax_persistent_cache_min_compile_time_secs: 1000,
    })
    session.jaxJit(body)(jnp.zeros([3]))
    expect(session.sizes().persistent).toBe(0)
  },
}

test.each(Object.entries(shown))('a setting drives %s', (_, show) => {
  show()
})

test('the folder of the persistent cache tells programs apart that differ only inside of what they call', () => {
  const session = under({jax_compilation_cache_dir: 'cache', jax_persistent_cache_min_compile_time_secs: 0})
  for (const mode of ['wrap', 'reflect'] as const)
    session.jaxJit((x: JaxArray) => jnp.pad(x, [[1, 1]], {mode}))(jnp.zeros([3]))
  expect([...session.trace].map(({within}) => within)).toEqual([undefined, undefined])
  expect(session.sizes().persistent).toBe(2)
})
