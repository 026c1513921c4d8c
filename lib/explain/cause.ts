import {isNumberedStatic, show} from '../log/index.ts'
import {told, type Told} from '../words/index.ts'
import type {Cause} from './explanation.ts'

/** A cause from its facts: the fields that views and files show follow from them. */
export const cause = ({segments, delta, ...rest}: Omit<Cause, 'path' | keyof Told>): Cause => ({
  ...rest,
  segments,
  // Which calls a leaf without a name is numbered with is no part of what it is called.
  ...(rest.component === 'static' && isNumberedStatic(segments) && {among: 'statics'}),
  path: show(rest.unplaced === true ? segments.slice(0, 1) : segments),
  delta,
  ...told(delta),
})
