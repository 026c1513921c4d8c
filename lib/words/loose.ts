/** A copy of a text that holds no other text alive: V8 writes what is joined into letters of its own, which are also compared faster. */
export const loose = (text: string): string =>
  text.length < 13 ? text : [text.slice(0, 1), text.slice(1)].join('')
