import type {Cause} from '../../lib/index.ts'
import type {Role} from '../theme.ts'

/** Whether a part is written into the program, or only its shape and type are. */
export type Side = 'static' | 'data'

/** The side of what a cause says of: an array that comes or goes is data as it stands in the key, though the structure around it is what changes. */
export const sideOf = ({component, kind}: Cause): Side =>
  component === 'aval' || component === 'placement' || (component === 'tree' && kind === 'leaf')
    ? 'data'
    : 'static'

/** The colour of a side for words and outlines. */
export const sideText = (side: Side): Role => (side === 'data' ? 'dataText' : 'staticText')
