import type {Lesson} from '../engine/index.ts'
import {modes} from './05-modes.ts'
import {numbers} from './06-numbers.ts'
import {split} from './07-split.ts'
import {shared} from './08-shared.ts'
import {grows} from './09-grows.ts'
import {halves} from './02-halves.ts'
import {functions} from './03-functions.ts'
import {remembers} from './01-remembers.ts'
import {statics} from './04-statics.ts'
import {optimizer} from './10-optimizer.ts'
import {byhand} from './11-byhand.ts'
import {lies} from './12-lies.ts'
import {layers} from './13-layers.ts'

/** The lessons whose programs run here, in their order. */
export const lessons: readonly Lesson[] = [
  remembers,
  halves,
  functions,
  statics,
  modes,
  numbers,
  split,
  shared,
  grows,
  optimizer,
  byhand,
  lies,
  layers,
]

/** What `14-real.ts` is about, which is made of logs. */
export const aboutReal: Pick<Lesson, 'id' | 'title' | 'about'> = {
  id: 'real',
  title: 'A real log',
  about: 'A training run of 39 seconds: what to mend first, and when to doubt what JAX says.',
}

/** What the course holds, in its order. */
export const contents: readonly Pick<Lesson, 'id' | 'title' | 'about'>[] = [...lessons, aboutReal]
