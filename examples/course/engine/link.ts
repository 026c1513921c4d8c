import {most} from './back.ts'
import type {Origin} from './lesson.ts'
import type {Answer} from './mark.ts'

/** Where a learner stands in a lesson: what a link holds. */
export interface State {
  /** Makes the quiz. */
  readonly seed: number
  /** The screen that is shown. */
  readonly at: number
  /** By screen. */
  readonly answers: ReadonlyMap<number, Answer>
  /** What comes back of earlier lessons. */
  readonly back: readonly Origin[]
}

/** The state as the hash of a link: `#seed=7&at=3&a2=N&a3=y1`. Answers that were chosen and lines that fill gaps are told by their places. Of a prediction the letter says whether it compiles, a capital that it was sure, the number which part was blamed. What comes back of other lessons is told by lesson, seed and place: `back=halves.7.3`. */
export function linkOf({answers, at, back, seed}: State): string {
  const returns = back.map((origin) => `back=${origin.lesson}.${origin.seed}.${origin.at}`)
  const parts = [...answers].map(([index, answer]) => `a${index}=${written(answer)}`)
  return `#${[`seed=${seed}`, `at=${at}`, ...returns, ...parts].join('&')}`
}

function written(answer: Answer): string {
  if (answer.kind === 'choice') return `c${answer.chosen.join('.')}`
  if (answer.kind === 'fill') return `f${answer.chosen.join('.')}`
  if (answer.kind === 'edit') return `e${encodeURIComponent(answer.text)}`
  const letter = answer.compiled ? 'y' : 'n'
  return `${answer.sure ? letter.toUpperCase() : letter}${answer.part ?? ''}`
}

/** The inverse of `linkOf`; what it cannot read is left out. */
export function stateOf(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  const answers = [...given].flatMap(([name, text]): [number, Answer][] => {
    const index = /^a(\d{1,3})$/.exec(name)?.[1]
    const answer = readAnswer(text)
    return index === undefined || answer === null ? [] : [[Number(index), answer]]
  })
  return {
    seed: whole(given.get('seed')) || 1,
    at: whole(given.get('at')),
    answers: new Map(answers),
    back: given.getAll('back').flatMap(originOf).slice(0, most),
  }
}

function originOf(text: string): Origin[] {
  const [, lesson, seed, at] = /^([a-z]+)\.(\d{1,9})\.(\d{1,3})$/.exec(text) ?? []
  return lesson === undefined ? [] : [{lesson, seed: Number(seed) || 1, at: Number(at)}]
}

const whole = (text: string | null): number => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0)

function readAnswer(text: string): Answer | null {
  if (/^[cf]\d{1,2}(\.\d{1,2}){0,19}$/.test(text)) {
    const chosen = text.slice(1).split('.').map(Number)
    return {kind: text.startsWith('c') ? 'choice' : 'fill', chosen}
  }
  if (text.startsWith('e')) return {kind: 'edit', text: text.slice(1)}
  if (!/^[ynYN]\d?$/.test(text)) return null
  const letter = text.charAt(0)
  const part = text.length > 1 ? Number(text.charAt(1)) : null
  return {kind: 'again', compiled: /y/i.test(letter), sure: letter !== letter.toLowerCase(), part}
}
