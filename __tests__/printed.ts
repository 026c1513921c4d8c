import {repr} from '../lib/index.ts'

/** What Python prints of what is made, or of the error that it ends in. */
export function printed(make: () => unknown): string {
  try {
    return repr(make())
  } catch (error) {
    return String(error)
  }
}
