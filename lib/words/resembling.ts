import {counted, figure} from './count.ts'

const opening = 'looks like '

/** Whether what an unread line is called names a line that it looks like. */
export const isResembling = (kind: string): boolean => kind.startsWith(opening)

/**
 * What an unread line looks like: a line that JAX writes, of which it lacks a part.
 *
 * @example
 * resembling({line: 'Finished tracing {name} for jit in {seconds} sec', since: '0.10.2'}, '{seconds}')
 * // 'looks like `Finished tracing {name} for jit in {seconds} sec` of jax 0.10.2 on, but lacks {seconds}'
 */
export const resembling = (
  {line, since, until}: {readonly line: string; readonly since: string; readonly until?: string},
  lacks: string,
): string => {
  const releases = until === undefined ? `${since} on` : until === since ? since : `${since} to ${until}`
  return `${opening}\`${line}\` of jax ${releases}, but lacks ${lacks.startsWith('{') ? lacks : `\`${lacks.trim()}\``}`
}

/** What a line is called in which torch tells of something else than recompiles, as of a graph break. */
export const besidesRecompiles = "another message of torch's"

/** Lines that were not read. */
export interface Stray {
  readonly lines: number
  /** How many messages in them look like JAX's. */
  readonly own: number
  /** What they look like. */
  readonly kinds: readonly {readonly kind: string; readonly lines: number}[]
}

/**
 * How many lines of a log are none that was read, and how many messages in them look like JAX's; the others are the program's own, or torch's
 * of other things than recompiles.
 *
 * @example
 * strayLines({lines: 6, own: 0, kinds: []}, 40) // "6 of 40 lines are the program's own output"
 * strayLines({lines: 6, own: 1, kinds: []}, 40) // "6 of 40 lines were not read, in which 1 message looks like JAX's"
 */
export function strayLines({lines: count, own, kinds}: Stray, lines: number): string {
  const share = `${figure(count)} of ${counted(lines, 'line')} `
  const isOne = count === 1
  if (own === 0) {
    const besides = kinds.find(({kind}) => kind === besidesRecompiles)?.lines ?? 0
    const whose = [...(besides < count ? [mine] : []), ...(besides > 0 ? [ofTorch] : [])]
    return `${share}${isOne ? 'is' : 'are'} ${whose.join(', or ')}`
  }
  const unread = `${share}${isOne ? 'was' : 'were'} not read`
  return own === count
    ? unread
    : `${unread}, in which ${counted(own, 'message')} ${own === 1 ? 'looks' : 'look'} like JAX's`
}

const mine = "the program's own output"
const ofTorch = "torch's on other things than recompiles"
