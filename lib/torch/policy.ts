/** What differs between torch as it is and torch before 2.5, where modules are guarded by identity. */
export interface Policy {
  readonly name: 'torch.compile' | 'torch.compile<2.5'
  /** The release that it was measured on. */
  readonly release: string
  /** Modules are guarded by identity, and what torch.nn's own hold is not guarded. */
  readonly byIdentity: boolean
  /** Floats become dynamic. */
  readonly dynamicFloats: boolean
  /** Autocast is a part of the global state, and not only of a tensor's dispatch keys. */
  readonly guardsAutocast: boolean
  /** Ints 0 and 1 are compiled as they are. */
  readonly isSpecial: (int: number) => boolean
}

/** The policies, by the names that scenarios have for them. */
export const policies: Readonly<Record<Policy['name'], Policy>> = {
  'torch.compile': {
    name: 'torch.compile',
    release: '2.15',
    byIdentity: false,
    dynamicFloats: true,
    guardsAutocast: true,
    isSpecial: () => false,
  },
  'torch.compile<2.5': {
    name: 'torch.compile<2.5',
    release: '2.4',
    byIdentity: true,
    dynamicFloats: false,
    guardsAutocast: false,
    isSpecial: (int) => int === 0 || int === 1,
  },
}

/** `torch._dynamo.config`, as far as it says when code compiles. */
export interface Config {
  recompile_limit: number
  accumulated_recompile_limit: number
  automatic_dynamic_shapes: boolean
  specialize_int: boolean
  specialize_float: boolean
  allow_unspec_int_on_nn_module: boolean
  error_on_recompile: boolean
  fail_on_recompile_limit_hit: boolean
}

export const startConfig: Readonly<Config> = {
  recompile_limit: 8,
  accumulated_recompile_limit: 256,
  automatic_dynamic_shapes: true,
  specialize_int: false,
  specialize_float: false,
  allow_unspec_int_on_nn_module: false,
  error_on_recompile: false,
  fail_on_recompile_limit_hit: false,
}
