/** Numbers for texts, in the order in which they are first met. */
export class Numbers {
  readonly #ids = new Map<string, number>()

  /** The number of a text. */
  of(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    this.#ids.set(text, this.#ids.size)
    return this.#ids.size - 1
  }

  /** The number of a text; undefined where it was not met. */
  find(text: string): number | undefined {
    return this.#ids.get(text)
  }
}
