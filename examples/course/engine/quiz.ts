import {type Call, type ProgramRun, runOf} from '../../site/index.ts'
import type {Filling, Lesson, Variant} from './lesson.ts'
import {random, shuffled} from './random.ts'

/** A question of the quiz: a program whose last call is predicted. */
export interface Question {
  readonly why: string
  readonly parts: Readonly<Record<string, string>>
  readonly run: ProgramRun
  readonly call: Call
}

/** So many questions has a quiz. */
const size = 5

/**
 * Unseen programs, no two of one template. By their runs two or three of them compile nothing, so that one guess for all fails.
 *
 * @throws {Error} where the lesson has too few templates of a kind.
 */
export function quizOf({holes, variants}: Lesson, seed: number): Question[] {
  const next = random(seed)
  const made = shuffled([...variants.keys()], next).flatMap((template) => {
    const variant = variants[template]
    return variant === undefined ? [] : [questionOf(filled(variant, holes, next))]
  })
  const hits = 2 + Math.floor(next() * 2)
  const kept = [true, false].flatMap((compiled) =>
    made.filter(({call}) => call.compiled === compiled).slice(0, compiled ? size - hits : hits),
  )
  if (kept.length < size) throw new Error('a quiz needs three templates that compile and three that do not')
  return shuffled(kept, next)
}

function questionOf({code, parts = {}, why}: Variant): Question {
  const run = runOf(code)
  const call = run.calls.at(-1)
  if (call === undefined) throw new Error(`nothing is called in ${JSON.stringify(code)}`)
  return {why, parts, run, call}
}

/** A program with its holes filled. */
function filled({code, parts = {}, why}: Variant, holes: Lesson['holes'], next: () => number): Variant {
  const values = new Map(
    Object.entries(holes).flatMap(([names, pool]) => drawn(names.split(' '), pool, next)),
  )
  const put = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (hole, name: string) => values.get(name) ?? hole)
  const words = Object.entries(parts).map(([path, said]): [string, string] => [put(path), put(said)])
  return {code: put(code), parts: Object.fromEntries(words), why: put(why)}
}

/** What stands for each of some names: one list of the pool, or so many of its values. */
function drawn(names: readonly string[], pool: readonly Filling[], next: () => number): [string, string][] {
  const mixed = shuffled(pool, next)
  const [first] = mixed
  const values: readonly Filling[] = typeof first === 'object' ? first : mixed
  return names.map((name, at) => [name, String(values[at] ?? '')])
}
