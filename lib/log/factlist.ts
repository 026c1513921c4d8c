import {isBelow, isItems, isText, isTexts, isWord} from './fields.ts'
import {components, type Component, type Fact, type FactKind, type Path, prints} from './key.ts'
import {evidences} from './outcome.ts'

const kinds: readonly FactKind[] = [
  'function',
  'container',
  'node',
  'variable',
  'metadata',
  'attribute',
  'reference',
  'leftover',
  'leaf',
  'static',
  'option',
  'context',
  'placement',
]

/** So many facts are held of all keys together: a few words of a hostile file may ask for any number. */
const most = 30_000_000

/** Reads what `factWriter` wrote, list after list; null where one is broken. */
export function factReader(): (list: unknown) => Fact[] | null {
  const met: Fact[] = []
  let held = 0
  return (list) => {
    const facts: Fact[] = []
    for (const item of isItems(list) ? list : [null]) {
      const [from, length]: unknown[] = isItems(item) ? item : [item, 1]
      const isRun = isBelow(from, met.length) && isBelow(length, met.length - from + 1)
      const fact = isRun ? null : readFact(item)
      if (isRun) for (const known of met.slice(from, from + length)) facts.push(known)
      else if (fact === null) return null
      else {
        met.push(fact)
        facts.push(fact)
      }
      if (facts.length + held > most) return null
    }
    held += facts.length
    return facts
  }
}

/** No model that Python can walk is this deep. */
const deepest = 1000

/** A path deeper than any model, from which a hostile file may make work without end, ends in one segment. */
export const shallow = (path: Path): Path =>
  path.length > deepest ? [...path.slice(0, deepest - 1), path.slice(deepest - 1).join('.')] : path

function readFact(item: unknown): Fact | null {
  if (!isItems(item)) return null
  const [component, kind, path, value, identity, evidence, note]: unknown[] = item
  if (!isWord<Component>(components, component) || !isWord(kinds, kind) || !isTexts(path) || !isText(value))
    return null
  return {
    component,
    kind,
    path: shallow(path),
    value,
    ...(isText(identity) && {identity}),
    ...(isWord(evidences, evidence) && {evidence}),
    ...(note === 'unplaced' && {unplaced: true}),
    ...(isItems(note) && readPrinted(note)),
  }
}

function readPrinted([type, as]: readonly unknown[]): Pick<Fact, 'printed'> {
  return isText(type) && isWord(prints, as) ? {printed: {type, as}} : {}
}
