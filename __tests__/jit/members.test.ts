import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type JaxArray,
  jnp,
  np,
  float,
  type JitOptions,
  kwargs as keywords,
  Session,
  signed,
  tuple,
} from '../../lib/index.ts'
import {devicePut} from '../../lib/jax.ts'

interface Call {
  readonly with: JitOptions
  readonly args: readonly unknown[]
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, unknown>>
}

/** Two calls that differ in one thing, and how far the second one fell in each release. */
interface Pair {
  readonly title: string
  readonly wrappers: number
  readonly first: Call
  readonly second: Call
  readonly outcomes: Readonly<Record<string, string>>
}

const isPair = (row: unknown): row is Pair =>
  typeof row === 'object' && row !== null && 'first' in row && 'second' in row && 'outcomes' in row
const pairs: readonly Pair[] = readFileSync(join(__dirname, '../golden/recorded/members.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isPair)
const releases = Object.keys(pairs[0]?.outcomes ?? {})

const isShape = (value: unknown): value is readonly number[] => Array.isArray(value)

function decode(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(decode)
  if (typeof given !== 'object' || given === null) return given
  if ('ones' in given && isShape(given.ones)) return jnp.ones(given.ones)
  if ('numpy' in given && isShape(given.numpy)) return np.ones(given.numpy, 'float32')
  if ('committed' in given) return devicePut(jnp.ones([3]), `cpu:${String(given.committed)}`)
  if ('weak' in given) return float(Number(given.weak))
  if ('dtype' in given) return np.dtype(String(given.dtype))
  if ('scalar' in given) return Reflect.get(jnp, String(given.scalar))
  if ('tuple' in given && Array.isArray(given.tuple)) return tuple(...given.tuple.map(decode))
  throw new Error(JSON.stringify(given))
}

function outcome({wrappers, first, second}: Pair, release: string): string {
  const session = new Session({release})
  const f = signed((x: JaxArray) => jnp.multiply(x, 2), {params: [{name: 'x'}, {name: 'y', optional: true}]})
  const one = session.jaxJit(f, first.with)
  const other = wrappers === 1 ? one : session.jaxJit(f, second.with)
  for (const [jitted, {args, kwargs, config}] of [
    [one, first],
    [other, second],
  ] as const)
    session.with(config, () => {
      const named = Object.entries(kwargs).map(([name, value]) => [name, decode(value)] as const)
      jitted(...args.map(decode), ...(named.length === 0 ? [] : [keywords(Object.fromEntries(named))]))
    })
  return session.trace.at(session.trace.length - 1).outcome
}

describe.each(releases)(
  'in jax %s a second call that differs in one thing falls as far as in JAX',
  (release) => {
    const known = pairs.filter(({outcomes}) => release in outcomes)
    test.each(known.map((pair) => [pair.title, pair] as const))('%s', (_, pair) => {
      expect(outcome(pair, release)).toBe(pair.outcomes[release])
    })
  },
)
