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
