import type {Cause} from '../../lib/index.ts'
import type {Role} from '../theme.ts'

/** Whether a part is written into the program, or only its shape and type are. */
export type Side = 'static' | 'data'

/** The side of what a cause says of. */
export const sideOf = ({component}: Cause): Side =>
  component === 'aval' || component === 'placement' ? 'data' : 'static'

/** The colour of a side for words and outlines. */
export const sideText = (side: Side): Role => (side === 'data' ? 'dataText' : 'staticText')
