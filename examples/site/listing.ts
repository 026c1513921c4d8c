import {type Drawing, html} from '../../viz/index.ts'

/** What stands behind a line of a program. */
export interface Remark {
  readonly text: string
  /** How it looks: `compiled`, or another class. */
  readonly kind: string
}

interface ListingOptions {
  /** What stands behind lines, by their numbers from 1. */
  readonly remarks?: ReadonlyMap<number, Remark>
  /** The line that is looked at, from 1. */
  readonly line?: number
}

/** So many steps of four blanks a wrapped line hangs by, at most. */
const deepest = 4

const words =
  'and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|None|True|False|nonlocal|not|or|pass|raise|return|try|while|with|yield'

/** A comment, a text, a keyword, a decorator, a number; what is none of these stays plain. */
const token = new RegExp(
  String.raw`(?<comment>#.*)|(?<text>[frb]?"[^"\n]*"|[frb]?'[^'\n]*')|(?<word>\b(?:${words})\b)|(?<decorator>^\s*@[\w.]+)|(?<number>\b\d[\d_.e]*\b)`,
  'g',
)

/** A program in Python, a line an item: its words in their colours, and behind a line what became of it. */
export const listing = (text: string, {remarks, line}: ListingOptions = {}): Drawing =>
  html(
    'ol',
    {class: 'listing'},
    ...text
      .trimEnd()
      .split('\n')
      .map((one, at) => lineOf(one, remarks?.get(at + 1), line === at + 1, at + 1)),
  )

const lineOf = (text: string, remark: Remark | undefined, isNow: boolean, number: number): Drawing =>
  html(
    'li',
    {'data-line': number, ...(isNow && {class: 'now', 'aria-current': 'step'})},
    html('code', {class: `in-${Math.min(deepest, text.search(/\S|$/) >> 2)}`}, ...coloured(text)),
    remark === undefined ? null : html('span', {class: `remark ${remark.kind}`}, remark.text),
  )

/** A line in pieces. */
export function coloured(text: string): (Drawing | string)[] {
  const pieces: (Drawing | string)[] = []
  let from = 0
  for (const found of text.matchAll(token)) {
    const [kind = ''] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    pieces.push(text.slice(from, found.index), html('span', {class: `py-${kind}`}, found[0]))
    from = found.index + found[0].length
  }
  return [...pieces, text.slice(from)]
}
