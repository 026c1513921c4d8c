import type {MessageSays, Wording} from './wording.ts'

/**
 * The messages of one line (jax `dispatch.py`, `pxla.py`, `pjit.py`, `compiler.py`), as JAX writes them under `jax_log_compiles`.
 * A new wording is a row here.
 */
export const messages: readonly Wording<MessageSays>[] = [
  {since: '0.10.2', says: 'traced', line: 'Finished tracing {name} for jit in {seconds} sec'},
  {
    since: '0.4.13',
    until: '0.9.0',
    says: 'traced',
    line: 'Finished tracing + transforming {name} for pjit in {seconds} sec',
  },
  {
    since: '0.4.13',
    until: '0.8.2',
    says: 'traced',
    line: 'Finished tracing + transforming {name} for pmap in {seconds} sec',
  },
  {
    since: '0.2',
    until: '0.9.0',
    says: 'traced',
    line: 'Finished tracing + transforming {name} for jit in {seconds} sec',
  },
  {
    since: '0.2',
    until: '0.4.30',
    says: 'traced',
    line: 'Finished tracing + transforming jit({name}) in {seconds} sec',
  },
  {
    since: '0.2',
    until: '0.8.2',
    says: 'traced',
    line: 'Finished tracing + transforming {name} in {seconds} sec',
  },
  {since: '0.10.2', says: 'traced', line: 'Finished tracing {name} in {seconds} sec'},

  {
    since: '0.7.2',
    says: 'compiling',
    line: 'Compiling jit({name}) with global shapes and types ({types}). Argument mapping: ({mapping}).',
  },
  {
    since: '0.5.3',
    until: '0.6.2',
    says: 'compiling',
    line: 'Compiling {name} with global shapes and types [{types}]. Argument mapping: ({mapping}).',
  },
  {
    since: '0.4.30',
    until: '0.4.30',
    says: 'compiling',
    line: 'Compiling {name} with global shapes and types [{types}]. Argument mapping: [{mapping}].',
  },
  {
    since: '0.2',
    until: '0.4.13',
    says: 'compiling',
    line: 'Compiling {name} for with global shapes and types [{types}]. Argument mapping: ({mapping}).',
  },
  {
    since: '0.2',
    until: '0.4.13',
    says: 'compiling',
    line: 'Compiling {name} for with global shapes and types [{types}]. Argument mapping: [{mapping}].',
  },
  {
    since: '0.2',
    until: '0.4.30',
    says: 'compiling',
    line: 'Compiling {name} for {mesh} mesh with global shapes and types [{types}]. Argument mapping: ({mapping}).',
  },
  {
    since: '0.2',
    until: '0.5.3',
    says: 'compiling',
    line: 'Compiling {name} ({id}) for {count} devices with args ({types}). (num_replicas={more}',
  },
  {
    since: '0.2',
    until: '0.4.13',
    says: 'compiling',
    line: 'Compiling {name} for {mesh} mesh with args ({types}). Argument mapping: ({mapping}).',
  },
  {
    since: '0.2',
    until: '0.4.13',
    says: 'compiling',
    line: 'Compiling {name} ({id}) for with global shapes and types {types}. Argument mapping: {mapping}',
  },
  {since: '0.2', until: '0.4.13', says: 'compiling', line: 'Compiling {name} ({id}) for args {types}.'},
  {since: '0.2', until: '0.4.13', says: 'compiling', line: 'Compiling {name} for args {types}.'},
  {since: '0.7.2', says: 'compiling', line: 'Compiling jit({name}) with global shapes and types {types}'},
  {
    since: '0.2',
    until: '0.4.13',
    says: 'compiling',
    line: 'Compiling {name} for with global shapes and types {types}. Argument mapping: {mapping}',
  },
  {
    since: '0.2',
    says: 'compiling',
    line: 'Compiling {name} with global shapes and types {types}. Argument mapping: {mapping}',
  },
  {since: '0.2', says: 'compiling', line: 'Compiling {name} with global shapes and types {types}'},

  {
    since: '0.2',
    says: 'lowered',
    line: 'Finished jaxpr to MLIR module conversion jit({name}) in {seconds} sec',
  },
  {
    since: '0.2',
    until: '0.8.2',
    says: 'lowered',
    line: 'Finished jaxpr to MLIR module conversion pmap({name}) in {seconds} sec',
  },
  {since: '0.2', says: 'lowered', line: 'Finished jaxpr to MLIR module conversion {name} in {seconds} sec'},

  {since: '0.2', says: 'compiled', line: 'Finished XLA compilation of jit({name}) in {seconds} sec'},
  {
    since: '0.2',
    until: '0.8.2',
    says: 'compiled',
    line: 'Finished XLA compilation of pmap({name}) in {seconds} sec',
  },
  {since: '0.2', says: 'compiled', line: 'Finished XLA compilation of {name} in {seconds} sec'},

  {since: '0.2', says: 'persistent hit', line: "Persistent compilation cache hit for 'jit_{name}'"},
  {since: '0.2', says: 'persistent hit', line: "Persistent compilation cache hit for '{name}'"},
  {since: '0.5.3', says: 'persistent miss', line: "PERSISTENT COMPILATION CACHE MISS for 'jit_{name}'"},
  {since: '0.5.3', says: 'persistent miss', line: "PERSISTENT COMPILATION CACHE MISS for '{name}'"},
  {
    since: '0.2',
    says: 'persistent write',
    line: 'Writing jit_{name} to persistent compilation cache with key',
  },
  {since: '0.2', says: 'persistent write', line: 'Writing {name} to persistent compilation cache with key'},
  {since: '0.2', says: 'persistent skip', line: "Not writing persistent cache entry for 'jit_{name}'"},
  {since: '0.2', says: 'persistent skip', line: "Not writing persistent cache entry for '{name}'"},
  {since: '0.2', says: 'persistent skip', line: 'Not writing persistent cache entry'},
]
