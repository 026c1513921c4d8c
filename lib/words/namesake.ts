/** A function, and where it is defined, where others of its name are told too. */
interface Namesake {
  readonly function: string
  readonly defined?: string
}

/**
 * A function by its name, and by the place of its definition where it has namesakes.
 *
 * @example
 * namesake({function: 'forward', defined: 'net.py:12'}) // 'forward of net.py:12'
 */
export const namesake = ({function: name, defined}: Namesake): string =>
  defined === undefined ? name : `${name} of ${defined}`
