import {
  defaultSession,
  encode,
  explain,
  float,
  jnp,
  kwargs,
  lax,
  optax,
  partial,
  repr,
  Session,
  signed,
  tuple,
} from '../../../lib/index.ts'
import {jax, nnx} from '../../../lib/jitlens.ts'

/** What a program in the cell finds by name. */
const names = {
  ...{nnx, jax, jnp, lax, optax},
  ...{Session, defaultSession, explain, float, tuple, kwargs, partial, signed},
}

/** A text as it is, any other value as Python prints it. */
const said = (value: unknown): string => (typeof value === 'string' ? value : repr(value))

/** So many lines of what is printed are told. */
const most = 200

/** Runs a program in a worker, and tells what it printed, what it threw, and the calls of the default session. */
export async function work(program: (given: typeof names) => unknown): Promise<void> {
  const printed: string[] = []
  console.log = (...values: readonly unknown[]) => void printed.push(values.map(said).join(' '))
  const error = await Promise.resolve(names)
    .then(program)
    .then(
      () => null,
      (thrown: unknown) => String(thrown),
    )
  postMessage({printed: printed.slice(0, most), lines: [...encode(defaultSession().trace)], error})
}
