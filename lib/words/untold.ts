/**
 * A value that a log does not tell, named by the call that had it, counted from 0: two calls that are known to differ in it.
 *
 * @example
 * untold(1) // 'that of call 2'
 */
export const untold = (call: number): string => `that of call ${call + 1}`
