import {show, type Trace} from '../../lib/log/index.ts'

/**
 * What the keys of two events say that differs, gaps left out: `aval x: f32[5,4], before f32[16,4]`. A leaf that has no name is compared
 * with one of the same number alone.
 */
export function differences(trace: Trace, now: number, before: number): string[] {
  const [one, two] = [trace.key(trace.at(now).key), trace.key(trace.at(before).key)]
  const facts = (key: typeof one): Map<string, string> =>
    new Map(
      key.facts
        .filter(({component, unplaced}) => !(component === 'tree' && unplaced))
        .map((fact) => [
          `${fact.component} ${show(fact.path)}${fact.kind === 'node' || fact.kind === 'variable' ? ' is' : ''}`,
          fact.value + (fact.identity === undefined ? '' : ` @${fact.identity}`),
        ]),
    )
  const gaps = [...one.unknown, ...two.unknown].map(({component, path}) => `${component} ${show(path)}`)
  const open = (name: string): boolean =>
    gaps.some(
      (gap) =>
        name === gap ||
        name.startsWith(gap.endsWith(' ') ? gap : `${gap}.`) ||
        name.startsWith(`${gap}[`) ||
        name === `${gap} is`,
    )
  const [a, b] = [facts(one), facts(two)]
  const nameless = new Set(
    [...one.facts, ...two.facts]
      .filter(({unplaced}) => unplaced)
      .map(({component, path}) => `${component} ${show(path)}`),
  )
  const found: string[] = []
  for (const [name, value] of a)
    if (b.get(name) !== value && (b.has(name) || !(open(name) || nameless.has(name))))
      found.push(b.has(name) ? `${name}: ${value}, before ${b.get(name) ?? ''}` : `+ ${name}: ${value}`)
  for (const [name, value] of b)
    if (!a.has(name) && !open(name) && !nameless.has(name)) found.push(`- ${name}: ${value}`)
  return found
}
