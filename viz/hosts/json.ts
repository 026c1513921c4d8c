const steering = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

/** JSON in which nothing steers the terminal that shows it: what JSON leaves as it is of controls and marks of direction is written as a number. */
export const plainly = (json: string): string => json.replace(steering, escaped)

/**
 * A value as the JSON that a command writes.
 *
 * @example
 * asJson({name: 'step'}) // '{\n  "name": "step"\n}\n'
 */
export const asJson = (value: unknown): string => `${plainly(JSON.stringify(value, null, 2))}\n`
