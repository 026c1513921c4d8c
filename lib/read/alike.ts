import type {Subtree} from './subtree.ts'

const anotherObject = (name: string, c: number): string =>
  `another object of the same repr, in call ${c + 1} of ${name}`

/**
 * A subtree that looks like another and yet differs from it: by what no repr shows (another class of the same name, an
 * object without an address).
 */
export function toldApart(now: Subtree, name: string, c: number): Subtree {
  const [first, ...facts] = now.facts
  if (first === undefined) return now
  return {...now, base: now, facts: [{...first, identity: anotherObject(name, c)}, ...facts]}
}

/**
 * Whether JAX may have printed one and the same subtree so: of a node it prints the class, or the size, or the metadata, whatever
 * differs first from the other side.
 */
export const mayBeSame = (one: Subtree, two: Subtree): boolean => {
  const [a, b] = [one.base ?? one, two.base ?? two]
  if (a.cut || b.cut) return a.type === b.type
  return a.prints === b.prints
    ? looksAlike(a, b)
    : a.type === b.type && mayBeEqual(a.children, b.children) && mayBeEqual(a.length, b.length)
}

const mayBeEqual = (one: number | null, two: number | null): boolean =>
  one === null || two === null || one === two

const more: readonly Subtree['prints'][] = ['class', 'size', 'metadata']

/** One container of which JAX printed first this, then that: the print that says more, with the size that the other one told. */
export function fuller(first: Subtree, second: Subtree): Subtree {
  const isFuller =
    first.component === 'tree' &&
    second.component === 'tree' &&
    first.type === second.type &&
    more.indexOf(second.prints) > more.indexOf(first.prints)
  if (!isFuller) return first
  return {
    ...second,
    base: second,
    length: second.length ?? first.length,
    children: second.children ?? first.children,
  }
}

export const looksAlike = (one: Subtree, two: Subtree): boolean =>
  one === two || (one.words === two.words && sameFacts(one.facts, two.facts))

const sameFacts = (some: Subtree['facts'], others: Subtree['facts']): boolean =>
  some.length === others.length &&
  some.every((fact, i) => {
    const other = others[i]
    return (
      other !== undefined &&
      fact.value === other.value &&
      fact.identity === other.identity &&
      samePath(fact.path, other.path) &&
      samePath(fact.target ?? [], other.target ?? [])
    )
  })

const samePath = (one: readonly string[], two: readonly string[]): boolean =>
  one.length === two.length && one.every((segment, i) => segment === two[i])
