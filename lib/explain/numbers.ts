import {kept} from './grouped.ts'

/** Numbers for texts, in the order in which they are first met. */
export class Numbers {
  readonly #ids = new Map<string, number>()

  /** The number of a text. */
  of(text: string): number {
    return kept(this.#ids, text, () => this.#ids.size)
  }

  /** The number of a text; undefined where it was not met. */
  find(text: string): number | undefined {
    return this.#ids.get(text)
  }
}
