import {changedSettings} from './change.ts'
import {jax090} from './jax090.ts'
import {positionsOf} from './position.ts'
import {layers082} from './layerrows.ts'
import type {SimulatedRelease} from './release.ts'
import {levels, onTop} from './setting.ts'

const settings = changedSettings(
  jax090.rules.settings,
  ['device_context', 'jax_optimization_level', 'jax_memory_fitting_level'],
  {
    jax_no_tracing: {
      device_context: onTop(null),
      jax_safer_randint: onTop(true),
      jax_optimization_level: onTop('UNKNOWN', null, levels),
      jax_memory_fitting_level: onTop('O2', null, levels),
    },
  },
)

/**
 * jax 0.8.2 with flax 0.12.4: JAX says nothing of a miss in its infer layer, and traces a static argument given by name under `==`
 * alone; in flax, what an attribute holds says what it is in the graph.
 */
export const jax082: SimulatedRelease = {
  ...jax090,
  jax: '0.8.2',
  flax: '0.12.4',
  log: {
    era: 2,
    opens: 'traced',
    tellsInner: true,
    context: positionsOf(settings),
  },
  rules: {
    ...jax090.rules,
    layers: layers082,
    settings,
    graph: {
      statusDecides: false,
      forgetsStatus: true,
      refusesNewData: false,
      refusesNone: false,
      leafName: 'ArrayAttr',
      hasModes: false,
      optimizerGraph: false,
    },
    donation: {
      bySize: true,
      refusal: 'INVALID_ARGUMENT: Invalid buffer passed: buffer has been deleted or donated.',
    },
    reason: {...jax090.rules.reason, ranks: 'size', context: 'positions'},
  },
}
