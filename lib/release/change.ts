import type {Setting} from './rules.ts'

type Settings = Readonly<Record<string, Setting>>

/**
 * The settings of a neighbour, in their order.
 *
 * @param gone settings that it does not have, or has elsewhere.
 * @param before new ones, by the setting that they stand before.
 */
export const changedSettings = (
  settings: Settings,
  gone: readonly string[],
  before: Readonly<Record<string, Settings>>,
): Settings =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, row]) => [
      ...Object.entries(before[name] ?? {}),
      ...(gone.includes(name) ? [] : [[name, row] as const]),
    ]),
  )
