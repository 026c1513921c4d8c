import {
  explanations,
  type ExplanationSays,
  messages,
  type MessageSays,
  type Wording,
} from '../release/index.ts'
import {resembling} from '../words/index.ts'
import {holesOf, type HoleTexts, resemblance, type Template, template} from './linetemplate.ts'

/** A wording made ready to read. */
export interface ReadyWording<S extends string> {
  readonly wording: Wording<S>
  readonly template: Template
}

/** What a line says, with what stands in its holes. */
export interface Said<S extends string> {
  readonly says: S
  readonly holes: HoleTexts
  readonly wording: Wording<S>
}

/** The wordings that a reader knows, the ones that say most first. */
export interface Grammar {
  readonly messages: readonly ReadyWording<MessageSays>[]
  /** Those of the messages that make up most of a log. */
  readonly plain: readonly ReadyWording<MessageSays>[]
  readonly explanations: readonly ReadyWording<ExplanationSays>[]
  /** Lines of a record that JAX does not indent, as far as they say enough to be known for such. */
  readonly unindented: readonly ReadyWording<ExplanationSays>[]
  /** Lines that a record begins with. */
  readonly openers: readonly ReadyWording<ExplanationSays>[]
  /** How records begin. */
  readonly records: readonly string[]
  /** What messages and records begin with. */
  readonly heads: readonly string[]
  /** Where a message or a record may begin in a line. */
  readonly opening: RegExp
  /** Where a line may begin that is like a message or a record. */
  readonly near: RegExp
}

/** More rows than those of lib/release. */
export interface Wordings {
  /** Messages of one line. */
  readonly messages?: readonly Wording<MessageSays>[]
  /** Lines of a record. */
  readonly explanations?: readonly Wording<ExplanationSays>[]
}

const plainHoles = new Set(['name,seconds', 'name,types,mapping'])

/** Fewer letters of its own say too little of a line to take it for one like a row. */
const telling = 12

const special = /[.*+?^${}()|[\]\\]/g

/** The wordings that lib/release has, made ready once. */
let own: Grammar | null = null

/** Makes the wordings ready, those of every release and more. */
export function grammar(more?: Wordings): Grammar {
  if (more !== undefined) return ready(more)
  own ??= ready({})
  return own
}

function ready(more: Wordings): Grammar {
  const lines = rows([...messages, ...(more.messages ?? [])])
  const records = rows([...explanations, ...(more.explanations ?? [])])
  const openers = records.filter(({wording}) => wording.says === 'miss')
  const begins = openers.map(({template: {head}}) => head)
  const heads = [...lines.map(({template: {head}}) => head), ...begins]
  const openings = [...new Set(heads)].filter(
    (head) => !heads.some((other) => other !== head && head.startsWith(other)),
  )
  return {
    messages: lines,
    plain: lines.filter(({template: {slots}}) => plainHoles.has(slots.map(({hole}) => hole).join())),
    explanations: records,
    unindented: records.filter(
      ({wording: {says}, template: {head, letters}}) =>
        (says === 'comment' || says === 'unavailable') && head !== '' && letters >= telling,
    ),
    openers,
    records: [...new Set(begins)],
    heads: openings,
    opening: anyOf(openings),
    near: anyOf(openings.filter(({length}) => length >= telling).map((head) => head.slice(0, telling))),
  }
}

const anyOf = (texts: readonly string[]): RegExp =>
  new RegExp(texts.map((text) => text.replace(special, '\\$&')).join('|'))

const rows = <S extends string>(wordings: readonly Wording<S>[]): ReadyWording<S>[] =>
  wordings
    .map((wording) => ({wording, template: template(wording.line)}))
    .sort((a, b) => b.template.letters - a.template.letters)

/** What a line says by the first row that it fits; null where it fits none. */
export function recognise<S extends string>(
  among: readonly ReadyWording<S>[],
  text: string,
  isOpen = false,
): Said<S> | null {
  const code = text.charCodeAt(0)
  for (const row of among) {
    const {first} = row.template
    const holes = first === code || first < 0 ? holesOf(row.template, text, isOpen) : null
    if (holes !== null) return {says: row.wording.says, holes, wording: row.wording}
  }
  return null
}

const isCurrent = ({wording: {until}}: ReadyWording<string>): boolean => until === undefined

/** The row that a line is most like though it does not fit it, in words; of several the one that JAX still writes; null where it is like none. */
export function closest(among: readonly ReadyWording<string>[], text: string): string | null {
  let best: {row: ReadyWording<string>; letters: number; lacks: string} | null = null
  for (const row of among) {
    const {letters, lacks} = resemblance(row.template, text)
    if (letters < telling || lacks === '') continue
    const isNewer = best !== null && isCurrent(row) && !isCurrent(best.row)
    if (best === null || letters > best.letters || (letters === best.letters && isNewer))
      best = {row, letters, lacks}
  }
  return best === null ? null : resembling(best.row.wording, best.lacks)
}

/** What a line of a record says; null where no wording knows it. */
export const lineOf = ({explanations, openers}: Grammar, text: string): Said<ExplanationSays> | null =>
  recognise(explanations, `${text.trim()} `) ?? recognise(openers, text.trim())

/** What a line is like where it is like one that opens something, in words; null where it is like none. */
export function likeness({messages: lines, openers, opening, near}: Grammar, text: string): string | null {
  const begin = text.search(opening)
  const at = begin < 0 ? text.search(near) : begin
  const rest = text.slice(at)
  return at < 0 ? null : (closest(lines, rest) ?? closest(openers, rest))
}
