import {type Child, type Drawing, html} from '../../../viz/index.ts'

/** A text with its code in elements. */
export const marked = (text: string): Child[] =>
  text.split(/`([^`]+)`/g).map((part, at) => (at % 2 === 1 ? html('code', {}, part) : part))

/** The text of a comment: paragraphs, and lists where lines begin with a dash or are rows of a table. */
export const prose = (text: string): Drawing[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .flatMap(block)

function block(text: string): Drawing[] {
  if (text.startsWith('|'))
    return [html('ul', {}, ...rowsOf(text).map((row) => html('li', {}, ...marked(row))))]
  const [first = '', ...items] = text.split(/^- /m)
  return [
    ...(first.trim() === '' ? [] : [html('p', {}, ...marked(oneLine(first)))]),
    ...(items.length === 0
      ? []
      : [html('ul', {}, ...items.map((one) => html('li', {}, ...marked(oneLine(one)))))]),
  ]
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ')

/** The rows of a table in Markdown behind its head, each as one text. */
const rowsOf = (text: string): string[] =>
  text
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '')
        .join(': '),
    )
