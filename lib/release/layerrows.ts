import type {LayerName, LayerRow} from './rules.ts'
import {compareVersions} from './wording.ts'

/** The layers of a neighbour: the same rows, with what differs in some of them. */
const changedLayers = (
  rows: readonly LayerRow[],
  changes: Readonly<Partial<Record<LayerName, Partial<LayerRow>>>>,
): readonly LayerRow[] => rows.map((row) => ({...row, ...changes[row.name]}))

/** The layers of jax 0.10.2. */
export const layers0102: readonly LayerRow[] = [
  {
    name: 'dispatch',
    limit: 8192,
    key: [
      'function object',
      'donation',
      'shardings',
      'compiler options',
      'device option',
      'tree',
      'static arguments',
      'static keywords',
      'static hashes',
      'avals',
      'kinds',
      'settings',
    ],
    drops: 'own',
    isMemory: true,
    isTold: true,
    source: 'jax/_src/pjit.py, PjitFunctionCache',
  },
  {
    name: 'infer',
    limit: 2048,
    key: [
      'wrapper',
      'tree',
      'static positions',
      'static arguments',
      'static keywords',
      'static hashes',
      'avals',
      'settings',
    ],
    drops: 'all',
    isMemory: true,
    isTold: true,
    source: 'jax/_src/pjit.py, _infer_params_cached',
  },
  {
    name: 'trace',
    limit: Number.POSITIVE_INFINITY,
    key: [
      'function',
      'tree',
      'static positions',
      'static arguments',
      'static keywords',
      'avals',
      'static options',
      'settings',
    ],
    drops: 'own',
    isMemory: true,
    isTold: true,
    source: 'jax/_src/interpreters/partial_eval.py, trace_to_jaxpr',
  },
  {
    name: 'lower',
    limit: 2048,
    key: ['jaxpr', 'donated leaves', 'unused inputs', 'input shardings', 'output shardings', 'settings'],
    drops: 'none',
    isMemory: true,
    isTold: true,
    source: 'jax/_src/interpreters/pxla.py, _cached_lowering_to_hlo',
  },
  {
    name: 'compile',
    limit: 2048,
    key: ['module', 'compiler options', 'input device'],
    drops: 'none',
    isMemory: true,
    isTold: true,
    source: 'jax/_src/interpreters/pxla.py, _cached_compilation',
  },
  {
    name: 'persistent',
    limit: Number.POSITIVE_INFINITY,
    key: ['program text', 'function name', 'input device'],
    drops: 'none',
    isMemory: false,
    isTold: true,
    source: 'jax/_src/cache_key.py, get',
  },
]

/** Of jax 0.9.0: nothing is kept of what infer found, so that whoever misses dispatch misses infer too. */
export const layers090 = changedLayers(layers0102, {
  infer: {
    limit: 0,
    source: 'jax/_src/pjit.py, _infer_params (no cache)',
    key: [
      'wrapper',
      'tree',
      'static positions',
      'static arguments',
      'static keywords',
      'static hashes',
      'avals',
      'kinds',
      'settings',
    ],
  },
})

/** Of jax 0.8.2, and of 0.7.2. */
export const layers082 = changedLayers(layers0102, {
  infer: {isTold: false},
  trace: {
    key: [
      'function',
      'tree',
      'static positions',
      'static arguments',
      'static keywords by ==',
      'static hashes',
      'avals',
      'static options',
      'settings',
    ],
    source: 'jax/_src/pjit.py, _create_pjit_jaxpr',
  },
})

/** Of jax 0.11.2 and later. */
export const layers0112 = changedLayers(layers0102, {
  trace: {
    key: ['function', 'tree', 'static positions', 'static arguments', 'static keywords', 'avals', 'settings'],
  },
})

/** The layers by the first release that has them, the oldest first. */
const layersSince: readonly (readonly [string, readonly LayerRow[]])[] = [
  ['0.7.2', layers082],
  ['0.9.0', layers090],
  ['0.10.2', layers0102],
  ['0.11.2', layers0112],
]

/** The layers of a version of jax: those of the last release before it whose caches are known; of the newest, where there is none. */
export const layersIn = (version: string | undefined): readonly LayerRow[] =>
  layersSince.findLast(([since]) => version !== undefined && compareVersions(version, since) >= 0)?.[1] ??
  layers0112
