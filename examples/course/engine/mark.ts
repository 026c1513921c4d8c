import {isCause} from './parts.ts'
import {compiledOf, type Prediction, type Screen} from './screen.ts'
import {judged, type Judgement} from './edit.ts'

/** What a learner answered. */
export type Answer =
  /** Whether the call compiles again, how sure that is, and where it does which of the parts offered does not fit. */
  | {readonly kind: 'again'; readonly compiled: boolean; readonly sure: boolean; readonly part: number | null}
  | {readonly kind: 'count'; readonly count: number}
  | {readonly kind: 'edit'; readonly text: string}

/** What an answer is worth. */
export interface Mark {
  readonly right: boolean
  /** One, half for the outcome without the part, or nothing. Sureness costs no points. */
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
  if (answer.kind === 'count' && screen.kind === 'count') {
    const right = answer.count === compiledOf(screen.calls)
    return {...plain, right, points: right ? 1 : 0}
  }
  if (answer.kind === 'edit' && screen.kind === 'edit') {
    const judgement = judged(answer.text, screen)
    const right = judgement.is === 'right'
    return {...plain, right, points: right ? 1 : 0, judgement}
  }
  throw new TypeError(`an answer of kind ${answer.kind} to a screen of kind ${screen.kind}`)
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
