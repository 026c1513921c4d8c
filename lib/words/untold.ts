/**
 * A value that a log does not tell, named by the call that had it, counted from 0: two calls that are known to differ in it.
 *
 * @example
 * untold(1) // 'that of call 2'
 */
export const untold = (call: number): string => `that of call ${call + 1}`

const leaves = 'pytree with leaf types ('

/**
 * A tree of which a log tells no more than the types of its leaves.
 *
 * @example
 * leavesAlone(['f32[8]', 'i32[]']) // 'pytree with leaf types (f32[8], i32[])'
 */
export const leavesAlone = (types: readonly string[]): string => `${leaves}${types.join(', ')})`

/** Whether a text tells no more of a tree than the types of its leaves. */
export const isLeavesAlone = (text: string): boolean => text.startsWith(leaves)
