import {type Explanation, type Fix, fixes, foretell, type Foretold, type Trace} from '../../lib/index.ts'
import type {State} from '../view.ts'

/** The fixes that are tried out. */
const tried = (trace: Trace, {fixed}: State): Fix[] =>
  fixed.length === 0 ? [] : fixes(trace).filter(({group}) => fixed.includes(group))

/** Whether no fix that is known is left to try. */
export const areAllTried = (trace: Trace, {fixed}: State): boolean =>
  fixes(trace).every(({group}) => fixed.includes(group))

/** What is shown, and of what. */
interface Shown {
  readonly trace: Trace
  readonly explanation: Explanation
  readonly state: State
}

/** What the run would come to with the fixes that are tried out. */
export const foretoldBy = ({explanation, state, trace}: Shown): Foretold =>
  foretell(explanation, tried(trace, state))
