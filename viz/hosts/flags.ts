import {nearestName} from '../../lib/index.ts'
import {Wrong} from './wrong.ts'

/** One option of a command. */
export interface Flag {
  /** What its value is, in a word; it takes none where it is not given. */
  readonly takes?: string
  /** Its letter. */
  readonly short?: string
  /** What it is for. */
  readonly what: string
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[]
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
  /** One of some words. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined
}

const wholeNumber = /^\d{1,9}$/
const dashes = /^-+/

/**
 * Parses the words after the command's name. It stands here, and is not Node's `parseArgs`, since the command line also runs in a
 * V8 without Node.
 *
 * @throws {Wrong} for an option that is not there, or one without its value.
 */
export function flags(command: string, words: readonly string[], options: Options): Flags {
  const files: string[] = []
  const values = new Map<string, string[]>()
  const queue = [...words]
  let isOver = false
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (isOver || !isOption(word)) files.push(word)
    else if (word === '--') isOver = true
    else {
      const [name, value] = option(command, word, queue, options)
      values.set(name, [...(values.get(name) ?? []), value])
    }
  }
  return given(command, files, values)
}

/** Whether a word is an option; `-` alone is standard input or output. */
export const isOption = (word: string): boolean => word.length > 1 && word.startsWith('-')

/** The option that a word names, and its value, which may be the next word; an empty one where it takes none. */
function option(command: string, word: string, queue: string[], options: Options): [string, string] {
  const [named, inline] = split(word)
  const [name, flag] =
    Object.entries(options).find(([one, {short}]) => `--${one}` === named || `-${short ?? ''}` === named) ??
    []
  if (name === undefined || flag === undefined) throw new Wrong(unknown(command, named, options))
  if (flag.takes === undefined) {
    if (inline !== undefined) throw new Wrong(`${command}: --${name} takes no value, but got ${inline}`)
    return [name, '']
  }
  const [next] = queue
  if (inline === undefined && (next === undefined || isOption(next)))
    throw new Wrong(
      `${command}: --${name} needs ${flag.takes}, but ${next === undefined ? 'nothing follows it' : `got ${next}`}`,
    )
  return [name, inline ?? queue.shift() ?? '']
}

function split(word: string): [string, string?] {
  const at = word.indexOf('=')
  return at > 0 && word.startsWith('--') ? [word.slice(0, at), word.slice(at + 1)] : [word]
}

function unknown(command: string, named: string, options: Options): string {
  const meant = meantBy(named.replace(dashes, ''), Object.keys(options))
  return `${command}: no option ${named}; ${meant === undefined ? '' : `did you mean --${meant}? or `}see jitlens ${command} --help`
}

/** The one of some words that was meant: the nearest in spelling, else the only one that begins so. */
export function meantBy(word: string, words: readonly string[]): string | undefined {
  const near = nearestName(word, words)
  if (near !== undefined) return near
  const [only, other] = words.filter((one) => word !== '' && (one.startsWith(word) || word.startsWith(one)))
  return other === undefined ? only : undefined
}

/** What was meant, as a message asks it; nothing where that is not known. */
export function asking(word: string, words: readonly string[]): string {
  const meant = meantBy(word, words)
  return meant === undefined ? '' : `did you mean ${meant}? `
}

const given = (
  command: string,
  files: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): Flags => ({
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
  choice(name, choices) {
    const value = values.get(name)?.at(-1)
    const found = choices.find((one) => one === value)
    if (found !== undefined || value === undefined) return found
    throw new Wrong(
      `${command}: --${name} ${value}: there is no such ${name}; ${asking(value, choices)}expected one of ${choices.join(', ')}`,
    )
  },
})
