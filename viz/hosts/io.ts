/** What reading a file needs of the machine, where it tells how far it is. */
export type Reading = Pick<
  Io,
  'read' | 'gunzip' | 'size' | 'error' | 'progress' | 'interrupted' | 'pause' | 'watched' | 'now'
>

/** What the command line needs of the machine; a test gives its own. */
export interface Io {
  /** The bytes of a file in chunks; `-` is standard input. */
  read(path: string): AsyncIterable<Uint8Array>
  /**
   * The bytes of a file that grows, as they come, and null when none came for a moment; of a file that was put in its place too. It ends
   * when a person says so (Ctrl-C), and standard input with its writer.
   */
  follow(path: string): AsyncIterable<Uint8Array | null>
  /** The bytes that bytes packed by gzip hold, once or in several members; their end may be missing. */
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** Writes a file whole or not at all. */
  save(path: string, text: string): Promise<void>
  /** The names in a folder; null where there is none of that name. */
  list(path: string): readonly string[] | null
  /** Shows a file in the browser, or says why not. */
  open(path: string): Promise<void>
  /** How many bytes a file has; null where that is not known. */
  size(path: string): number | null
  /** Whether two names are one file. */
  isSame(one: string, other: string): boolean
  write(text: string): void
  error(text: string): void
  /** Says how far something is in place of what this said before; an empty text where nothing is to be said any more. */
  progress(text: string): void
  /** Has something done first where a person ends the command (Ctrl-C), until what is returned is called. */
  interrupted(first: () => void): () => void
  /** Lets what a person asked for meanwhile happen. */
  pause(): Promise<void>
  /** Whether standard error is a terminal, so that a line may be written over. */
  readonly watched: boolean
  /** Whether standard output shows colours. */
  readonly colour: boolean
  /** How many letters a line of standard output shows, where it is a terminal. */
  readonly letters: number
  readonly version: string
  /** The folder that relative names start at. */
  readonly folder: string
  now(): Date
}
