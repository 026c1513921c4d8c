/**
 * What a golden file, or any table, holds under a name.
 *
 * @throws {Error} where it holds nothing under it.
 */
export function entry<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = table[name]
  if (found === undefined)
    throw new Error(`no entry '${name}' among ${Object.keys(table).slice(0, 20).join(', ')}`)
  return found
}
