/** What the user gave is wrong: one line on standard error and exit code 2, never a stack trace. */
export class Wrong extends Error {
  override readonly name: string = 'Wrong'
}

/** There is no such file. */
export class Absent extends Wrong {}

const breaks = /(?<!\s)\s*\n\s*/g

/** The message of whatever was thrown, in one line. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return text.replace(breaks, ' ').trim()
}
