const weakness = /\{weak_type=(True|False)\}/g

/**
 * The types of arrays in a value as a person reads them: that one is weak in a word, where JAX writes `{weak_type=True}`.
 *
 * @example
 * weakly('f32[]{weak_type=True}') // 'f32[] weak'
 */
export const weakly = (text: string): string =>
  text.replace(weakness, (_, is: string) => (is === 'True' ? ' weak' : ''))
