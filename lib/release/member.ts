/**
 * What keys are made of, by name, and the components of a trace's key that tell of it.
 *
 * | member | two calls are equal in it when |
 * | --- | --- |
 * | `function object` | they call one function object |
 * | `function` | their functions are `==` |
 * | `wrapper` | they go through one `jax.jit(…)` or `nnx.jit(…)` |
 * | `donation` | the wrappers donate the same arguments |
 * | `donated leaves` | the same leaves of the arguments are donated |
 * | `shardings` | the wrappers ask for `==` shardings in trees of one structure |
 * | `compiler options` | `compiler_options` are `==`, in one order |
 * | `device option` | `device` and `backend` are the same |
 * | `unused inputs` | both keep unused inputs, or both drop them |
 * | `static options` | both name static positions or not, and static names or not |
 * | `tree` | the pytrees of their arguments are `==`, graphdefs among them, and they have as many arguments |
 * | `static positions` | their static arguments given by position stand in the same places |
 * | `static arguments` | their static arguments given by position have one type and are `==` |
 * | `static keywords` | their static arguments given by name have one type and are `==` |
 * | `static keywords by ==` | their static arguments given by name are `==` |
 * | `static hashes` | their static arguments have one hash |
 * | `avals` | each leaf has one shape, dtype and weak type |
 * | `kinds` | each leaf is a Python number, a NumPy array, a free or a committed JAX array in both |
 * | `settings` | every setting that enters the layer has one value |
 * | `jaxpr` | they share the traced program |
 * | `input shardings` | each input that the program keeps is asked to lie alike, or else committed in both or in neither, and cut alike |
 * | `output shardings` | each output is asked to lie alike |
 * | `module` | they share the lowered program |
 * | `input device` | `device` or `backend` asks for one device, or else the committed inputs live on one |
 * | `program text` | the lowered programs read the same, names of inputs aside |
 * | `function name` | the functions have one name |
 */
export const members = {
  'function object': ['function'],
  function: ['function'],
  wrapper: ['function', 'options'],
  donation: ['options'],
  'donated leaves': ['options'],
  shardings: ['options'],
  'compiler options': ['options'],
  'device option': ['options'],
  'unused inputs': ['options'],
  'static options': ['options'],
  tree: ['tree', 'graphdef'],
  'static positions': ['static'],
  'static arguments': ['static'],
  'static keywords': ['static'],
  'static keywords by ==': ['static'],
  'static hashes': ['static'],
  avals: ['aval'],
  kinds: ['placement'],
  settings: ['context'],
  jaxpr: [],
  'input shardings': ['placement', 'options'],
  'output shardings': ['options'],
  module: [],
  'input device': ['placement', 'options'],
  'program text': [],
  'function name': ['function'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A part of a key. */
export type Member = keyof typeof members
