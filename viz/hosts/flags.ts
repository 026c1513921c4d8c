import {Wrong} from './wrong.ts'

/** One option of a command. */
interface Flag {
  /** What its value is, in a word; it takes none where it is not given. */
  readonly takes?: string
  /** Its letter. */
  readonly short?: string
  /** What it is for. */
  readonly what: string
}

/** A command's options by their names. */
export type Options = Readonly<Record<string, Flag>>

export interface Flags {
  readonly files: readonly string[]
  has(name: string): boolean
  /** The value given last; undefined where none was given. */
  value(name: string): string | undefined
  /** Every value given, in their order. */
  all(name: string): readonly string[]
  /** A whole number, at least 0. */
  count(name: string): number | undefined
}

const wholeNumber = /^\d{1,9}$/
const dashes = /^-+/

/**
 * Parses the words after the command's name.
 *
 * @throws {Wrong} for an option that is not there, or one without its value.
 */
export function flags(command: string, words: readonly string[], options: Options): Flags {
  const files: string[] = []
  const values = new Map<string, string[]>()
  const add = (name: string, value: string): void => {
    values.set(name, [...(values.get(name) ?? []), value])
  }
  const queue = [...words]
  let isOver = false
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (isOver || word === '-' || !word.startsWith('-')) {
      files.push(word)
      continue
    }
    if (word === '--') {
      isOver = true
      continue
    }
    const [given, inline] = split(word)
    const name = Object.keys(options).find(
      (one) => `--${one}` === given || `-${options[one]?.short ?? ''}` === given,
    )
    if (name === undefined)
      throw new Wrong(`${command}: no option ${given}; ${near(given, options)}see jitlens ${command} --help`)
    if (options[name]?.takes === undefined) {
      if (inline !== undefined) throw new Wrong(`${command}: --${name} takes no value, but got ${inline}`)
      add(name, '')
      continue
    }
    const value = inline ?? queue.shift()
    if (value === undefined)
      throw new Wrong(`${command}: --${name} needs ${options[name].takes}, but nothing follows it`)
    add(name, value)
  }
  return {
    files,
    has: (name) => values.has(name),
    value: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    count(name) {
      const value = values.get(name)?.at(-1)
      if (value === undefined) return undefined
      if (!wholeNumber.test(value))
        throw new Wrong(`${command}: --${name} needs a whole number from 0, but got ${value}`)
      return Number(value)
    },
  }
}

function split(word: string): [string, string?] {
  const at = word.indexOf('=')
  return at > 0 && word.startsWith('--') ? [word.slice(0, at), word.slice(at + 1)] : [word]
}

/** The option that was meant, where one starts alike. */
function near(given: string, options: Options): string {
  const bare = given.replace(dashes, '')
  const meant = Object.keys(options).find(
    (name) => bare.length > 1 && (name.startsWith(bare.slice(0, 2)) || bare.includes(name)),
  )
  return meant === undefined ? '' : `did you mean --${meant}? or `
}
