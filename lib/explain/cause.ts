import {isNumberedStatic, show} from '../log/index.ts'
import {told, type Told} from '../words/index.ts'
import type {Cause} from './explanation.ts'

/** A cause from its facts: the fields that views and files show follow from them. */
export const cause = (facts: Omit<Cause, 'path' | 'among' | keyof Told>): Cause => {
  const {component, segments, delta, evidence, kind, count, paths, unplaced, part, items} = facts
  return {
    component,
    evidence,
    segments,
    // Which calls a leaf without a name is numbered with is no part of what it is called.
    path: show(unplaced === true ? segments.slice(0, 1) : segments),
    delta,
    ...told(delta),
    ...(kind !== undefined && {kind}),
    ...(count !== undefined && {count}),
    ...(paths !== undefined && {paths}),
    ...(unplaced === true && {unplaced}),
    ...(part === true && {part}),
    ...(items !== undefined && {items}),
    ...(component === 'static' && isNumberedStatic(segments) && {among: 'statics'}),
  }
}
