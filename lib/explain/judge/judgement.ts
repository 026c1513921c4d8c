import type {Taxonomy, Verdict} from '../explanation.ts'

/** What a cause amounts to, and what to do about it. */
export interface Judgement {
  readonly taxonomy: Taxonomy
  readonly verdict: Verdict
  /** One next step that names the path. */
  readonly advice: string
  /** Why, for a headline: follows "because". */
  readonly because: string
}

/** What was seen of a path before: its values in earlier causes, oldest first. */
export type Seen = readonly string[]
