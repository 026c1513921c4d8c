const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A line in which nothing steers the terminal, or the tool, that shows it: control characters, marks of direction and line ends
 * that a log or a file's name may hold.
 *
 * @example
 * printable('\u001b[2Jstep') // '�[2Jstep'
 */
export const printable = (line: string): string => line.replace(steering, '\ufffd')
