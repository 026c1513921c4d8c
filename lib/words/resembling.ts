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

/**
 * How many lines of a log are none that was read, and how many messages in them look like JAX's; the others are the program's own.
 *
 * @example
 * strayLines({lines: 6, own: 0}, 40) // "6 of 40 lines are the program's own output"
 * strayLines({lines: 6, own: 1}, 40) // "6 of 40 lines were not read, in which 1 message looks like JAX's"
 */
export function strayLines(
  {lines: count, own}: {readonly lines: number; readonly own: number},
  lines: number,
): string {
  const share = `${figure(count)} of ${counted(lines, 'line')}`
  if (own === 0) return `${share} ${count === 1 ? 'is' : 'are'} the program's own output`
  const unread = `${share} ${count === 1 ? 'was' : 'were'} not read`
  return own === count
    ? unread
    : `${unread}, in which ${counted(own, 'message')} ${own === 1 ? 'looks' : 'look'} like JAX's`
}
