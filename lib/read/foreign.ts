import type {Unread} from '../log/index.ts'
import {loose} from './intern.ts'

/** What a traceback told, when it ends: the functions it went through and the exception. */
export interface Failure {
  readonly frames: readonly string[]
  readonly type: string
  readonly message: string
}

/** The lines that no rule understood: counted by kind, the first few kept. */
export interface Foreign {
  /** Takes a line, and what it looks like where it is like a line of JAX's; the failure that a traceback told, where this line ends one. */
  add(text: string, line: number, like: string | null): Failure | null
  /** Counts a line of a record that could not be read. */
  count(text: string, line: number, kind: string): void
  result(): Unread
}

const examplesKept = 20
const kindsKept = 50

/** A fresh tally of unread lines. */
export function foreign(): Foreign {
  const kinds = new Map<string, number>()
  const examples: {line: number; text: string; kind: string}[] = []
  let lines = 0
  let frames: string[] | null = null
  let after = false

  const count = (text: string, line: number, kind: string): void => {
    lines++
    const known = kinds.has(kind) || kinds.size < kindsKept ? kind : 'other output'
    kinds.set(known, (kinds.get(known) ?? 0) + 1)
    if (examples.length < examplesKept) examples.push({line, text: loose(text.slice(0, 200)), kind: known})
  }

  return {
    add(text, line, like) {
      if (text.startsWith('Traceback (most recent call last)')) frames = []
      else if (frames === null) {
        const trailer =
          after &&
          (/^-{10,}$/.test(text) || text.startsWith('For simplicity, JAX has removed its internal frames'))
        after = trailer
        count(text, line, trailer ? 'traceback' : (like ?? kindOf(text)))
        return null
      }
      count(text, line, 'traceback')
      if (frames === null || text.startsWith('Traceback') || text === '' || /^\s/.test(text)) {
        const frame = /^\s+File ".*", line \d+, in (.+)$/.exec(text)?.[1]
        if (frame !== undefined && frames !== null && frames.length < 200) frames.push(loose(frame))
        return null
      }
      const [, type, message] = /^([\w.]+)(?:: (.*))?$/.exec(text) ?? ['', text.slice(0, 60), '']
      const failure = {frames, type: loose(type ?? ''), message: loose((message ?? '').slice(0, 500))}
      frames = null
      after = true
      return failure
    },
    count,
    result: () => ({lines, kinds: [...kinds].map(([kind, count]) => ({kind, lines: count})), examples}),
  }
}

function kindOf(text: string): string {
  if (/^(?:[IWEF]\d{4} |(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b)/.test(text)) return 'another log message'
  if (/^[^ ]+:\d+: \w*Warning: /.test(text)) return 'warning'
  if (
    /^(?: {2}(?:type|index|outer_index|num_attributes|metadata)=|\), (?:NodeDef|VariableDef|NodeRef)\(|\)\], attributes=\[| {4}'\w+': | {2}\}\)$| {2}\* at |\)$)/.test(
      text,
    )
  )
    return 'the rest of a record that the log cuts off'
  if (text.includes('TRACING CACHE MISS')) return 'a miss that breaks off'
  return 'other output'
}
