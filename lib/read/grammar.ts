import {
  explanations,
  type ExplanationSays,
  messages,
  type MessageSays,
  type Wording,
} from '../release/index.ts'
import {torchHeads, torchInString} from '../guards/index.ts'
import {holesOf, type HoleTexts, type Template, template} from './linetemplate.ts'
import {marksOf, type RowWord, stem, wordsOf} from './rowwords.ts'

/** A wording made ready to read. */
export interface ReadyWording<S extends string> {
  readonly wording: Wording<S>
  readonly template: Template
  readonly words: readonly RowWord[]
  /** By what its words are known for JAX's. */
  readonly marks: ReadonlySet<string>
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
  /** Likewise in a string. */
  readonly quoted: RegExp
  /** Where a line may begin that is folded in its first words. */
  readonly near: RegExp
  /** Likewise where no more than its first word may stand. */
  readonly first: RegExp
  /** The rows of messages, and of the lines that records begin with. */
  readonly begins: readonly ReadyWording<string>[]
  /** What the words of all rows begin with. */
  readonly stems: ReadonlySet<string>
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
  const begins = [...lines, ...openers]
  const heads = begins.map(({template: {head}}) => head)
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
    records: [...new Set(openers.map(({template: {head}}) => head))],
    heads: openings,
    opening: anyOf([...openings, ...torchHeads]),
    quoted: new RegExp(`${anyOf(openings).source}|${torchInString}`),
    begins,
    stems: new Set([...lines, ...records].flatMap(({words}) => words.map(({text}) => stem(text)))),
    near: anyOf(openings.filter(({length}) => length >= telling).map((head) => head.slice(0, telling))),
    first: anyOf([...new Set(openings.map((head) => head.split(' ', 1)[0] ?? head))]),
  }
}

const anyOf = (texts: readonly string[]): RegExp =>
  new RegExp(texts.map((text) => text.replace(special, '\\$&')).join('|'))

const rows = <S extends string>(wordings: readonly Wording<S>[]): ReadyWording<S>[] =>
  wordings
    .map((wording) => ({wording, template: template(wording.line), words: wordsOf(wording.line)}))
    .map((row) => ({...row, marks: new Set(marksOf(row.words))}))
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

const reasonEnd = /(?:match|differ|[}\])])$/

/** Whether a difference breaks off in the reason at its end, or before it: JAX gives one of each input path. */
export const isHalf = ({path = '', why = ''}: HoleTexts): boolean =>
  why === '' ? path.startsWith('input path ') : !reasonEnd.test(why)

/** What a line of a record says; null where no wording knows it. */
export const lineOf = ({explanations, openers}: Grammar, text: string): Said<ExplanationSays> | null =>
  recognise(explanations, `${text.trim()} `) ?? recognise(openers, text.trim())
