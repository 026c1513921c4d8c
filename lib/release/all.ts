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
import type {Release, SimulatedRelease} from './release.ts'

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

/** The releases whose caches are known, the oldest first. */
export const simulated: readonly SimulatedRelease[] = releases.flatMap((release) =>
  release.rules === null ? [] : [{...release, rules: release.rules}],
)

/** The newest release: what a session simulates where nothing else is said. */
export const newest: SimulatedRelease = jax01201

/**
 * The release of a version of jax.
 *
 * @throws {RangeError} for a version whose caches are not known, with those that are.
 * @example
 * releaseOf('0.10.2').flax // '0.12.8'
 */
export function releaseOf(version: string): SimulatedRelease {
  const found = simulated.find(({jax}) => jax === version)
  if (found !== undefined) return found
  throw new RangeError(
    `release ${JSON.stringify(version)}: its caches are not known; known are ${simulated.map(({jax}) => jax).join(', ')}`,
  )
}
