import type {LayerName, LayerRow, Setting} from './rules.ts'

type Settings = Readonly<Record<string, Setting>>

/** The layers of a neighbour: the same rows, with what differs in some of them. */
export const changedLayers = (
  rows: readonly LayerRow[],
  changes: Readonly<Partial<Record<LayerName, Partial<LayerRow>>>>,
): readonly LayerRow[] => rows.map((row) => ({...row, ...changes[row.name]}))

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
