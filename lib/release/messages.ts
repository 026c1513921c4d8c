import type {MessageSays, Wording} from './wording.ts'

type Row = Wording<MessageSays>

/** Rows of one meaning: since which release, up to which (null: still), and the line. */
const rows = (says: MessageSays, lines: readonly (readonly [string, string | null, string])[]): Row[] =>
  lines.map(([since, until, line]) => ({since, ...(until !== null && {until}), says, line}))

/**
 * The messages of one line (jax `xla.py`, `dispatch.py`, `pxla.py`, `maps.py`, `pjit.py`, `compiler.py`, `compilation_cache.py`), as
 * JAX writes them under `jax_log_compiles` and to its own loggers at DEBUG, and XLA's alarm of a slow compile. The releases are those
 * in whose sources the line stands. A new wording is a row here.
 */
export const messages: readonly Row[] = [
  ...rows('traced', [
    ['0.10.0', null, 'Finished tracing {name} for jit in {seconds} sec'],
    ['0.2.27', '0.9.2', 'Finished tracing + transforming {name} for pjit in {seconds} sec'],
    ['0.2.27', '0.9.2', 'Finished tracing + transforming {name} for pmap in {seconds} sec'],
    ['0.2.27', '0.4.30', 'Finished tracing + transforming {name} for xmap in {seconds} sec'],
    ['0.2.27', '0.4.6', 'Finished tracing + transforming {name} for jit in {seconds} sec'],
    ['0.2.27', '0.4.30', 'Finished tracing + transforming {name} in {seconds} sec'],
  ]),

  ...rows('compiling', [
    [
      '0.7.0',
      null,
      'Compiling jit({name}) with global shapes and types ({types}). Argument mapping: ({mapping}).',
    ],
    [
      '0.5.0',
      '0.6.2',
      'Compiling {name} with global shapes and types [{types}]. Argument mapping: ({mapping}).',
    ],
    [
      '0.4.29',
      '0.4.38',
      'Compiling {name} with global shapes and types [{types}]. Argument mapping: [{mapping}].',
    ],
    [
      '0.4.5',
      '0.4.28',
      'Compiling {name} for with global shapes and types [{types}]. Argument mapping: ({mapping}).',
    ],
    [
      '0.4.5',
      '0.4.28',
      'Compiling {name} for with global shapes and types [{types}]. Argument mapping: [{mapping}].',
    ],
    [
      '0.4.5',
      '0.4.30',
      'Compiling {name} for {mesh} mesh with global shapes and types {types}. Argument mapping: {mapping}.',
    ],
    [
      '0.3.15',
      '0.4.4',
      'Compiling {name} ({id}) for with global shapes and types [{types}]. Argument mapping: ({mapping}).',
    ],
    [
      '0.3.15',
      '0.4.4',
      'Compiling {name} ({id}) for with global shapes and types [{types}]. Argument mapping: [{mapping}].',
    ],
    [
      '0.2.26',
      '0.4.4',
      'Compiling {name} ({id}) for {mesh} mesh with global shapes and types {types}. Argument mapping: {mapping}.',
    ],
    [
      '0.2.10',
      '0.2.25',
      'Compiling {name} ({id}) for {mesh} mesh with args {types}. Argument mapping: {mapping}.',
    ],
    ['0.2.7', '0.2.9', 'Compiling {name} for {mesh} mesh with args {types}. Argument mapping: {mapping}.'],
    [
      '0.2.10',
      '0.9.2',
      'Compiling {name} ({id}) for {count} devices with args {types}. (num_replicas={more}',
    ],
    ['0.1.69', '0.2.9', 'Compiling {name} for {count} devices with args {types}. (num_replicas={more}'],
    ['0.1.64', '0.3.15', 'Compiling {name} for {count} devices with args {types}.'],
    ['0.2.27', '0.4.6', 'Compiling {name} ({id} for args {types}.'],
    ['0.2.27', '0.4.6', 'Compiling {name} ({id}) for {count} args.'],
    ['0.2.10', '0.2.26', 'Compiling {name} ({id}) for args {types}.'],
    ['0.1.49', '0.2.9', 'Compiling {name} for args {types}.'],
    ['0.4.5', '0.4.28', 'Compiling {name} for with global shapes and types {types}'],
    ['0.4.29', null, 'Compiling {name} with global shapes and types {types}. Argument mapping: {mapping}'],
    ['0.4.29', null, 'Compiling {name} with global shapes and types {types}'],
  ]),

  ...rows('lowered', [['0.4.11', null, 'Finished jaxpr to MLIR module conversion {name} in {seconds} sec']]),
  ...rows('compiled', [['0.2.27', null, 'Finished XLA compilation of {name} in {seconds} sec']]),

  ...rows('persistent hit', [
    ['0.4.31', null, "Persistent compilation cache hit for '{name}' with key"],
    ['0.3.21', '0.4.30', "Persistent compilation cache hit for '{name}'"],
    ['0.2.26', '0.3.20', 'Persistent compilation cache hit for {name}.'],
    ['0.2.19', '0.2.25', 'Persistent compilation cache hit'],
  ]),
  ...rows('persistent miss', [['0.4.35', null, "PERSISTENT COMPILATION CACHE MISS for '{name}'"]]),
  ...rows('persistent write', [['0.2.27', null, 'Writing {name} to persistent compilation cache with key']]),
  ...rows('persistent too short', [
    [
      '0.3.24',
      null,
      "Not writing persistent cache entry for '{name}' because it took < {limit} seconds to compile ({seconds}s)",
    ],
    [
      '0.3.24',
      null,
      "Not writing persistent cache entry for '{name}' because it took < {limit} seconds to compile",
    ],
  ]),
  ...rows('persistent callbacks', [
    ['0.4.3', null, "Not writing persistent cache entry for '{name}' because it uses host callbacks"],
  ]),
  ...rows('persistent too small', [
    [
      '0.4.31',
      null,
      'Not writing persistent cache entry with key {key} since its size ({count} bytes) is less than threshold',
    ],
    [
      '0.4.24',
      '0.4.30',
      'Not writing cache entry with key {key} since its size ({count} bytes) is less than threshold',
    ],
  ]),
  ...rows('persistent skip', [
    ['0.4.19', null, "Not writing persistent cache entry for '{name}'"],
    ['0.4.19', null, 'Not writing persistent cache entry'],
  ]),
  ...rows('cache note', [
    ['0.2.19', null, 'Initialized persistent compilation cache at'],
    ['0.2.19', null, 'get_cache_key hash of serialized'],
    ['0.2.19', null, 'get_cache_key hash after serializing'],
    ['0.4.15', null, 'get_compile_options: num_replicas='],
    ['0.2.22', null, 'Including XLA flag in cache key:'],
    ['0.2.22', null, 'Not including XLA flag in cache key:'],
    ['0.4.36', null, "Enabling XLA kernel cache at '"],
    ['0.4.36', null, "Enabling XLA autotuning cache at '"],
  ]),

  ...rows('alarm seconds', [['0.2', null, 'slow_operation_alarm.cc:{line}] The operation took {duration}']]),
  ...rows('alarm', [['0.2', null, 'slow_operation_alarm.cc:{line}]']]),
  ...rows('alarm module', [['0.2', null, '[Compiling module {name}] Very slow compile?']]),
]

/** Words of these messages that hardly any other program writes. */
export const terms: readonly string[] = ['jit', 'pjit', 'pmap', 'xmap', 'jaxpr', 'MLIR', 'XLA']
