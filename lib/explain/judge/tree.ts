import type {Cause} from '../explanation.ts'
import {isArgument} from '../slot.ts'
import type {Judgement} from './judgement.ts'

/** Names in a container's text: `dict{'x', 'y'}`. */
const names = (text: string | null): string[] =>
  [...(text ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = '']) => name)

/** Arguments of another structure. */
export function tree({path, segments, change, now, before, from}: Cause): Judgement {
  const judgement = {taxonomy: 'tree', because: `the structure of \`${path}\` changed`} as const
  if (path === 'args')
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass every argument in every call, always by position or always by keyword: now a ${now ?? ''}, before a ${before ?? ''}.`,
      because: 'some calls left an argument out, or gave it by keyword',
    }
  if (path === 'kwargs') {
    const others = names(before)
    const mine = names(now)
    const changed = [
      ...mine.filter((name) => !others.includes(name)),
      ...others.filter((name) => !mine.includes(name)),
    ]
    const which = changed.length > 0 ? changed.map((name) => `\`${name}\``).join(' and ') : 'each argument'
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass ${which} always by keyword, or always by position.`,
      because: `${which} came by keyword and by position`,
    }
  }
  if (change === 'moved' && isArgument(segments))
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass \`${path}\` always by keyword, or always by position (\`${from ?? ''}\`).`,
      because: `\`${path}\` came by keyword and by position`,
    }
  if (change === 'moved')
    return {
      ...judgement,
      verdict: 'necessary',
      advice: `Use one name in every call: \`${path}\` was \`${from ?? ''}\`.`,
      because: `\`${from ?? ''}\` became \`${path}\``,
    }
  if (now === 'None' || before === 'None')
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass an array for \`${path}\` in every call, zeros or a mask instead of None.`,
      because: `\`${path}\` was None in some calls`,
    }
  if (isArgument(segments) && (change === 'added' || change === 'removed'))
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass \`${path}\` in every call, always by keyword or always by position: a default that is left out makes another tree.`,
      because: `\`${path}\` was passed in some calls and left out in others`,
    }
  const containers = [now, before].map((text) => /^(?:<class ')?(list|tuple)/.exec(text ?? '')?.[1])
  if (containers[0] !== undefined && containers[1] !== undefined && containers[0] !== containers[1])
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Pass \`${path}\` always as a ${containers[1]}.`,
      because: `\`${path}\` came as a ${containers[0]} and as a ${containers[1]}`,
    }
  return {
    ...judgement,
    verdict: 'necessary',
    advice: `Give \`${path}\` the same structure in every call: fill what is missing, drop what is not used.`,
  }
}
