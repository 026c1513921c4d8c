import {jax0413} from './jax0413.ts'
import {jax0430} from './jax0430.ts'
import {jax053} from './jax053.ts'
import {jax062} from './jax062.ts'
import {jax072} from './jax072.ts'
import {jax082} from './jax082.ts'
import {jax090} from './jax090.ts'
import {jax0102} from './jax0102.ts'
import {jax0112} from './jax0112.ts'
import {jax01201} from './jax01201.ts'
import type {Release} from './release.ts'

/** Every release that was measured, the oldest first. */
export const releases: readonly Release[] = [
  jax0413,
  jax0430,
  jax053,
  jax062,
  jax072,
  jax082,
  jax090,
  jax0102,
  jax0112,
  jax01201,
]

/** The newest release: what a session simulates where nothing else is said. */
export const newest: Release = jax01201
