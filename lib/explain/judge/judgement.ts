import type {Finding} from '../../words/index.ts'
import type {Taxonomy, Verdict} from '../explanation.ts'

/** What a cause amounts to, and what to do about it. */
export interface Judgement {
  readonly taxonomy: Taxonomy
  readonly verdict: Verdict
  readonly finding: Finding
}

/** What need not have reached the key, or was equal by value. */
export const avoidable = (taxonomy: Taxonomy, finding: Finding): Judgement => ({
  taxonomy,
  verdict: 'avoidable',
  finding,
})

/** What makes fewer programs if sizes are padded. */
export const reducible = (taxonomy: Taxonomy, finding: Finding): Judgement => ({
  taxonomy,
  verdict: 'reducible',
  finding,
})

/** What makes another program. */
export const necessary = (taxonomy: Taxonomy, finding: Finding): Judgement => ({
  taxonomy,
  verdict: 'necessary',
  finding,
})

/** What may have been avoidable, for all that is known. */
export const unsure = (taxonomy: Taxonomy, finding: Finding): Judgement => ({
  taxonomy,
  verdict: 'unknown',
  finding,
})
