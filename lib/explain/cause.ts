import {show} from '../log/index.ts'
import {told, type Told} from '../words/index.ts'
import type {Cause} from './explanation.ts'

/** A cause from its facts: the fields that views and files show follow from them. */
export const cause = ({segments, delta, ...rest}: Omit<Cause, 'path' | keyof Told>): Cause => ({
  ...rest,
  segments,
  path: show(segments),
  delta,
  ...told(delta),
})
