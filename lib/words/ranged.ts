import {nameList} from './wordlist.ts'

const numbered = /^(.*?)(\d+)$/

/**
 * Names that end in numbers, with neighbours as a range; others one by one.
 *
 * @example
 * ranged(['host 0', 'host 2', 'host 3', 'host 4']) // 'host 0, 2–4'
 */
export function ranged(names: readonly string[]): string {
  const parts = names.map((name) => numbered.exec(name))
  const stems = new Set(parts.map((part) => part?.[1]))
  const [stem] = stems
  if (names.length < 2 || stems.size > 1 || stem === undefined) return nameList(names)
  const numbers = parts.map((part) => Number(part?.[2])).sort((a, b) => a - b)
  const runs = numbers.reduce<[number, number][]>((all, next) => {
    const last = all.at(-1)
    if (last === undefined || next > last[1] + 1) all.push([next, next])
    else last[1] = next
    return all
  }, [])
  return stem + runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
}
