const length = / of length (\d+)$/
const children = / with (\d+) child(?:ren)?$/

/** How long a list or a tuple is, by its text, `list of length 3`; null of another container. */
export const lengthOf = (text: string): number | null => numberIn(length, text)

/** How much a container holds, by its text; null of one that tells no number. */
export const sizeOf = (text: string): number | null => lengthOf(text) ?? numberIn(children, text)

const numberIn = (pattern: RegExp, text: string): number | null => {
  const [, digits] = pattern.exec(text) ?? []
  return digits === undefined ? null : Number(digits)
}

const sequence = /^((?:<class ')?)(list|tuple)/

/** Whether a container's text is of a list or a tuple; null of another. */
export const sequenceOf = (text: string | null): string | null =>
  text === null ? null : (sequence.exec(text)?.[2] ?? null)

/** A list for a list or a tuple; any other container is as it was. */
export const ofOneKind = (text: string): string => text.replace(sequence, '$1list')

const keyword = /'((?:[^'\\]|\\.)*)'/g

const names = (text: string): Set<string> =>
  new Set([...text.matchAll(keyword)].flatMap(([, name]) => (name === undefined ? [] : [name])))

/** The names that only one of two containers has, by their texts, `dict{'x', 'y'}`. */
export function otherNames(now: string, before: string): string[] {
  const [mine, others] = [names(now), names(before)]
  return [...[...mine].filter((name) => !others.has(name)), ...[...others].filter((name) => !mine.has(name))]
}
