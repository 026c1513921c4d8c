import {isCause} from './parts.ts'
import {filledText} from './fill.ts'
import type {Choice, Prediction, Screen} from './screen.ts'
import {type Goal, judged, type Judgement} from './edit.ts'

/** What a learner answered. */
export type Answer =
  /** Whether the call compiles again, how sure that is, and where it does which of the parts offered does not fit. */
  | {readonly kind: 'again'; readonly compiled: boolean; readonly sure: boolean; readonly part: number | null}
  /** Which of the answers offered, by their places. */
  | {readonly kind: 'choice'; readonly chosen: readonly number[]}
  /** Which lines fill the gaps, in their order. */
  | {readonly kind: 'fill'; readonly chosen: readonly number[]}
  | {readonly kind: 'edit'; readonly text: string}

/** What an answer is worth. */
export interface Mark {
  readonly right: boolean
  /** One, half for the outcome without the part, a part for some of several right answers, or nothing. Sureness costs no points. */
  readonly points: number
  /** What was believed and is not so: `hit`, `miss`, or the path of the part that was blamed. */
  readonly belief: string | null
  readonly sure: boolean | null
  /** Of a changed program, what it does. */
  readonly judgement: Judgement | null
}

const plain: Pick<Mark, 'belief' | 'sure' | 'judgement'> = {belief: null, sure: null, judgement: null}

/**
 * Marks an answer by the run of its screen.
 *
 * @throws {TypeError} where the answer is one to another kind of question.
 */
export function markOf(answer: Answer, screen: Screen): Mark {
  if (answer.kind === 'again' && screen.kind === 'again') return predicted(answer, screen)
  if (answer.kind === 'choice' && screen.kind === 'choice') return chosen(answer.chosen, screen)
  if (answer.kind === 'edit' && screen.kind === 'edit') return changed(answer.text, screen)
  if (answer.kind === 'fill' && screen.kind === 'fill')
    return changed(filledText(screen, answer.chosen), screen)
  throw new TypeError(`an answer of kind ${answer.kind} to a screen of kind ${screen.kind}`)
}

/** Of several right answers each is worth its part. */
function chosen(places: readonly number[], {options}: Choice): Mark {
  const wanted = options.filter((option) => option.right).length
  const found = [...new Set(places)].filter((place) => options[place]?.right === true).length
  return {...plain, right: found === wanted, points: found / wanted}
}

function changed(text: string, goal: Goal): Mark {
  const judgement = judged(text, goal)
  const right = judgement.is === 'right'
  return {...plain, right, points: right ? 1 : 0, judgement}
}

function predicted(
  {compiled, part, sure}: Extract<Answer, {kind: 'again'}>,
  {call, parts, run}: Prediction,
): Mark {
  if (compiled !== call.compiled)
    return {...plain, sure, right: false, points: 0, belief: compiled ? 'miss' : 'hit'}
  const blamed = compiled && part !== null ? (parts[part]?.path ?? null) : null
  const right = !compiled || (blamed !== null && isCause(blamed, run, call))
  return {...plain, sure, right, points: right ? 1 : 0.5, belief: right ? null : blamed}
}
