/** A name without what capitals and underscores tell. */
export const folded = (name: string): string => name.replaceAll('_', '').toLowerCase()

/** How many letters are put in, left out or changed, or neighbours swapped, between two words. */
function lettersApart(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({length: b.length + 1}, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const isSwapped = letter === b[j - 1] && other === a[i - 1]
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1)
      const swapped = isSwapped ? (before[j - 1] ?? 0) + 1 : changed
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, changed, swapped))
    }
    ;[before, row] = [row, next]
  }
  return row.at(-1) ?? 0
}

/**
 * The name that was meant: the one that differs only in capitals and underscores, else the nearest one.
 *
 * @example
 * nearestName('inFeatures', ['in_features', 'out_features']) // 'in_features'
 */
export function nearestName(given: string, names: Iterable<string>): string | undefined {
  const word = folded(given)
  const most = Math.min(2, Math.floor(word.length / 3))
  return [...names]
    .map((name) => ({name, distance: lettersApart(word, folded(name))}))
    .filter(({distance}) => distance <= most)
    .sort((a, b) => a.distance - b.distance)[0]?.name
}
