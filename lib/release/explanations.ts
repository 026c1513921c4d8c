import type {ExplanationSays, Wording} from './wording.ts'

const weakTypes = 'https://docs.jax.dev/en/latest/type_promotion.html#weak-types'
const weakTypes101 = 'https://docs.jax.dev/en/latest/101/type_promotion.html#weak-types'

/**
 * The lines of a record of `jax_explain_cache_misses` (jax `pjit.py` until 0.8, `partial_eval.py` from 0.9 on: `explain`,
 * `diff_tracing_cache_keys`), without their indentation. A new wording is a row here.
 */
export const explanations: readonly Wording<ExplanationSays>[] = [
  {since: '0.4.24', until: '0.5.3', says: 'miss', line: 'TRACING CACHE MISS at {site} because:'},
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'miss',
    line: 'TRACING CACHE MISS at {site} costing {cost} ms because:',
  },
  {since: '0.9.0', says: 'miss', line: 'TRACING CACHE MISS at {site}:'},
  {since: '0.4.24', says: 'miss', line: 'TRACING CACHE MISS at {site}'},

  {since: '0.4.24', says: 'unseen', line: 'never seen function:'},
  {since: '0.4.24', says: 'object', line: 'never seen function: {name} id={id} defined at {place}'},
  {since: '0.4.24', says: 'object', line: 'never seen function: {name} id={id}'},
  {since: '0.4.24', says: 'object', line: '{name} id={id} defined at {place}'},
  {since: '0.4.24', until: '0.5.3', says: 'object', line: 'never seen function: {name} defined at {place}'},
  {since: '0.4.24', until: '0.5.3', says: 'object', line: '{name} defined at {place}'},
  {since: '0.4.24', says: 'object', line: '{name} id={id}'},
  {since: '0.4.24', says: 'seen function', line: 'for {name} defined at {place}'},
  {since: '0.4.24', says: 'seen function', line: 'for {name}'},
  {
    since: '0.4.24',
    says: 'redefined',
    line: 'but seen another function defined on the same line; maybe the function is',
  },
  {
    since: '0.4.24',
    says: 'redefined',
    line: 'but seen another function defined on the same line; maybe the function is being re-defined repeatedly, preventing caching?',
  },
  {since: '0.4.24', says: 'redefined', line: 'but seen another function defined on the same line'},
  {since: '0.4.24', says: 'comment', line: 'being re-defined repeatedly, preventing caching?'},

  {
    since: '0.9.0',
    says: 'ranked closest',
    line: 'all previously seen cache keys differ. For the closest previous key:',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'closest',
    line: 'all previously seen cache keys are different. Closest previous key:',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'several closest',
    line: 'all previously seen cache keys are different. Several previous keys are closest:',
  },

  {
    since: '0.9.0',
    says: 'context',
    line: "Tracing context doesn't match, e.g. due to config or context manager.",
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'context',
    line: "tracing context doesn't match, e.g. due to config or context manager",
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'context',
    line: '* key with different tracing context, e.g. due to config or context manager.',
  },
  {since: '0.6.0', until: '0.8.3', says: 'comment', line: 'found differences at positions'},
  {since: '0.6.0', until: '0.8.3', says: 'setting', line: '[{position}]: now {now} and before {before}'},
  {since: '0.6.0', until: '0.8.3', says: 'setting', line: '[{position}]: now {now} and before {before}, and'},
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'positions',
    line: 'closest seen context tuple differs at positions:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'comment',
    line: 'compare to tuple returned by config._trace_context() in jax/_src/config.py.',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'comment',
    line: 'compare to tuple returned by config.trace_context() in jax/_src/config.py.',
  },
  {since: '0.10.2', says: 'setting', line: '* {name} differs: now {now} and before {before}'},
  {
    since: '0.10.2',
    says: 'comment',
    line: '* number of tracing context names differs: context_names {count} vs context length {more}',
  },

  {since: '0.9.0', says: 'tree', line: 'different input pytree:'},
  {since: '0.9.0', says: 'entry', line: '* at input path {path}, now {now} and before {before}, so {why}'},
  {since: '0.6.0', until: '0.8.3', says: 'tree', line: '* key with different input pytree:'},
  {since: '0.6.0', until: '0.8.3', says: 'comment', line: 'now: {now}'},
  {since: '0.6.0', until: '0.8.3', says: 'comment', line: 'before: {before}'},
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'entry',
    line: '* at {path}, now {now} and before {before}, so {why}',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'arguments',
    line: '* key with different number of args and kwargs, but same total number.',
  },
  {since: '0.6.0', until: '0.8.3', says: 'keys now', line: 'now {count} args and kwargs with keys {keys}'},
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'keys before',
    line: 'before {count} args and kwargs with keys {keys}',
  },
  {since: '0.4.24', until: '0.5.3', says: 'tree', line: 'never seen input pytree:'},
  {since: '0.4.24', until: '0.5.3', says: 'tree', line: 'never seen input pytree'},
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'comment',
    line: 'closest seen input pytree has {count} mismatches, including:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'entry',
    line: '* at {path}, seen {seen} but now given {given},      so {why}',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'entry',
    line: '* at {path}, seen {seen} but now given {given}, so {why}',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'passing',
    line: 'never seen passing {count} positional args and {more} keyword args with keys:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'closest passing',
    line: 'closest seen passes {count} keyword args with keys:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'closest passing',
    line: 'closest seen is passing {count} positional args, {more} keyword args with keys:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'closest passing',
    line: 'closest seen passes {count} positional args and {more} keyword args with keys:',
  },
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'closest passing none',
    line: 'closest seen is passing no keyword args',
  },

  {since: '0.6.0', until: '0.8.3', says: 'arguments', line: '* key with different static_argnums:'},
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'comment',
    line: 'dynamic argnums now {now} and before {before}',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'positional statics',
    line: '* key with different value of static args:',
  },
  {
    since: '0.6.0',
    until: '0.8.3',
    says: 'keyword statics',
    line: '* key with different value of static kwargs:',
  },
  {since: '0.6.0', until: '0.8.3', says: 'sides', line: 'now {now} and before {before}'},

  {since: '0.9.0', says: 'debug', line: "Debug info doesn't match."},

  {since: '0.9.0', says: 'types', line: 'different input types:'},
  {since: '0.6.0', until: '0.8.3', says: 'types', line: '* key with different input types:'},
  {since: '0.6.0', until: '0.8.3', says: 'given types', line: 'types now: {types}'},
  {since: '0.4.24', until: '0.5.3', says: 'types', line: 'never seen input type signature:'},
  {since: '0.4.24', until: '0.5.3', says: 'types', line: 'never seen input type signature'},
  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'comment',
    line: 'closest seen input type signature has {count} mismatches, including:',
  },
  {since: '0.6.0', says: 'entry', line: '* at {path}, now {now} and before {before}'},
  {since: '0.6.0', says: 'entry', line: '* at {path}, now {now}'},
  {
    since: '0.9.0',
    until: '0.11.2',
    says: 'entry',
    line: `* at {path}, now {now} and before {before}${weakTypes}`,
  },
  {since: '0.12.0.1', says: 'entry', line: `* at {path}, now {now} and before {before}${weakTypes101}`},
  {since: '0.4.24', until: '0.5.3', says: 'entry', line: '* at {path}, seen {seen}, but now given {given}'},
  {
    since: '0.4.24',
    until: '0.8.3',
    says: 'comment',
    line: 'where weak_type=True often means a Python builtin numeric value, and',
  },
  {since: '0.4.24', until: '0.8.3', says: 'comment', line: 'weak_type=False means a jax.Array.'},
  {since: '0.4.24', until: '0.5.3', says: 'comment', line: 'See https://jax.readthedocs.io/{why}'},
  {since: '0.6.0', until: '0.8.3', says: 'comment', line: 'See https://docs.jax.dev/{why}'},

  {
    since: '0.4.24',
    until: '0.5.3',
    says: 'comment',
    line: "if you're passing in arrays of varying shapes, consider padding",
  },

  {since: '0.9.0', says: 'unavailable', line: 'cache miss explanation unavailable'},
  {
    since: '0.4.24',
    until: '0.4.33',
    says: 'unavailable',
    line: 'explanation unavailable! please open an issue at https://github.com/google/jax',
  },
  {
    since: '0.4.34',
    until: '0.8.3',
    says: 'unavailable',
    line: 'explanation unavailable! please open an issue at https://github.com/jax-ml/jax',
  },
  {since: '0.6.0', until: '0.8.3', says: 'unavailable', line: '* key with different {field}:'},
  {since: '0.6.0', until: '0.8.3', says: 'comment', line: '!= before: {before}.'},
]
