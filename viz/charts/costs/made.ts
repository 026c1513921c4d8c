import {say, sayFurther, type Trace} from '../../../lib/index.ts'
import {unit} from '../position.ts'

/** How a picture of costs tells what was done. */
export interface Made {
  /** What took the seconds. */
  readonly compiling: string
  /** The phase that gave the program. */
  readonly phase: string
  readonly made: string
  readonly again: string
}

/** What was done for programs: they were compiled or, where all of a trace were read from disk, made ready. */
export const madeIn = (trace: Trace): Made =>
  unit(trace) === 'program'
    ? {compiling: sayFurther('made ready'), phase: sayFurther('from disk'), made: 'read', again: 'had read'}
    : {compiling: 'compiling', phase: say('compile'), made: 'compiled', again: 'made compile'}
