import type {Lesson} from '../engine/index.ts'
import {halves} from './02-halves.ts'
import {functions} from './03-functions.ts'
import {remembers} from './01-remembers.ts'

/** The course, in its order. */
export const lessons: readonly Lesson[] = [remembers, halves, functions]
