import type {Cause} from '../explanation.ts'
import type {Judgement} from './judgement.ts'

const soft = new Set<string | null>(['python', 'numpy', 'uncommitted', null])

/** An array that lives elsewhere. */
export function placement({path, now, before}: Cause): Judgement {
  const judgement = {taxonomy: 'placement', verdict: 'avoidable'} as const
  if (soft.has(now) && soft.has(before))
    return {
      ...judgement,
      advice: `Pass \`${path}\` always as the same kind of value (${before ?? 'nothing'} before): this costs a dispatch, no compile.`,
      because: `\`${path}\` came as ${before ?? 'nothing'} and as ${now ?? 'nothing'}`,
    }
  if (soft.has(now) || soft.has(before))
    return {
      ...judgement,
      advice: `Put \`${path}\` on its device once, before the first call (jax.device_put), or never.`,
      because: `\`${path}\` was committed to a device in some calls only`,
    }
  return {
    ...judgement,
    verdict: 'necessary',
    advice: `Place \`${path}\` with one sharding before the first call (jax.device_put).`,
    because: `\`${path}\` came with other shardings`,
  }
}
