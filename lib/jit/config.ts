import type {Settings as ArraySettings} from '../array/index.ts'
import {type Forms, Tag} from '../key/index.ts'
import {numberOf, PythonError, repr, typePath} from '../python/index.ts'
import {type Choices, type Drive, idle, type LayerName, type Rules} from '../release/index.ts'

/** JAX's configuration by JAX's own names, as far as a release's table holds it or a program sets it. */
export type Config = Readonly<Record<string, unknown>>

/** The values at the start of a program. */
export const startOf = ({settings}: Rules): Config =>
  Object.freeze(Object.fromEntries(Object.entries(settings).map(([name, {start}]) => [name, start])))

/**
 * A configuration with changes of it, as `jax.config.update` makes them.
 *
 * Source: jax `_src/config.py`, `update`, `enum_state` and `enum_class_state`.
 *
 * @throws {PythonError} AttributeError for a name that neither the release's table nor another release has, ValueError or TypeError
 *   for a value that the setting does not take.
 */
export function changed({settings}: Rules, config: Config, changes: Config): Config {
  for (const [name, value] of Object.entries(changes)) {
    const setting = Object.hasOwn(settings, name) ? settings[name] : undefined
    if (setting === undefined && !idle.has(name))
      throw new PythonError('AttributeError', `Unrecognized config option: ${name}`)
    if (setting?.choices !== undefined) refuseOther(setting.choices, value)
  }
  return Object.freeze({...config, ...changes})
}

function refuseOther({values, isOptional, enumeration}: Choices, value: unknown): void {
  if (typeof value === 'string' ? values.includes(value) : isOptional && value === null) return
  const given = `got ${typeof value === 'string' ? value : repr(value)} of type <class '${typePath(value)}'>.`
  if (enumeration === null)
    throw new PythonError(
      'ValueError',
      `new enum value must be ${isOptional ? 'None or ' : ''}in ${repr(values)}, ${given}`,
    )
  if (typeof value === 'string')
    throw new PythonError('ValueError', `${repr(value)} is not a valid ${enumeration}`)
  throw new PythonError(
    'TypeError',
    `new enum value must be an instance of <enum '${enumeration}'>, ${given}`,
  )
}

/** The value of the setting that drives a rule. */
function driven({settings}: Rules, config: Config, drive: Drive): unknown {
  const name = Object.keys(settings).find((one) => settings[one]?.drives === drive)
  return name === undefined ? undefined : config[name]
}

/** Whether a setting of True or False is on: JAX takes 1 and 0 for them. */
export const isOn = (value: unknown): boolean => (value ?? null) !== null && numberOf(value) !== 0

/** The settings that operations on arrays follow. */
export type ArrayRules = Omit<ArraySettings, 'warn' | 'values' | 'valueBudget' | 'epoch'>

/** What operations on arrays see of a configuration: the rules that its settings drive. */
export function arraysUnder(rules: Rules, config: Config): ArrayRules {
  const rank = driven(rules, config, 'rank promotion')
  const impl = driven(rules, config, 'random bits')
  return {
    x64: isOn(driven(rules, config, 'x64')),
    rankPromotion: rank === 'raise' || rank === 'warn' ? rank : 'allow',
    dtypePromotion: driven(rules, config, 'dtype promotion') === 'strict' ? 'strict' : 'standard',
    impl: impl === 'rbg' ? 'rbg' : impl === 'unsafe_rbg' ? 'urbg' : 'fry',
  }
}

/** What a call sees of the configuration. */
export interface Context {
  readonly config: Config
  readonly x64: boolean
  /** What operations on arrays see of it. */
  readonly arrays: ArrayRules
  /** For each layer, the number of the settings that its key holds. */
  readonly settings: Readonly<Record<LayerName, number>>
  /** Whether calls may give buffers away: not while `jax_debug_nans` looks for the input that made a NaN. */
  readonly donates: boolean
  /** `jax_disable_jit`: a body runs as it is. */
  readonly noJit: boolean
  /** `jax_no_tracing`: a trace is an error. */
  readonly noTracing: boolean
  /** Seconds that a program must take to be worth storing on disk; null where no such cache is set. */
  readonly persistent: number | null
}

/** The context of a configuration. A setting that is not in the table enters no key, as most of JAX's do not. */
export function contextOf(rules: Rules, config: Config, {ids, statics}: Forms): Context {
  const number = (layer: LayerName): number =>
    ids.of([
      Tag.context,
      ...Object.entries(rules.settings)
        .filter(([, {keys}]) => keys.includes(layer))
        .map(([name]) => statics.equalId(statics.index(config[name] ?? null))),
    ])
  const least = driven(rules, config, 'persistent seconds')
  const arrays = arraysUnder(rules, config)
  return {
    config,
    arrays,
    x64: arrays.x64,
    donates: !isOn(driven(rules, config, 'no donation')),
    noJit: isOn(driven(rules, config, 'no jit')),
    noTracing: isOn(driven(rules, config, 'no tracing')),
    settings: {
      dispatch: number('dispatch'),
      infer: number('infer'),
      trace: number('trace'),
      lower: number('lower'),
      compile: number('compile'),
      persistent: number('persistent'),
    },
    persistent:
      (driven(rules, config, 'persistent folder') ?? null) === null
        ? null
        : typeof least === 'number'
          ? least
          : 1,
  }
}
