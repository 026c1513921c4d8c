import {type Explanation, type Fix, fixes, foretell, type Foretold, type Trace} from '../../lib/index.ts'
import {remembering} from '../charts/index.ts'
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

const remembered = remembering<Foretold>()

/** What the run would come to with the fixes that are tried out: every picture and table of a page asks. */
export const foretoldBy = ({explanation, state, trace}: Shown): Foretold =>
  remembered(explanation, [trace.length, ...state.fixed].join(), () =>
    foretell(explanation, tried(trace, state)),
  )
