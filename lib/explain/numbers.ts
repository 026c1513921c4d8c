import {kept} from './grouped.ts'

/** Numbers for texts, in the order in which they are first met. */
export class Numbers {
  readonly #ids = new Map<string, number>()
  readonly #texts: string[] = []

  /** How many there are. */
  get count(): number {
    return this.#texts.length
  }

  /** The number of a text. */
  of(text: string): number {
    return kept(this.#ids, text, () => this.#texts.push(text) - 1)
  }

  /** The text of a number. */
  textOf(number: number): string {
    const text = this.#texts[number]
    if (text === undefined) throw new RangeError(`no text has the number ${number}`)
    return text
  }

  /** The number of a text; undefined where it was not met. */
  find(text: string): number | undefined {
    return this.#ids.get(text)
  }
}
