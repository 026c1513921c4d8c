/** What the command line needs of the machine; a test gives its own. */
export interface Io {
  /** The bytes of a file in chunks; `-` is standard input. */
  read(path: string): AsyncIterable<Uint8Array>
  save(path: string, text: string): Promise<void>
  write(text: string): void
  error(text: string): void
  /** Whether standard output shows colours. */
  readonly colour: boolean
  readonly version: string
}
