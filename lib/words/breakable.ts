const space = / (?!(?:µs|ms|s|min|h|%)(?![a-z]))|(?<!\d) /

/**
 * The pieces of a text between which a line may break: at spaces, and never between a number and its unit.
 *
 * @example
 * breakable('16 compiles, 38.3 s') // ['16', 'compiles,', '38.3 s']
 */
export const breakable = (text: string): string[] => text.split(space)
