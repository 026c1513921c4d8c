import {bodyNames, functions} from './bodies.ts'
import {layerOptions, transformations, variables} from './expression.ts'

/** What stands at a place of a scenario, in a word. */
export type KindWord =
  | 'text'
  | 'number'
  | 'integer'
  | 'flag'
  | 'anything'
  | 'shape'
  | 'numbers'
  | 'positions'
  | 'names'
  | 'lines'
  | 'locks'
  | 'value'
  | 'values'
  | 'named values'
  | 'reference'
  | 'place'
  | 'definition'
  | 'jitted'

/** What stands at a place of a scenario: a kind by its word, one of some words, or an object of fields. */
export type ValueKind = KindWord | readonly string[] | FieldKinds

/** What an object of a scenario has; a name with a question mark may be left out. */
export interface FieldKinds {
  readonly [name: string]: ValueKind
}

/** What scenarios of one sort hold. */
export interface Format {
  /** What each step holds beside its word and what was recorded of it. */
  readonly steps: Readonly<Record<string, FieldKinds>>
  /** What stands behind the one key of each expression. */
  readonly values: Readonly<Record<string, ValueKind>>
  /** Names that are there from the start; null where values are what a `let` or a `set` named, and functions are none. */
  readonly known: readonly string[] | null
}

/** Whether a kind is one of some words. */
export const isOfWords = (kind: readonly string[] | FieldKinds): kind is readonly string[] =>
  Array.isArray(kind)

const array = {
  'shape?': 'shape',
  'dtype?': 'text',
  'weak?': 'flag',
  'committed?': 'flag',
  'fill?': 'number',
} as const

/** A layer of flax: what it has of its own, and what any layer may be given. */
const layer = (own: FieldKinds): FieldKinds => ({
  ...own,
  'seed?': 'integer',
  ...Object.fromEntries(
    layerOptions.filter((name) => !(name in own)).map((name) => [`${name}?`, 'anything'] as const),
  ),
})

/** What each step holds beside its word and what was recorded of it. */
export const stepFields: Readonly<Record<string, FieldKinds>> = {
  def: {name: 'text', body: bodyNames},
  jit: {
    name: 'text',
    fun: 'definition',
    'with?': ['jax.jit', 'nnx.jit'],
    'static_argnums?': 'positions',
    'static_argnames?': 'names',
    'donate_argnums?': 'positions',
    'donate_argnames?': 'names',
    'keep_unused?': 'flag',
    'graph?': 'flag',
    'graph_updates?': 'flag',
  },
  cached_partial: {name: 'text', fun: 'jitted', 'args?': 'values'},
  let: {name: 'text', to: 'value'},
  set: {at: 'place', to: 'value'},
  delete: {at: 'place'},
  write: {at: 'reference', 'fill?': 'number'},
  replace: {at: 'reference', to: array},
  metadata: {at: 'reference', to: 'anything'},
  method: {on: 'reference', name: 'text', 'args?': 'values', 'kwargs?': 'named values'},
  append: {to: 'reference', item: 'value'},
  mutate: {at: 'reference', 'field?': 'text', 'to?': 'value', 'item?': 'value'},
  forget: {'jit?': 'text', 'def?': 'text'},
  forget_class: {name: 'text'},
  pop: {at: 'reference', type: Object.keys(variables)},
  update: {target: 'reference', state: 'value'},
  config: {name: 'text', to: 'anything'},
  clear_caches: {},
  call: {fn: 'jitted', 'args?': 'values', 'kwargs?': 'named values'},
  inspect: {at: 'reference'},
  describe: {at: 'reference'},
}

/** What stands behind the one key of each expression. */
export const valueKinds: Readonly<Record<string, ValueKind>> = {
  ref: 'reference',
  int: 'integer',
  float: 'number',
  bool: 'flag',
  complex: 'numbers',
  str: 'text',
  none: 'anything',
  fn: Object.keys(functions),
  lambda: 'anything',
  partial: {fn: Object.keys(functions), 'args?': 'values'},
  dtype: 'text',
  list: 'values',
  tuple: 'values',
  set: 'values',
  dict: 'named values',
  nnxlist: 'values',
  nnxdict: 'named values',
  jnp: array,
  np: {'shape?': 'shape', 'dtype?': 'text', 'fill?': 'number'},
  npscalar: {dtype: 'text', value: 'anything'},
  key: 'integer',
  prngkey: 'integer',
  shapedtype: {shape: 'shape', dtype: 'text'},
  var: {'type?': Object.keys(variables), ...array, 'metadata?': 'anything'},
  module: {class: 'text', 'attrs?': 'named values'},
  Linear: layer({in: 'integer', out: 'integer'}),
  Conv: layer({in: 'integer', out: 'integer', kernel: 'shape'}),
  Embed: layer({num: 'integer', features: 'integer'}),
  LayerNorm: layer({features: 'integer'}),
  RMSNorm: layer({features: 'integer'}),
  BatchNorm: layer({features: 'integer'}),
  Dropout: layer({rate: 'number', 'rngs?': 'flag'}),
  MultiHeadAttention: layer({in: 'integer', num_heads: 'integer'}),
  LoRA: {in: 'integer', rank: 'integer', out: 'integer', 'seed?': 'integer'},
  Sequential: {layers: 'values'},
  Rngs: {'seed?': 'integer', 'streams?': 'anything'},
  Optimizer: {model: 'reference', 'tx?': Object.keys(transformations)},
  clone: 'reference',
  deepcopy: 'reference',
  view: {of: 'reference', attributes: 'anything'},
  data: 'value',
  record: 'anything',
  identity: 'anything',
  graphdef: 'reference',
  state: 'reference',
  merge: 'values',
}

/** What a scenario has, whatever it is made of. */
const about = {
  '$schema?': 'text',
  'id?': 'text',
  'category?': 'text',
  'title?': 'text',
  'versions?': {jax: 'text'},
  'verify?': 'flag',
} as const

/** What a scenario has beside its steps. */
export const scenarioFields: FieldKinds = about

/** What of a program an editor may keep as it is, or not show: parts of its text, its release of JAX, and what its calls came to. */
export const locks = ['model', 'calls', 'code', 'policy', 'reveal'] as const

/** One of `locks`. */
export type Lock = (typeof locks)[number]

/** What a scenario has that is a program in Python; the last two are for an editor. */
export const programFields: FieldKinds = {
  ...about,
  program: 'lines',
  'call?': 'integer',
  'locked?': 'locks',
}

/** What scenarios of JAX and flax hold. */
export const jaxFormat: Format = {steps: stepFields, values: valueKinds, known: null}
