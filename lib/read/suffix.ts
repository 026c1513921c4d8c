import {withoutColumn} from './folded.ts'
import {isOnce, type Prefix, prefix} from './prefix.ts'

/** What stands behind the messages of a log, as far as it is known. */
export interface Suffix {
  /** Its forms, the last one met first. */
  readonly forms: Prefix[]
  /** The text is escaped as in HTML. */
  isEscaped: boolean
}

const formsKept = 4
const longest = 500
/** Letters of a record within which the place of its function stands. */
const longestHead = 2000
const defined = ' defined at '
const definedAt = / defined at .*/
/** Behind the seconds of a message, a mark or a column; a file and a line are rich's. Behind an opening and a place, anything. */
const ends = [
  /\d sec\s*?(\t\S[^:]{0,400}|[^\w\s:.][^:]{0,400})$/,
  /^Recompiling function \S+ in .*?:\d+(\s+\S.{0,400}|[^\w\s:.,][^:]{0,400})$/,
  /^TRACING CACHE MISS at .*?(?:\)|because):(\s+\S.{0,400}|(?:<\/?[\w-]{1,40}>){1,4})$/,
  / defined at .*?:\d+(\s+(?!but )\S.{0,400}|[^\w\s:.,][^:]{0,400})$/,
] as const
const entity = /&(?:lt|gt|amp|quot|apos|nbsp|#x27|#39|#34|#160);/g
const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&nbsp;': ' ',
  '&#160;': ' ',
}
/** What ends a text that begins behind such. */
const closings: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['<![CDATA[', ']]>'],
  ['>', '</'],
]

/** Learns what stands behind each message from the seconds of one, the opening of a record or the place of a function. */
export function learnSuffix({forms}: Suffix, text: string): void {
  if (withoutColumn(text) !== text.trimEnd()) return
  for (const end of ends) {
    const behind = end.exec(text)?.[1]?.trimEnd()
    if (behind === undefined || forms.some((one) => isOnce(one, behind))) continue
    forms.unshift(prefix(behind))
    forms.splice(formsKept)
  }
}

/** What lines say without what stands behind each, and without the escapes of HTML; the one with the place of a function tells what stands there. */
export function withoutSuffix(known: Suffix, text: string): string {
  const at = text.slice(0, longestHead).indexOf(defined)
  const place = at < 0 ? null : definedAt.exec(text.slice(at))
  if (place !== null) learnSuffix(known, place[0])
  if (known.forms.length === 0 && !text.includes('&')) return text
  return text
    .split('\n')
    .map((line) => unescaped(known, known.forms.length === 0 ? line : cutBehind(known, line.trimEnd())))
    .join('\n')
}

function cutBehind({forms}: Suffix, text: string): string {
  for (const one of forms)
    for (let at = text.length - 1; at > text.length - longest && at > 0; at--)
      if (text[at] === one.text[0] && isOnce(one, text.slice(at))) return text.slice(0, at).trimEnd()
  return text
}

function unescaped(known: Suffix, text: string): string {
  if (!text.includes('&') || (text.includes('<') && !known.isEscaped)) return text
  const plain = text.replace(entity, (found) => entities[found] ?? "'")
  known.isEscaped ||= plain !== text
  return plain
}

/** The length of a line as it is shown, without the escapes of HTML. */
export const shownLength = (text: string): number =>
  text.includes('&') ? text.replace(entity, ' ').length : text.length

/** What ends a document. */
const tags = /(?:\]\]>)?(?:<\/[\w-]{1,40}>){1,4}\s*$/

/** A record without the quote that ends the text which it stands in, or the tags; tables double a quote within one. */
export function closed(text: string, before: string): string {
  const record = text.endsWith('>') ? text.replace(tags, '') : text
  const [, end] = closings.find(([begin]) => before.endsWith(begin)) ?? []
  if (end === undefined) return record
  const at = record.lastIndexOf(end)
  if (at <= record.lastIndexOf('\n')) return record
  const inside = record.slice(0, at)
  return end === '"' ? inside.replaceAll('""', '"') : inside
}
