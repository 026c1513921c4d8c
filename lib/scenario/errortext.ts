const folders = /(?:\/[\w.-]+)+\//g
const laterLines = /\n.*/s

/** A text in which a file is named without its folders, which differ from machine to machine. */
export const withoutFolders = (text: string): string => text.replace(folders, '')

/** An error as the goldens record it: its type and first line, without folders. */
export function describeError(error: unknown): {readonly type: string; readonly message: string} {
  const [name, message] =
    error instanceof RangeError
      ? ['RecursionError', 'maximum recursion depth exceeded']
      : error instanceof Error
        ? [error.name, error.message]
        : ['Exception', String(error)]
  return {type: name, message: withoutFolders(message.replace(laterLines, '')).slice(0, 240)}
}
