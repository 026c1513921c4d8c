/** JAX's own reason, as `Blame` of lib/log holds it. */
export interface Reason {
  /** Which of its reasons JAX gave. */
  readonly kind: 'function' | 'context' | 'tree' | 'debug' | 'types' | 'unavailable' | 'unread'
  /** Whether JAX has seen another function on the same line. */
  readonly redefined?: boolean
  /** The places that it names. */
  readonly places: readonly BlamedPlace[]
  /** How many more it names. */
  readonly more?: number
  /** What it said, where nothing of it was understood. */
  readonly said?: string
}

/** A place as JAX names it, and what stands there. */
export interface BlamedPlace {
  readonly at: string
  readonly now: string | null
  readonly before: string | null
}

/** What JAX's reason says, near to its own words. */
const said: Readonly<Record<Exclude<Reason['kind'], 'unread'>, string>> = {
  function: 'never seen function',
  context: "Tracing context doesn't match, e.g. due to config or context manager",
  tree: 'different input pytree',
  debug: "Debug info doesn't match",
  types: 'different input types',
  unavailable: 'explanation unavailable',
}

/** The most characters of one place. */
const longest = 300

/**
 * JAX's own reason in a line, near to JAX's words: the first place that it names, and how many more.
 *
 * @example
 * blamed({kind: 'types', places: [{at: 'x', now: 'f32[16]', before: 'f32[8]'}]})
 * // 'different input types: x, now f32[16] and before f32[8]'
 */
export function blamed({kind, redefined = false, places, more = 0, said: words = ''}: Reason): string {
  if (kind === 'unread') return words
  const heading = said[kind] + (redefined ? ', but seen another function defined on the same line' : '')
  const [first, ...others] = places
  if (first === undefined) return heading
  const rest = others.length + more
  const text = place(first, kind === 'tree' ? 'at input path ' : '')
  return `${heading}: ${text.length > longest ? `${text.slice(0, longest - 3)}…` : text}${rest > 0 ? ` (and ${rest} more)` : ''}`
}

function place({at, now, before}: BlamedPlace, lead: string): string {
  const start = `${lead}${at}`
  if (now === null) return before === null ? start : `${start}, before ${before}`
  if (before === null) return `${start}, now ${now}`
  return now === before
    ? `${start}, ${now} whose metadata does not match`
    : `${start}, now ${now} and before ${before}`
}
