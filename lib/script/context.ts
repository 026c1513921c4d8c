import type {Config, Session} from '../jit/index.ts'

/** A context that sets settings while its block runs: `with jax.enable_x64(True):`. */
export class Settings {
  readonly settings: Config

  constructor(settings: Config) {
    this.settings = settings
  }

  run<T>(session: Session, body: () => T): T {
    return session.with(this.settings, () => session.within(body))
  }
}

/** Settings that JAX has a context for, by its name, with the value where none is given. */
const contexts: Readonly<Record<string, readonly [string, unknown]>> = {
  enable_x64: ['jax_enable_x64', true],
  disable_jit: ['jax_disable_jit', true],
  debug_nans: ['jax_debug_nans', true],
  default_matmul_precision: ['jax_default_matmul_precision', null],
  default_prng_impl: ['jax_default_prng_impl', null],
  numpy_dtype_promotion: ['jax_numpy_dtype_promotion', null],
  numpy_rank_promotion: ['jax_numpy_rank_promotion', null],
  check_tracer_leaks: ['jax_check_tracer_leaks', true],
  checking_leaks: ['jax_check_tracer_leaks', true],
}

/** The contexts of JAX, by name: each makes one of a value. */
export const settingContexts: Readonly<Record<string, (value: unknown) => Settings>> = Object.fromEntries(
  Object.entries(contexts).map(([name, [setting, otherwise]]) => [
    name,
    (value: unknown = otherwise) => new Settings({[setting]: value}),
  ]),
)
