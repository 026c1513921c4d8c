import {type Drawing, html} from './drawing.ts'

/** Texts of so many letters have places where a line may break. */
const long = 24

/** Behind a slash that does not begin a path and a low line within a name, before a dot and a key in brackets. */
const joints = /(?<=\S\/)|(?<=[^\W_]_)(?=[^\W_])|(?=\.\w)|(?=\[\D)/

/**
 * A long path, which may break where one of its names ends.
 *
 * @example
 * breaking('model.layers[0].drop.rate').length // 7
 */
export const breaking = (text: string): (Drawing | string)[] =>
  text.length < long
    ? [text]
    : text.split(joints).flatMap((name, at) => (at === 0 ? [name] : [html('wbr'), name]))
