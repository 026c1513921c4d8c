import type {Trace} from '../../lib/index.ts'

/** A scenario that was run: its trace, and how far it agrees with what it expects. */
export interface Ran {
  readonly title: string
  readonly trace: Trace
  readonly agreement: {
    readonly category: string
    readonly calls: number
    readonly agree: number
    readonly disagreements: readonly string[]
  }
}

/** Whether the first value of a file makes it a scenario file. */
export const isScenario = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && (Array.isArray(row) || 'steps' in row || 'versions' in row)

/**
 * Runs the scenarios of a text.
 *
 * @param policy which caches to simulate
 * @throws {SyntaxError} where it is no scenario file.
 */
export function scenarios(text: string, name: string, policy = 'jax'): Ran[] {
  throw new SyntaxError(`${name}: this build cannot run scenarios (${text.length} characters, policy ${policy})`)
}
