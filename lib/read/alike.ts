import type {Thing} from './thing.ts'

/**
 * A thing that looks like another and yet differs from it: by a list slot left over, or by what no repr shows (another
 * class of the same name, an object without an address).
 */
export function toldApart(now: Thing, before: Thing, name: string, c: number): Thing {
  if (!sameFacts(now.spare, before.spare)) {
    const slots = now.spare.map(({path}) => path.join('.')).join(', ')
    return {
      ...now,
      base: now,
      facts: [
        ...now.facts,
        {kind: 'attribute', path: ['list slots left over'], value: slots === '' ? 'none' : slots},
      ],
    }
  }
  const [first, ...facts] = now.facts
  return first === undefined
    ? now
    : {
        ...now,
        base: now,
        facts: [
          {...first, identity: `another object of the same repr, in call ${c + 1} of ${name}`},
          ...facts,
        ],
      }
}

/**
 * Whether JAX may have printed one and the same thing so: of a node it prints the class, or the size, or the metadata, whatever
 * differs first from the other side.
 */
export const mayBeSame = (one: Thing, two: Thing): boolean => {
  const [a, b] = [one.base ?? one, two.base ?? two]
  return a.prints === b.prints ? looksAlike(a, b) && sameFacts(a.spare, b.spare) : a.type === b.type
}

export const looksAlike = (one: Thing, two: Thing): boolean =>
  one === two || (one.words === two.words && sameFacts(one.facts, two.facts))

const sameFacts = (some: Thing['facts'], others: Thing['facts']): boolean =>
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
