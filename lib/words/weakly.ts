/**
 * The types of arrays in a value as a person reads them: that one is weak in a word, where JAX writes `{weak_type=True}`.
 *
 * @example
 * weakly('f32[]{weak_type=True}') // 'f32[] weak'
 */
export const weakly = (text: string): string => text.replaceAll('{weak_type=True}', ' weak')
