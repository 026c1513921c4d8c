/** A place that a line fills. */
const gap = /____/g

/** How many gaps a program has. */
export const gapsOf = (text: string): number => text.match(gap)?.length ?? 0

/** A program with lines in its gaps, one after another; gaps without a line stay. */
export function filledText(
  {lines, text}: {readonly lines: readonly string[]; readonly text: string},
  chosen: readonly number[],
): string {
  const left = [...chosen]
  return text.replaceAll(gap, (open) => lines[left.shift() ?? -1] ?? open)
}
