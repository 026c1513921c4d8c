import {float, repr} from '../python/index.ts'
import {isJson, type Json, jsonList, jsonObject, jsonPairs, textOr} from './jsonvalue.ts'

/** What an expression makes a program need besides itself. */
export interface Needs {
  /** The name of a class of Modules that stands before; `attrs` is what one of it holds. */
  readonly module: (name: string, attrs: readonly (readonly [string, unknown])[]) => string
  /** A definition that stands before, by its name. */
  readonly define: (name: keyof typeof definitions) => string
}

/** Definitions that expressions refer to. */
export const definitions = {
  Tagged: ['class Tagged(nnx.Variable):', '    pass'],
  Record: ['@dataclass', 'class Record:', '    a: int = 0', "    b: str = ''"],
  Opaque: ['class Opaque:', '    pass'],
  identity: ['def identity(x):', '    return x'],
} as const

type Printer = (value: unknown, print: (inner: unknown) => string, needs: Needs) => string

/** An expression of a scenario in Python. */
export function printedValue(expression: unknown, needs: Needs): string {
  const [entry] = Object.entries(jsonObject(expression))
  const print = entry === undefined || !Object.hasOwn(printers, entry[0]) ? undefined : printers[entry[0]]
  if (entry === undefined || print === undefined)
    throw new SyntaxError(`no Python is known for ${JSON.stringify(expression)?.slice(0, 80) ?? 'nothing'}`)
  return print(entry[1], (inner) => printedValue(inner, needs), needs)
}

/** A number among the segments of a path. */
const numbered = /\.(-?\d+)(?=\.|$)/g

/** `m.layers.0.kernel` as Python writes it. */
export const printedPath = (path: unknown): string => String(path).replaceAll(numbered, '[$1]')

const shape = (value: unknown): string => {
  const sizes = jsonList(value).map(String)
  return sizes.length === 1 ? `(${sizes[0] ?? ''},)` : `(${sizes.join(', ')})`
}

/** A number or another plain value of JSON. */
export const plainValue = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null
    ? repr(value)
    : Array.isArray(value)
      ? `(${value.map(plainValue).join(', ')}${value.length === 1 ? ',' : ''})`
      : JSON.stringify(value)

const keywords = (given: Json): string[] =>
  Object.entries(given).map(([name, value]) => `${name}=${plainValue(value)}`)

/** Arguments by their names, as Python writes them. */
export const printedKeywords = (given: unknown): string => keywords(jsonObject(given)).join(', ')

/** An array: `jnp.ones((2, 4))`, `np.full((3,), 2, np.int32)`. A weak one is made of a Python number, without a dtype. */
function array(value: unknown, module: 'jnp' | 'np'): string {
  const spec = jsonObject(value)
  const fill = typeof spec['fill'] === 'number' ? spec['fill'] : 1
  const dtype = textOr(spec['dtype'], 'float32')
  const sizes = shape(spec['shape'])
  const isFloat = dtype.includes('float')
  if (spec['weak'] === true) return `jnp.full(${sizes}, ${isFloat ? repr(float(fill)) : plainValue(fill)})`
  const isDefault = dtype === 'float32' && module === 'jnp'
  const name = dtype === 'bool' ? 'bool_' : dtype
  const type = isDefault ? '' : `, ${dtype === 'bfloat16' ? 'jnp' : module}.${name}`
  const plain = fill === 0 ? 'zeros' : fill === 1 ? 'ones' : null
  const made =
    plain === null
      ? `${module}.full(${sizes}, ${plainValue(fill)}, ${module}.${name})`
      : `${module}.${plain}(${sizes}${type})`
  return spec['committed'] === true ? `jax.device_put(${made}, jax.devices()[0])` : made
}

const layerOptions = [
  'num_heads',
  'use_bias',
  'dtype',
  'param_dtype',
  'deterministic',
  'use_running_average',
  'epsilon',
  'use_scale',
  'momentum',
  'decode',
]

/** A layer with what it takes before its options, those, and its random streams. */
const layerText =
  (name: string, firstOf: (spec: Json) => readonly string[]): Printer =>
  (value) => {
    const spec = jsonObject(value)
    const given = [
      ...firstOf(spec),
      ...layerOptions
        .filter((option) => option in spec)
        .map((option) => `${option}=${optionOf(option, spec)}`),
      ...(spec['rngs'] === false ? [] : [`rngs=nnx.Rngs(${plainValue(spec['seed'] ?? 0)})`]),
    ]
    return `nnx.${name}(${given.join(', ')})`
  }

/** A layer that takes these by position. */
const layer = (name: string, ...places: readonly string[]): Printer =>
  layerText(name, (spec) => places.map((place) => plainValue(spec[place])))

const optionOf = (name: string, spec: Json): string => {
  const value = spec[name]
  if (name.endsWith('dtype') && typeof value === 'string') return `jnp.${value}`
  return name === 'epsilon' || name === 'momentum' ? floatText(value) : plainValue(value)
}

/** A float, which JSON may write without a point. */
const floatText = (value: unknown): string =>
  typeof value === 'number' ? repr(float(value)) : plainValue(value)

const functions: Readonly<Record<string, string>> = {
  relu: 'nnx.relu',
  gelu: 'nnx.gelu',
  tanh: 'jnp.tanh',
  silu: 'nnx.silu',
}

const transformations: Readonly<Record<string, string>> = {
  sgd: 'optax.sgd(0.1)',
  adam: 'optax.adam(1e-3)',
  adamw: 'optax.adamw(1e-3)',
  momentum: 'optax.sgd(0.1, momentum=0.9)',
}

const listed =
  (open: string, close: string): Printer =>
  (items, print) =>
    `${open}${jsonList(items).map(print).join(', ')}${close}`

const dict: Printer = (items, print) =>
  `{${jsonPairs(items)
    .map(([key, item]) => `${repr(key)}: ${print(item)}`)
    .join(', ')}}`

const printers: Readonly<Record<string, Printer>> = {
  ref: printedPath,
  int: (value) => String(value),
  float: (value) => (typeof value === 'number' ? repr(float(value)) : `float(${repr(value)})`),
  bool: (value) => (value === true ? 'True' : 'False'),
  complex: (value) => `complex(${jsonList(value).map(plainValue).join(', ')})`,
  str: (value) => repr(String(value)),
  none: () => 'None',
  fn: (name, _print, needs) => functions[String(name)] ?? needs.define('identity'),
  lambda: () => 'lambda x: x',
  partial: (value, print) =>
    `partial(${[print({fn: jsonObject(value)['fn']}), ...jsonList(jsonObject(value)['args']).map(print)].join(', ')})`,
  dtype: (name) => `jnp.${String(name)}`,
  list: listed('[', ']'),
  tuple: (items, print, needs) =>
    jsonList(items).length === 1
      ? listed('(', ',)')(items, print, needs)
      : listed('(', ')')(items, print, needs),
  set: listed('{', '}'),
  dict,
  nnxlist: listed('nnx.List([', '])'),
  nnxdict: (items, print, needs) => `nnx.Dict(${dict(items, print, needs)})`,
  jnp: (spec) => array(spec, 'jnp'),
  np: (spec) => array(spec, 'np'),
  npscalar: (spec) => `np.${String(jsonObject(spec)['dtype'])}(${plainValue(jsonObject(spec)['value'])})`,
  key: (seed) => `jax.random.key(${plainValue(seed)})`,
  prngkey: (seed) => `jax.random.PRNGKey(${plainValue(seed)})`,
  shapedtype: (spec) =>
    `jax.ShapeDtypeStruct(${shape(jsonObject(spec)['shape'])}, jnp.${String(jsonObject(spec)['dtype'])})`,
  var(value, _print, needs) {
    const spec = jsonObject(value)
    const type = textOr(spec['type'], 'Param')
    const given = [array(spec, 'jnp'), ...keywords(jsonObject(spec['metadata']))]
    return `${type === 'Tagged' ? needs.define('Tagged') : `nnx.${type}`}(${given.join(', ')})`
  },
  module: (value, _print, needs) =>
    needs.module(String(jsonObject(value)['class']), jsonPairs(jsonObject(value)['attrs'])),
  Linear: layer('Linear', 'in', 'out'),
  Conv: layer('Conv', 'in', 'out', 'kernel'),
  Embed: layer('Embed', 'num', 'features'),
  LayerNorm: layer('LayerNorm', 'features'),
  RMSNorm: layer('RMSNorm', 'features'),
  BatchNorm: layer('BatchNorm', 'features'),
  LoRA: layer('LoRA', 'in', 'rank', 'out'),
  Dropout: layerText('Dropout', (spec) => [floatText(spec['rate'])]),
  MultiHeadAttention: layerText('MultiHeadAttention', (spec) => [`in_features=${plainValue(spec['in'])}`]),
  Sequential: (value, print) =>
    `nnx.Sequential(${jsonList(jsonObject(value)['layers']).map(print).join(', ')})`,
  Rngs(value) {
    const {seed = 0, streams} = jsonObject(value)
    return `nnx.Rngs(${isJson(streams) ? printedKeywords(streams) : plainValue(seed)})`
  },
  Optimizer(value) {
    const {model, tx} = jsonObject(value)
    return `nnx.Optimizer(${printedPath(model)}, ${transformations[textOr(tx, 'sgd')] ?? ''}, wrt=nnx.Param)`
  },
  clone: (path) => `nnx.clone(${printedPath(path)})`,
  deepcopy: (path) => `deepcopy(${printedPath(path)})`,
  view: (value) =>
    `nnx.view(${printedPath(jsonObject(value)['of'])}, ${printedKeywords(jsonObject(value)['attributes'])})`,
  data: (value, print) => `nnx.data(${print(value)})`,
  record: (value, _print, needs) => `${needs.define('Record')}(${printedKeywords(value)})`,
  identity: (_value, _print, needs) => `${needs.define('Opaque')}()`,
  graphdef: (path) => `nnx.split(${printedPath(path)})[0]`,
  state: (path) => `nnx.split(${printedPath(path)})[1]`,
  merge: (value, print) => `nnx.merge(${jsonList(value).map(print).join(', ')})`,
}
