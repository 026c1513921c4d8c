import {type Child, type Drawing, html} from '../../../viz/index.ts'

/** So much of JAX's message is shown; of a model it prints all. */
const most = 400

/** Words of JAX's log. */
export const quoted = (said: string): Drawing =>
  html('pre', {tabindex: 0}, ...linesOf(said.length > most ? `${said.slice(0, most)} …` : said))

const linesOf = (text: string): Child[] =>
  text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [html('br'), line]))
