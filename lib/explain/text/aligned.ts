import {total} from '../../log/index.ts'
import type {Miss} from '../explanation.ts'
import type {Alignment, Divergence} from '../hosts.ts'
import {counted, duration, phrase, wrap} from '../../words/index.ts'

/** How the hosts of a job compare, as lines of at most 80 characters: the first divergence with the odd one out, then the rest. */
export function aligned({hosts, groups, divergences, alone}: Alignment): string[] {
  const [first, ...others] = divergences
  const out: string[] = []
  if (first === undefined)
    out.push(
      ...wrap(
        `${counted(hosts.length, 'host')} compile alike: ${counted(hosts[0]?.misses.length ?? 0, 'miss', 'misses')} each.`,
      ),
    )
  else out.push(...tell(first))
  if (hosts.length > 1)
    out.push('', ...wrap(`Equal hosts: ${groups.map((names) => names.join(', ')).join(' | ')}.`, '  '))
  for (const {host, misses} of alone)
    out.push(
      ...wrap(
        `Alone on ${host}: ${misses.map((miss) => `${miss.function} call ${miss.call}`).join(', ')}${cost(misses)}.`,
        '  ',
      ),
    )
  for (const divergence of others) out.push('', ...tell(divergence))
  out.push(
    '',
    ...hosts
      .map(({name, trace}) => `${name}: ${trace.source?.name ?? trace.header.title ?? 'a trace'}`)
      .flatMap((line) => wrap(line, '  ')),
  )
  return out
}

function tell({function: name, nth, groups, odd, causes}: Divergence): string[] {
  const call = groups.find(({miss}) => miss !== null)?.miss?.call ?? nth
  const what = causes.length === 0 ? '' : `: ${causes.map(phrase).join('; ')}`
  const out = wrap(
    `${odd.join(', ')} ${odd.length === 1 ? 'differs' : 'differ'} from the others at miss ${nth} of ${name} (call ${call})${what}.`,
  )
  for (const {hosts, miss} of groups)
    out.push(
      ...wrap(
        `  ${hosts.join(', ')}: ${miss === null ? `no miss ${nth} of ${name}` : miss.sentence}`,
        '    ',
      ),
    )
  return out
}

function cost(misses: readonly Miss[]): string {
  const seconds = misses.reduce((sum, miss) => sum + total(miss.seconds), 0)
  return seconds > 0 ? `, ${duration(seconds)}` : ''
}
