import {type Explanation, type Group, sayFurther} from '../../../lib/index.ts'
import {missAt} from '../position.ts'

/** What changed, for a person to read. */
interface Changed {
  readonly name: string
  /** Whether it is a path of the program. */
  readonly isCode: boolean
}

/** What stands in the place of a change, where there is none. */
export const unchanged = ({taxonomy}: Group): string =>
  sayFurther(
    taxonomy === 'compulsory' ? 'first calls' : taxonomy === 'capacity' ? 'program gone' : 'edit untold',
  )

/** What changed at a path of a cause: the path, or that the function itself is another object. */
export function changed(explanation: Explanation, {misses: [first]}: Group, path: string): Changed {
  const miss = first === undefined ? undefined : missAt(explanation, first)
  const isFunction = miss?.causes.some((cause) => cause.path === path && cause.component === 'function')
  return isFunction === true ? {name: sayFurther('function anew'), isCode: false} : {name: path, isCode: true}
}
