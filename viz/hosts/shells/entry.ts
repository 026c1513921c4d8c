/** An option as a shell completes it. */
interface Entry {
  /** `--chart`, `-o`. */
  readonly names: readonly string[]
  readonly what: string
  /** What its value is, in a word; null where it takes none. */
  readonly takes: string | null
  readonly choices: readonly string[]
}

/** A command as a shell completes it. */
export interface Completed {
  readonly name: string
  readonly what: string
  readonly options: readonly Entry[]
  /** The words that it takes in the place of files. */
  readonly words: readonly string[] | null
}

/** Whether the value of an option is a file. */
export const isFile = ({takes}: Entry): boolean => takes === 'FILE'
