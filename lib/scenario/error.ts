/** An error as the goldens record it: its type and first line, without folders. */
export function describeError(error: unknown): {readonly type: string; readonly message: string} {
  const [name, message] =
    error instanceof RangeError
      ? ['RecursionError', 'maximum recursion depth exceeded']
      : error instanceof Error
        ? [error.name, error.message]
        : ['Exception', String(error)]
  return {type: name, message: (message.split('\n')[0] ?? '').replace(/(?:\/[\w.-]+)+\//g, '').slice(0, 240)}
}
