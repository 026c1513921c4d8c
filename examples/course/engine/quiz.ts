import type {Call, ProgramRun} from '../../site/index.ts'
import {isTrue} from './choice.ts'
import type {Filling, Lesson, Read, Variant} from './lesson.ts'
import {ran} from './ran.ts'
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
 * Unseen programs, no two of one template. By their runs two or three of them compile nothing, or print what is right, so that one guess for all fails.
 *
 * @throws {Error} where the lesson has too few templates of a kind.
 */
export function quizOf({holes, quiz, variants}: Lesson, seed: number): Question[] {
  const next = random(seed)
  const isPlain = plainIn(quiz)
  const programs = shuffled(variants, next).map((variant) =>
    'run' in variant ? variant : filled(variant, holes, next),
  )
  const kept = asked(programs, 2 + Math.floor(next() * 2), isPlain)
  if (kept.length < size) throw new Error('a quiz needs three templates of each outcome')
  return shuffled(kept, next)
}

/** Which questions of a quiz are those of the one half. */
function plainIn(quiz: Lesson['quiz']): (question: Question) => boolean {
  if (quiz === 'truth') return ({run}) => isTrue(run)
  if (quiz === 'spare') return ({call}) => call.verdict === 'necessary'
  return ({call}) => !call.compiled
}

/** The first of some programs, so that so many are plain; no more of them are run than that takes. */
function asked(
  programs: readonly (Variant | Read)[],
  hits: number,
  isPlain: (question: Question) => boolean,
): Question[] {
  const [others, plain]: [Question[], Question[]] = [[], []]
  for (const program of programs) {
    if (others.length + plain.length === size) break
    const question = questionOf(program)
    const [alike, most] = isPlain(question) ? [plain, hits] : [others, size - hits]
    if (alike.length < most) alike.push(question)
  }
  return [...others, ...plain]
}

function questionOf(program: Variant | Read): Question {
  const run = 'run' in program ? program.run : ran(program.code)
  const call = run.calls.at(-1)
  if (call === undefined) throw new Error(`nothing is called in ${JSON.stringify(run.text)}`)
  const parts = 'parts' in program ? program.parts : undefined
  return {why: program.why, parts: parts ?? {}, run, call}
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
